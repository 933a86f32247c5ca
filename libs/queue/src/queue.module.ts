import { Env } from '@app/core';
import { connectionTo } from '@app/database';
import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type ConnectionOptions, createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import { Client, type ClientConfig } from 'pg';
import { JobQueue } from './job-queue.js';
import { QUEUES } from './jobs.js';

const queues = BullModule.registerQueue(...QUEUES.map((name) => ({ name })));

/** The queues and the typed way into them, for every feature: on Redis where there is one, else in the database. */
@Global()
@Module({})
export class QueueModule {
  static forRoot(env: Env): DynamicModule {
    const bull = BullModule.forRoot({ connection: connectionOf(env) });
    return { module: QueueModule, imports: [bull, queues], providers: [JobQueue], exports: [JobQueue, queues] };
  }
}

/**
 * A connection whose end is always heard. BullMQ takes connections out of its pool without listening to them, and a database that stops at
 * that moment would end the process: an 'error' event that nobody hears is fatal. The query itself fails all the same.
 */
class HeardClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

function connectionOf(env: Env): ConnectionOptions {
  if (env.REDIS_URL) {
    setDefaultBackendFactory();
    return { url: env.REDIS_URL };
  }
  setDefaultBackendFactory(createPostgresBackend);
  return { ...connectionTo(env.DATABASE_URL, 'chronova queue'), migrate: true, max: 4, Client: HeardClient };
}
