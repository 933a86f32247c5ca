import type { Actor } from '@app/core';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { READER_VERSION } from './reader-version.js';

/**
 * Has a worker read again what an older version read, of one user or (`null`) of everyone: `RereadNames` as a job. Returns the job's id, for
 * `ListJobs` and `CancelJob`.
 */
export class EnqueueReread extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly userId: number | null,
  ) {
    super();
  }
}

@CommandHandler(EnqueueReread)
export class EnqueueRereadHandler implements ICommandHandler<EnqueueReread> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
  ) {}

  execute({ userId }: EnqueueReread): Promise<string> {
    const payload = { userId, version: READER_VERSION };
    return this.em.fork().transactional((em) => this.jobs.add(em, 'rebuilds', 'reread-names', payload, userId));
  }
}
