import { type Actor, Clock } from '@app/core';
import { lockBoards, sql } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { HAS_PUBLIC_TIME } from '../leaders/ranked.js';
import { instanceRanges } from './instance-ranges.js';

/**
 * Has those statistics of the instance computed that are missing, too old, or have time of somebody who hides it by now or is gone: one range at a
 * time, whichever worker looks, and each once in ten minutes at most.
 */
export class SweepInstanceStats extends Command<void> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@CommandHandler(SweepInstanceStats)
export class SweepInstanceStatsHandler implements ICommandHandler<SweepInstanceStats> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    const ranges = instanceRanges(this.clock.now());
    await this.em.fork().transactional(async (em) => {
      await lockBoards(em);
      const [due] = await sql<{ range: string }>(em, FIND_DUE, [ranges.map(({ range }) => range), ranges.map(({ minutes }) => minutes)]);
      if (due) await this.jobs.add(em, 'boards', 'compute-instance-stats', { range: due.range });
    });
  }
}

/** What a user `u` makes public of `counted_lists`. */
const PUBLIC_LISTS = `(u.categories_used_public::int + 2 * u.editors_used_public::int + 4 * u.languages_used_public::int + 8 * u.os_used_public::int)`;

/**
 * What failed or was cancelled is tried again ten minutes later. Statistics of an earlier version do not say whose time is in them: nobody could
 * withdraw it, so they are computed anew.
 */
const FIND_DUE = `
  WITH counted AS (
    SELECT s.range, c.user_id, c.lists
      FROM instance_stats s, unnest(s.counted, s.counted_lists) AS c (user_id, lists)),
  withdrawn AS (
    SELECT DISTINCT c.range
      FROM counted c
      LEFT JOIN users u ON u.id = c.user_id
     WHERE u.id IS NULL OR NOT (${HAS_PUBLIC_TIME}) OR c.lists & ${PUBLIC_LISTS} <> c.lists),
  recent AS (
    SELECT payload ->> 'range' AS range
      FROM jobs
     WHERE queue = 'boards' AND name = 'compute-instance-stats'
       AND (state IN ('queued', 'running') OR created_at > now() - interval '10 minutes'))
  SELECT r.range
    FROM unnest($1::text[], $2::int[]) AS r (range, minutes)
    LEFT JOIN instance_stats s ON s.range = r.range
   WHERE (s.computed_at IS NULL OR s.computed_at < now() - r.minutes * interval '1 minute' OR r.range IN (SELECT range FROM withdrawn)
          OR s.data IS NOT NULL AND cardinality(s.counted) = 0)
     AND r.range NOT IN (SELECT range FROM recent)
   ORDER BY s.computed_at NULLS FIRST, r.range DESC
   LIMIT 1`;
