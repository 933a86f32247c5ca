import { Env } from '@app/core';
import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type ConnectionOptions, createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import { JobQueue } from './job-queue.js';

const queues = BullModule.registerQueue({ name: 'rollups' });

/** The queues and the typed way into them, for every feature: on Redis where there is one, else in the database. */
@Global()
@Module({})
export class QueueModule {
  static forRoot(env: Env): DynamicModule {
    const bull = BullModule.forRoot({ connection: connectionOf(env) });
    return { module: QueueModule, imports: [bull, queues], providers: [JobQueue], exports: [JobQueue, queues] };
  }
}

function connectionOf(env: Env): ConnectionOptions {
  if (env.REDIS_URL) {
    setDefaultBackendFactory();
    return { url: env.REDIS_URL };
  }
  setDefaultBackendFactory(createPostgresBackend);
  // BullMQ types the option of its default backend only.
  return { connectionString: env.DATABASE_URL, migrate: true, max: 4, application_name: 'chronova queue' } as ConnectionOptions;
}
