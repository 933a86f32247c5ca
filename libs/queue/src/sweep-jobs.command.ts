import type { Actor } from '@app/core';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { JobQueue } from './job-queue.js';
import { JobRows } from './job-rows.js';
import { CATALOGUE, isQueue, rulesOf } from './jobs.js';

/**
 * Tells the queue of every durable job that waits: it may have lost it, or never heard of it. Gives jobs of workers that died to others, and
 * removes rows that ended long ago.
 */
export class SweepJobs extends Command<void> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@CommandHandler(SweepJobs)
export class SweepJobsHandler implements ICommandHandler<SweepJobs> {
  constructor(
    private readonly rows: JobRows,
    private readonly jobs: JobQueue,
  ) {}

  async execute(): Promise<void> {
    for (const queue of Object.keys(CATALOGUE).filter(isQueue)) {
      for (const name of Object.keys(CATALOGUE[queue].jobs)) {
        const rules = rulesOf(queue, name);
        if (rules?.kind !== 'durable') continue;
        await this.rows.takeFromTheDead(queue, name, rules.attempts);
        await this.rows.forget(queue, name, rules.keepDays);
      }
      for (const job of await this.rows.waiting(queue)) this.jobs.tell(job);
    }
  }
}
