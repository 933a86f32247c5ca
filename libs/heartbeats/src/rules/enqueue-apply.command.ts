import { type Actor, Audited } from '@app/core';
import { transaction } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/**
 * Has a worker apply a user's rules on the entity to history: `ApplyRules` as a job. One that waits or runs already is cancelled. Returns the
 * job's id, for `GetApplyProgress` and `CancelApply`.
 */
@Audited<EnqueueApply>(({ userId }) => ({ subjectId: userId }))
export class EnqueueApply extends Command<string> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@CommandHandler(EnqueueApply)
export class EnqueueApplyHandler implements ICommandHandler<EnqueueApply> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
  ) {}

  execute({ userId }: EnqueueApply): Promise<string> {
    return transaction(this.em, (em) => this.jobs.replace(em, 'rules', 'apply-rules', { userId }, userId));
  }
}
