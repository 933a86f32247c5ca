import { Env } from '@app/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { WorkerModule } from '../../apps/worker/src/app.module.js';

/** A worker in this process, on an app's database. */
export async function startWorker(databaseUrl: string, redisUrl?: string, more: Partial<Env> = {}): Promise<INestApplicationContext> {
  const env = Object.assign(new Env(), { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ...more });
  const module = await Test.createTestingModule({ imports: [WorkerModule.forRoot(env)] }).compile();
  return module.init();
}
