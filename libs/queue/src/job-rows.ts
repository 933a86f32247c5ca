import { sql } from '@app/database';
import { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { QueueName } from './jobs.js';

/** What a worker needs to run a durable job. */
export interface ClaimedJob<Payload> {
  payload: Payload;
  /** Which try this is, from 1. */
  attempts: number;
  /** What an earlier try said last of its progress. */
  done: number;
  total: number;
}

/** How a run ended. */
export type JobOutcome =
  | { state: 'done' | 'cancelled' }
  | { state: 'failed'; error: string }
  /** Another try, `inMs` from now; `counts`: this one was one of the tries that the job has. */
  | { state: 'queued'; inMs: number; counts: boolean; error: string | null };

/** A job that the queue should be told of. */
export interface QueuedJob {
  id: string;
  queue: string;
  name: string;
  attempts: number;
}

/** How long a worker may be silent before its job is given to another. */
const DEAD_AFTER = `interval '20 seconds'`;

/**
 * The table `jobs`, in whose rows the workers of several machines meet. All times in it are the database's: it is the one clock that they share.
 */
@Injectable()
export class JobRows {
  private readonly em: EntityManager;

  constructor(orm: MikroORM) {
    this.em = orm.em.fork({ disableContextResolution: true });
  }

  /** Writes down a job, in the transaction of `em`. */
  async write(em: EntityManager, id: string, queue: QueueName, name: string, payload: unknown, userId: number | null): Promise<void> {
    await sql(em, 'INSERT INTO jobs (id, queue, name, payload, user_id) VALUES ($1, $2, $3, $4::jsonb, $5)', [
      id,
      queue,
      name,
      JSON.stringify(payload),
      userId,
    ]);
  }

  /** Writes down jobs of many users, in the transaction of `em`. */
  async writeMany(
    em: EntityManager,
    queue: QueueName,
    name: string,
    jobs: readonly { id: string; userId: number | null; payload: unknown }[],
  ): Promise<void> {
    await sql(
      em,
      `INSERT INTO jobs (id, queue, name, payload, user_id)
       SELECT j.id, $1, $2, j.payload::jsonb, j.user_id FROM unnest($3::uuid[], $4::text[], $5::int[]) AS j (id, payload, user_id) ORDER BY j.id`,
      [queue, name, jobs.map(({ id }) => id), jobs.map(({ payload }) => JSON.stringify(payload)), jobs.map(({ userId }) => userId)],
    );
  }

  /** Cancels a user's jobs of a name, in the transaction of `em`: those that wait at once, those that run within a few seconds. How many. */
  async cancel(em: EntityManager, queue: QueueName, name: string, userId: number, id: string | null): Promise<number> {
    const rows = await sql(
      em,
      `UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, now()), state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
              finished_at = CASE state WHEN 'queued' THEN now() END
        WHERE queue = $1 AND name = $2 AND user_id = $3 AND ($4::text IS NULL OR id::text = lower($4)) AND state IN ('queued', 'running')
       RETURNING id`,
      [queue, name, userId, id],
    );
    return rows.length;
  }

  /** Takes a job that is due, for the caller alone; undefined when somebody else has it, it has ended or its time has not come. */
  async claim<Payload>(id: string): Promise<ClaimedJob<Payload> | undefined> {
    const [job] = await sql<ClaimedJob<Payload>>(
      this.em,
      `UPDATE jobs SET state = 'running', attempts = attempts + 1, started_at = coalesce(started_at, now()), alive_at = now()
        WHERE id = $1 AND state = 'queued' AND due_at <= now() RETURNING payload, attempts, done, total`,
      [id],
    );
    return job;
  }

  /** Says that the run `attempts` of a job goes on and how far it is. What to do now: stop where it is cancelled or another worker has it. */
  async keepAlive(id: string, attempts: number, done: number, total: number): Promise<'go on' | 'cancelled' | 'lost'> {
    const [row] = await sql<{ cancelled: boolean }>(
      this.em,
      `UPDATE jobs SET alive_at = now(), done = $3, total = $4 WHERE id = $1 AND attempts = $2 AND state = 'running'
       RETURNING cancel_requested_at IS NOT NULL AS cancelled`,
      [id, attempts, done, total],
    );
    if (!row) return 'lost';
    return row.cancelled ? 'cancelled' : 'go on';
  }

  /** Writes down how the run `attempts` of a job ended; nothing where another worker has the job by now. A cancelled job is not tried again. */
  async finish(id: string, attempts: number, done: number, total: number, outcome: JobOutcome): Promise<void> {
    if (outcome.state === 'queued') {
      await sql(
        this.em,
        `UPDATE jobs SET done = $3, total = $4, error = $5, attempts = attempts - $7,
                state = CASE WHEN cancel_requested_at IS NULL THEN 'queued' ELSE 'cancelled' END,
                due_at = now() + $6 * interval '1 millisecond', finished_at = CASE WHEN cancel_requested_at IS NOT NULL THEN now() END
          WHERE id = $1 AND attempts = $2 AND state = 'running'`,
        [id, attempts, done, total, outcome.error, outcome.inMs, outcome.counts ? 0 : 1],
      );
      return;
    }
    await sql(
      this.em,
      `UPDATE jobs SET done = $3, total = $4, error = $5, state = $6, finished_at = now()
        WHERE id = $1 AND attempts = $2 AND state = 'running'`,
      [id, attempts, done, total, outcome.state === 'failed' ? outcome.error : null, outcome.state],
    );
  }

  /** Gives jobs whose worker fell silent to another; those that were begun `attempts` times already fail. */
  async takeFromTheDead(queue: QueueName, name: string, attempts: number): Promise<void> {
    await sql(
      this.em,
      `UPDATE jobs SET state = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled' WHEN attempts >= $3 THEN 'failed' ELSE 'queued' END,
              finished_at = CASE WHEN cancel_requested_at IS NOT NULL OR attempts >= $3 THEN now() END,
              due_at = now(), error = 'The worker ended without saying how far it was.'
        WHERE queue = $1 AND name = $2 AND state = 'running' AND alive_at < now() - ${DEAD_AFTER}`,
      [queue, name, attempts],
    );
  }

  /** Jobs that wait and are due, oldest first: the queue may not know of them. */
  waiting(queue: QueueName): Promise<QueuedJob[]> {
    return sql(
      this.em,
      `SELECT id, queue, name, attempts FROM jobs WHERE queue = $1 AND state = 'queued' AND due_at <= now() ORDER BY created_at LIMIT 100`,
      [queue],
    );
  }

  /** Removes jobs that ended more than `days` ago. */
  async forget(queue: QueueName, name: string, days: number): Promise<void> {
    await sql(this.em, `DELETE FROM jobs WHERE queue = $1 AND name = $2 AND finished_at < now() - $3 * interval '1 day'`, [
      queue,
      name,
      days,
    ]);
  }
}
