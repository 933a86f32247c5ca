import type { Actor } from '@app/core';
import { lockBoards, sql } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IS_RANKED } from './ranked.js';

/**
 * Has leaderboards computed: everybody's entries when those of the last time are ten minutes old, and meanwhile, once a minute at most, those of
 * whoever has none yet. One job at a time, whichever worker looks.
 */
export class SweepLeaders extends Command<void> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@CommandHandler(SweepLeaders)
export class SweepLeadersHandler implements ICommandHandler<SweepLeaders> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
  ) {}

  async execute(): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      await lockBoards(em);
      const [due] = await sql<{ since: number }>(em, FIND_DUE);
      if (due) await this.jobs.add(em, 'boards', 'compute-leaders', { since: due.since });
    });
  }
}

/** All entries of before this moment; or, with 0, none of those that are there. */
const FIND_DUE = `
  WITH last AS (
    SELECT max(created_at) AS at,
           max(created_at) FILTER (WHERE (payload ->> 'since')::float8 > 0) AS whole_at,
           count(*) FILTER (WHERE state IN ('queued', 'running')) AS at_work
      FROM jobs
     WHERE queue = 'boards' AND name = 'compute-leaders'),
  people AS (
    SELECT count(*) AS ranked, count(*) FILTER (WHERE e.user_id IS NULL) AS fresh
      FROM users u
      LEFT JOIN leader_entries e ON e.user_id = u.id AND e.range = 'last_7_days' AND e.language = ''
     WHERE u.disabled_at IS NULL AND ${IS_RANKED}),
  entries AS (
    SELECT EXISTS (SELECT 1 FROM leader_entries LIMIT 1) AS are_left),
  due AS (
    SELECT last.whole_at IS NULL OR last.whole_at < now() - interval '10 minutes' AS is_whole,
           people.fresh > 0 AND (last.at IS NULL OR last.at < now() - interval '1 minute') AS is_of_new
      FROM last, people, entries
     WHERE last.at_work = 0 AND (people.ranked > 0 OR entries.are_left))
  SELECT CASE WHEN is_whole THEN floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 ELSE 0 END AS since
    FROM due
   WHERE is_whole OR is_of_new`;
