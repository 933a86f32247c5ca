import { type Actor, Audited } from '@app/core';
import { transaction } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { unknownApply } from './get-apply-progress.query.js';

/**
 * Cancels a job of `EnqueueApply`: this one or, without an id, the user's. What it has changed stays changed; another one puts it right. Not
 * found: none waits or runs.
 */
@Audited<CancelApply>(({ userId }) => ({ subjectId: userId }))
export class CancelApply extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly jobId?: string,
  ) {
    super();
  }
}

@CommandHandler(CancelApply)
export class CancelApplyHandler implements ICommandHandler<CancelApply> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
  ) {}

  execute({ userId, jobId }: CancelApply): Promise<void> {
    return transaction(this.em, async (em) => {
      if (!(await this.jobs.cancel(em, 'rules', 'apply-rules', userId, jobId ?? null))) throw unknownApply();
    });
  }
}
