// A worker to which it is the instant that its argument says, ms since 1970, when it starts. Started by `reports.ts`.
import { Clock, loadEnv } from '@app/core';
import { Test } from '@nestjs/testing';
import { WorkerModule } from '../apps/worker/src/app.module.js';

const began = Date.now();
const clock = new Clock();
clock.now = () => Number(process.argv[2]) + Date.now() - began;
const module = Test.createTestingModule({ imports: [WorkerModule.forRoot(loadEnv())] });
const app = await module.overrideProvider(Clock).useValue(clock).compile();
await app.init();
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
process.send?.('ready');
