import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from './sql.js';

/** µs in a UTC day. */
export const DAY_US = 86_400_000_000;

/**
 * How far a heartbeat can change time to either side: the largest keystroke timeout allowed (240 minutes), not the user's own, so that a
 * setting that changes meanwhile cannot lose a dirty day.
 */
export const REACH_US = 240 * 60_000_000;

/**
 * `DO UPDATE`, not `DO NOTHING`: it locks the row, so a roll-up of that day waits for this transaction; otherwise it could delete
 * the row without having seen the change. Never the mark that it had: who read the day under one mark knows by another that it changed.
 */
const AGAIN =
  "ON CONFLICT (user_id, day) DO UPDATE SET marked_at = greatest(excluded.marked_at, dirty_days.marked_at + interval '1 microsecond')";

/**
 * The SQL that makes every UTC day dirty whose time a change at `time` can touch. `changed` is a relation with a `bigint` column `time`, of user $1.
 * Ordered, so that two writers cannot wait for each other.
 */
export function dirtyDaysSql(changed: string): string {
  return `INSERT INTO dirty_days (user_id, day)
    SELECT DISTINCT $1::int, day::int
      FROM ${changed}, generate_series((time - ${REACH_US}) / ${DAY_US}, (time + ${REACH_US}) / ${DAY_US}) AS day
     ORDER BY 2
    ${AGAIN}`;
}

/**
 * The SQL that makes every UTC day dirty that a span touches: what an external duration changes lies within it. `changed` is a relation with
 * `bigint` columns `start_time` and `end_time`, of user $1; both the old and the new span of what moved are in it.
 */
export function dirtySpansSql(changed: string): string {
  return `INSERT INTO dirty_days (user_id, day)
    SELECT DISTINCT $1::int, day::int
      FROM ${changed}, generate_series(start_time / ${DAY_US}, (end_time - 1) / ${DAY_US}) AS day
     ORDER BY 2
    ${AGAIN}`;
}

/**
 * Makes all time of a user be computed anew: every UTC day that has heartbeats or external durations becomes dirty and, when the zone changed, empties the daily tables,
 * whose days are no longer the user's. Call it after `lockTime`, in the transaction that changes the setting.
 */
export async function restartTime(em: EntityManager, userId: number, zoneChanged: boolean): Promise<void> {
  if (zoneChanged) {
    await sql(em, 'DELETE FROM daily_rollups WHERE user_id = $1', [userId]);
    await sql(em, 'DELETE FROM daily_hours WHERE user_id = $1', [userId]);
  }
  await sql(em, RESTART_TIME, [userId]);
}

/** SQL for every UTC day, as `day`, on which user $1 has heartbeats or external durations. One index probe a day, however many heartbeats there are in it. */
export const DAYS_WITH_TIME = `
  WITH RECURSIVE days AS (
    (SELECT (time / ${DAY_US})::int AS day FROM heartbeats WHERE user_id = $1 ORDER BY time LIMIT 1)
    UNION ALL
    SELECT (SELECT (time / ${DAY_US})::int FROM heartbeats WHERE user_id = $1 AND time >= (days.day + 1) * ${DAY_US} ORDER BY time LIMIT 1)
      FROM days WHERE days.day IS NOT NULL)
  SELECT day FROM days WHERE day IS NOT NULL
  UNION
  SELECT generate_series((start_time / ${DAY_US})::int, ((end_time - 1) / ${DAY_US})::int) FROM external_durations WHERE user_id = $1`;

/** Makes every UTC day of user $1 dirty that has heartbeats or external durations. */
export const RESTART_TIME = `
  INSERT INTO dirty_days (user_id, day)
  SELECT $1::int, day
    FROM (${DAYS_WITH_TIME}) d
   ORDER BY day
  ${AGAIN}`;
