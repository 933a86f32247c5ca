import { mapInTurns } from '@app/core';
import { DAY_US, dirtySpansSql, REACH_US, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { SentActivity } from '../shown-activity.js';
import type { Naming } from './naming.js';

/** An activity as it is stored. */
export interface ActivityRow {
  id: number;
  /** In the order of `SentActivity`. */
  sent: string[];
  /** In the order of `ShownActivity`. */
  shown: string[];
  dropped: boolean;
}

/** Rows that one statement changes. */
const PART = 5_000;

/** Every activity of a user, by its id. */
export async function activitiesOf(em: EntityManager, userId: number): Promise<Map<number, ActivityRow>> {
  return new Map((await sql<ActivityRow>(em, ACTIVITIES, [userId])).map((row) => [row.id, row]));
}

/** What was sent of an activity. */
export function sentOf({ sent }: Pick<ActivityRow, 'sent'>): SentActivity {
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = '', i = '', j = '', k = '', l = ''] = sent;
  return [a, b, c, d, e, f, g, h, i, j, k, l];
}

/**
 * Shows every activity of a user by `naming`, in the transaction of `em`, which holds the user's time and naming (`lockNaming`). The time of
 * what is dropped, or is not any more, is computed anew: its days become dirty; of the latter `back` are those days (`daysThatCountAgain`).
 */
export async function showActivities(em: EntityManager, userId: number, naming: Naming, back: readonly number[]): Promise<void> {
  const rows = await sql<ActivityRow>(em, ACTIVITIES, [userId]);
  const named = await mapInTurns(rows, (row) => ({ row, now: naming.show(sentOf(row)) }));
  const changed = named.filter(({ row, now }) => row.dropped !== now.dropped || now.shown.some((text, n) => text !== row.shown[n]));
  for (let from = 0; from < changed.length; from += PART) {
    const part = changed.slice(from, from + PART);
    await sql(em, SHOW_ACTIVITIES, [
      userId,
      part.map(({ row }) => row.id),
      ...SHOWN.map((_, n) => part.map(({ now }) => now.shown[n] ?? '')),
      part.map(({ now }) => now.dropped),
    ]);
  }
  const dropped = changed.filter(({ row, now }) => now.dropped && !row.dropped);
  // One statement: two of them would lock dirty days in no order.
  if (dropped.length > 0 || back.length > 0) await sql(em, MAKE_DAYS_DIRTY, [userId, dropped.map(({ row }) => row.id), back]);
}

/**
 * The UTC days whose time changes where `naming` drops no more what is dropped. No roll-up knows them: every heartbeat is read. So it is asked
 * before ingest has to wait for the counters, in a transaction that holds the user's time: the days of what comes meanwhile stay dirty.
 */
export async function daysThatCountAgain(em: EntityManager, userId: number, naming: Naming): Promise<number[]> {
  const dropped = await sql<ActivityRow>(em, DROPPED_ACTIVITIES, [userId]);
  const back = (await mapInTurns(dropped, (row) => (naming.rule(sentOf(row)).dropped ? [] : [row.id]))).flat();
  return back.length === 0 ? [] : (await sql<{ day: number }>(em, DAYS_OF_ACTIVITIES, [userId, back])).map(({ day }) => day);
}

const SHOWN = 'project, branch, language, category, type, editor, operating_system, machine, ai_model, ai_agent'.split(', ');

const COLUMNS = `
  SELECT id, array[${SHOWN.map((column) => `sent_${column}`).join(', ')}, file_language, forced] AS sent,
         array[${SHOWN.join(', ')}] AS shown, dropped
    FROM activities`;

const ACTIVITIES = `${COLUMNS} WHERE user_id = $1 ORDER BY id`;

const DROPPED_ACTIVITIES = `${COLUMNS} WHERE user_id = $1 AND dropped ORDER BY id`;

/** As `dirtyDaysSql` and `dirtySpansSql` have them. */
const DAYS_OF_ACTIVITIES = `
  SELECT DISTINCT generate_series(start_time / ${DAY_US}, (end_time - 1) / ${DAY_US})::int AS day
    FROM (
      SELECT min(time) - ${REACH_US} AS start_time, max(time) + ${REACH_US} + 1 AS end_time
        FROM heartbeats
       WHERE user_id = $1 AND activity_id = ANY($2::int[])
       GROUP BY time / ${DAY_US}
      UNION ALL
      SELECT start_time, end_time
        FROM external_durations
       WHERE user_id = $1 AND activity_id = ANY($2::int[])) x`;

const SHOW_ACTIVITIES = `
  UPDATE activities a SET ${SHOWN.map((column) => `${column} = n.${column}`).join(', ')}, dropped = n.dropped
    FROM unnest($2::int[], ${SHOWN.map((_, n) => `$${n + 3}::text[]`).join(', ')}, $${SHOWN.length + 3}::bool[])
      AS n (id, ${SHOWN.join(', ')}, dropped)
   WHERE a.user_id = $1 AND a.id = n.id`;

/**
 * The days $3, and those that have heartbeats or external durations of activities $2, which counted until now: roll-ups know when. What is on
 * dirty days no roll-up knows; it may reach the days beside them.
 */
const MAKE_DAYS_DIRTY = `
  WITH changed AS (
    SELECT first_time - ${REACH_US} AS start_time, last_time + ${REACH_US} + 1 AS end_time
      FROM daily_rollups
     WHERE user_id = $1 AND activity_id = ANY($2::int[]) AND last_time IS NOT NULL
    UNION ALL
    SELECT (day - 1) * ${DAY_US}, (day + 2) * ${DAY_US}
      FROM dirty_days
     WHERE user_id = $1 AND cardinality($2::int[]) > 0
    UNION ALL
    SELECT start_time, end_time
      FROM external_durations
     WHERE user_id = $1 AND activity_id = ANY($2::int[])
    UNION ALL
    SELECT day * ${DAY_US}, (day + 1) * ${DAY_US}
      FROM unnest($3::int[]) AS day)
  ${dirtySpansSql('changed')}`;
