import type { Actor } from '@app/core';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/**
 * Has a worker compute all roll-ups anew, of one user or (`null`) of everyone: `RebuildRollUps` as a job. Returns the job's id, for `ListJobs`
 * and `CancelJob`.
 */
export class EnqueueRebuild extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly userId: number | null,
  ) {
    super();
  }
}

@CommandHandler(EnqueueRebuild)
export class EnqueueRebuildHandler implements ICommandHandler<EnqueueRebuild> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
  ) {}

  execute({ userId }: EnqueueRebuild): Promise<string> {
    return this.em.fork().transactional((em) => this.jobs.add(em, 'rebuilds', 'rebuild-roll-ups', { userId }, userId));
  }
}
