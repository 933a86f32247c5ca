import { Clock, Env } from '@app/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { WorkerModule } from '../../apps/worker/src/app.module.js';

/** A worker in this process, on an app's database; `clock`: in place of the present. */
export async function startWorker(
  databaseUrl: string,
  redisUrl?: string,
  more: Partial<Env> = {},
  clock?: Clock,
): Promise<INestApplicationContext> {
  const env = Object.assign(new Env(), { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ...more });
  const module = Test.createTestingModule({ imports: [WorkerModule.forRoot(env)] });
  if (clock) module.overrideProvider(Clock).useValue(clock);
  return (await module.compile()).init();
}
