import { Env } from '@app/core';
import { connectionTo } from '@app/database';
import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type ConnectionOptions, createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import { Client, type ClientConfig } from 'pg';
import { CancelJobHandler } from './cancel-job.command.js';
import { JobQueue, QUEUE_CONNECTION } from './job-queue.js';
import { JobRows } from './job-rows.js';
import { ListJobsHandler } from './list-jobs.query.js';
import { SweepJobsHandler } from './sweep-jobs.command.js';

/** The queues and the typed way into them, for every feature: on Redis where there is one, else in the database. */
@Global()
@Module({})
export class QueueModule {
  static forRoot(env: Env): DynamicModule {
    const connection = connectionOf(env);
    return {
      module: QueueModule,
      // Registers no queue: processors find the connection, and JobQueue makes its queues itself when they are needed.
      imports: [BullModule.forRoot({ connection }), BullModule.registerQueue()],
      providers: [
        { provide: QUEUE_CONNECTION, useValue: connection },
        JobQueue,
        JobRows,
        CancelJobHandler,
        ListJobsHandler,
        SweepJobsHandler,
      ],
      exports: [JobQueue, JobRows],
    };
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
  return { ...connectionTo(env.DATABASE_URL, 'queue'), migrate: true, max: 4, Client: HeardClient };
}
