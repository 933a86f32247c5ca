import { type Actor, Clock } from '@app/core';
import { lockBoards, sql } from '@app/database';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instanceRanges } from './instance-ranges.js';

/** Has those statistics of the instance computed that are missing or too old: one range at a time, whichever worker looks. */
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

/** What failed or was cancelled is tried again ten minutes later. */
const FIND_DUE = `
  WITH recent AS (
    SELECT payload ->> 'range' AS range
      FROM jobs
     WHERE queue = 'boards' AND name = 'compute-instance-stats'
       AND (state IN ('queued', 'running') OR created_at > now() - interval '10 minutes'))
  SELECT r.range
    FROM unnest($1::text[], $2::int[]) AS r (range, minutes)
    LEFT JOIN instance_stats s ON s.range = r.range
   WHERE (s.computed_at IS NULL OR s.computed_at < now() - r.minutes * interval '1 minute')
     AND r.range NOT IN (SELECT range FROM recent)
   ORDER BY s.computed_at NULLS FIRST, r.range DESC
   LIMIT 1`;
