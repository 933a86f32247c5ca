import type { Actor } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

/** A durable job as its row tells it. */
export interface ListedJob {
  id: string;
  name: string;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Asked to stop, and about to. */
  cancelling: boolean;
  /** Progress, in whatever the job counts; 0 of 0: not known. */
  done: number;
  total: number;
  attempts: number;
  /** Why the last try failed. */
  error: string | null;
  /** ms since 1970. */
  createdAt: number;
  finishedAt: number | null;
}

/** The newest durable jobs, at most `limit`: those that wait, run and have ended. */
export class ListJobs extends Query<ListedJob[]> {
  constructor(
    readonly actor: Actor,
    readonly limit = 50,
  ) {
    super();
  }
}

@QueryHandler(ListJobs)
export class ListJobsHandler implements IQueryHandler<ListJobs> {
  constructor(private readonly em: EntityManager) {}

  execute({ limit }: ListJobs): Promise<ListedJob[]> {
    return sql(
      this.em,
      `SELECT id, name, state, cancel_requested_at IS NOT NULL AND finished_at IS NULL AS cancelling, done, total, attempts, error,
              extract(epoch FROM created_at)::float8 * 1000 AS "createdAt", extract(epoch FROM finished_at)::float8 * 1000 AS "finishedAt"
         FROM jobs ORDER BY created_at DESC, id LIMIT $1`,
      [limit],
    );
  }
}
