import { type Actor, DomainError } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

/** How far the rules are applied to history. */
export interface ApplyProgress {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** UTC days; 0 of 0: not known yet. */
  done: number;
  total: number;
}

/**
 * How far a job of `EnqueueApply` is: this one or, without an id, the user's last one; undefined: there was none. Not found: an id of no job, or of
 * somebody else's.
 */
export class GetApplyProgress extends Query<ApplyProgress | undefined> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly jobId?: string,
  ) {
    super();
  }
}

@QueryHandler(GetApplyProgress)
export class GetApplyProgressHandler implements IQueryHandler<GetApplyProgress> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, jobId }: GetApplyProgress): Promise<ApplyProgress | undefined> {
    const [job] = await sql<ApplyProgress>(this.em, FIND, [userId, jobId ?? null]);
    if (!job && jobId !== undefined) throw unknownApply();
    return job;
  }
}

/** There is no such job, or it is somebody else's. */
export function unknownApply(): DomainError {
  return new DomainError(
    'not-found',
    'job.unknown',
    'No rules of yours are being applied to history. GET the progress without an id to see the last job.',
  );
}

const FIND = `
  SELECT id, state, done, total
    FROM jobs
   WHERE user_id = $1 AND name = 'apply-rules' AND ($2::text IS NULL OR id::text = lower($2))
   ORDER BY created_at DESC, id
   LIMIT 1`;
