import { DAY_US, REACH_US } from './dirty-days.js';

/** How far back the time behind a commit may lie, and how far from a day the commits are that its time depends on. */
export const COMMIT_REACH_US = 14 * DAY_US;

/**
 * Tells that the dirty day $2 of user $1, marked at $3, is dirty no more: whoever gives its time to commits finds it, unless it read the day under
 * that mark. To be run where the row of `dirty_days` is deleted. Nothing is written for who has no commits.
 */
export const PASS_ON_DIRTY_DAY = `
  INSERT INTO commit_days (user_id, day, is_due)
  SELECT $1::int, $2::int, true
   WHERE EXISTS (SELECT FROM commit_watches WHERE user_id = $1::int)
  ON CONFLICT (user_id, day) DO UPDATE
     SET is_due = commit_days.is_due OR commit_days.read_mark IS DISTINCT FROM $3::timestamptz, read_mark = NULL`;

/** Has the commits of user $1 looked at from now on, and all of the past. */
export const WATCH_COMMITS = 'INSERT INTO commit_watches (user_id) VALUES ($1::int) ON CONFLICT DO NOTHING';

/**
 * The SQL that makes the UTC days of user $1 due whose time commits at a `time` can get, but for the day $2. `changed` is a relation with a `bigint` column
 * `time`. Days without heartbeats or external durations have no time, and are left out. Ordered, so that two writers cannot wait for each other.
 */
export function dueCommitDaysSql(changed: string): string {
  return `INSERT INTO commit_days (user_id, day, is_due)
    SELECT $1::int, d.day, true
      FROM (
        SELECT DISTINCT day::int AS day
          FROM ${changed}, generate_series((time - ${COMMIT_REACH_US}) / ${DAY_US}, (time + ${COMMIT_REACH_US}) / ${DAY_US}) AS day) d
     WHERE d.day IS DISTINCT FROM $2::int AND ${HAS_TIME}
     ORDER BY d.day
    ON CONFLICT (user_id, day) DO UPDATE SET is_due = true`;
}

/** Whether the day `d.day` of user $1 has anything that may count on it. A gap reaches over midnight from at most so far. */
const HAS_TIME = `(
       EXISTS (SELECT FROM heartbeats WHERE user_id = $1 AND time >= d.day::bigint * ${DAY_US} - ${REACH_US} AND time < (d.day + 1)::bigint * ${DAY_US})
       OR EXISTS (SELECT FROM external_durations
                   WHERE user_id = $1 AND start_time > (d.day - 1)::bigint * ${DAY_US} AND start_time < (d.day + 1)::bigint * ${DAY_US}))`;
