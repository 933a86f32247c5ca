import { type Actor, DomainError } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/**
 * Cancels a durable job. One that waits is cancelled at once (`cancelled`); one that runs within a few seconds (`cancelling`), and what it has
 * done stays done. Refused: a job that is not there (`not-found`) or has ended (`conflict`).
 */
export class CancelJob extends Command<'cancelled' | 'cancelling'> {
  constructor(
    readonly actor: Actor,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(CancelJob)
export class CancelJobHandler implements ICommandHandler<CancelJob> {
  constructor(private readonly em: EntityManager) {}

  async execute({ id }: CancelJob): Promise<'cancelled' | 'cancelling'> {
    const [job] = await sql<{ state: string }>(
      this.em,
      `WITH job AS (SELECT id, state FROM jobs WHERE id::text = lower($1) FOR UPDATE),
       cancelled AS (
         UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, now()),
                state = CASE jobs.state WHEN 'queued' THEN 'cancelled' ELSE jobs.state END,
                finished_at = CASE jobs.state WHEN 'queued' THEN now() END
           FROM job WHERE jobs.id = job.id AND jobs.state IN ('queued', 'running'))
       SELECT state FROM job`,
      [id],
    );
    if (!job) throw new DomainError('not-found', 'job.unknown', `There is no job ${id}. jobs:list shows those that there are.`);
    if (job.state === 'queued') return 'cancelled';
    if (job.state === 'running') return 'cancelling';
    throw new DomainError('conflict', 'job.ended', `The job ${id} has ended already: ${job.state}.`);
  }
}
