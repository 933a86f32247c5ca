/** µs in a quarter of an hour: the grain of `rollups`. */
export const QUARTER_US = 900_000_000;
/** Quarters in a UTC day. */
export const DAY_QUARTERS = 96;
/** µs in a minute, as SQL. */
export const MINUTE_US = '60000000::bigint';

/**
 * The rule of time, once, in SQL: the gap between two consecutive heartbeats of a user counts whole when it is at most the timeout, and
 * belongs to the earlier one. Yields one row for each heartbeat from one timeout before a window to one after:
 * `(user_id, activity_id, time, until, from_us, to_us, …extra)`. `until` is the time of the next heartbeat, or `time` where that one is too
 * far away. `from_us` and `to_us` are the window's.
 *
 * `windows` is a relation with columns `user_id`, `from_us`, `to_us` (µs, from_us ≤ time < to_us), `timeout` (minutes) and `writes_only`.
 * Each window is computed by itself. `extra` names further columns of `heartbeats` to keep.
 */
export function stretchesSql(windows: string, extra: readonly string[] = []): string {
  return `
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * ${MINUTE_US} THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us${columns('h', extra)}
      FROM ${windows} w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time${columns('b', extra)}
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * ${MINUTE_US}
          AND b.time <= w.to_us + w.timeout * ${MINUTE_US}
          AND (b.is_write OR NOT w.writes_only)) h`;
}

/**
 * The gaps that count, clipped to the windows: `(user_id, activity_id, from_us, to_us, …extra)` in µs, none of them empty. Arguments as of
 * `stretchesSql`.
 */
export function gapsSql(windows: string, extra: readonly string[] = []): string {
  return `
    SELECT s.user_id, s.activity_id, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us${columns('s', extra)}
      FROM (${stretchesSql(windows, extra)}) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time`;
}

/** Gaps cut at the quarters of an hour: `(user_id, activity_id, bucket, us, …extra)`. `gaps` is a relation as `gapsSql` yields it. */
export function quartersSql(gaps: string, extra: readonly string[] = []): string {
  return `
    SELECT g.user_id, g.activity_id, (g.from_us / ${QUARTER_US})::int AS bucket, g.to_us - g.from_us AS us${columns('g', extra)}
      FROM ${gaps} g
     WHERE g.from_us / ${QUARTER_US} = (g.to_us - 1) / ${QUARTER_US}
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * ${QUARTER_US}) - greatest(g.from_us, b * ${QUARTER_US})${columns('g', extra)}
      FROM ${gaps} g, generate_series(g.from_us / ${QUARTER_US}, (g.to_us - 1) / ${QUARTER_US}) AS b
     WHERE g.from_us / ${QUARTER_US} <> (g.to_us - 1) / ${QUARTER_US}`;
}

/**
 * Joins the roll-ups `r` of each row of `days`, which has columns `user_id`, `from_bucket` and `to_bucket`. One probe of the index a day,
 * whatever the planner thinks of it: as a plain join it may read all that a user ever did and throw most of it away.
 */
export function rollupsOfSql(days: string): string {
  return `CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = ${days}.user_id AND bucket >= ${days}.from_bucket AND bucket < ${days}.to_bucket
       OFFSET 0) r`;
}

/**
 * Joins the rows `alias` of a dimension table that the column `id` of `relation` names, of one user. One probe of the index for all of them,
 * and FULL, though every id has its row: so it is never a loop in a loop, whatever the planner believes of their number. A WHERE beside it
 * would undo that.
 */
export function dimensionOfSql(table: 'activities' | 'entities', alias: string, relation: string, id: string, user: string): string {
  return `FULL JOIN (
      SELECT *
        FROM ${table}
       WHERE user_id = ${user} AND id = ANY(ARRAY(SELECT DISTINCT ${id} FROM ${relation}))
      OFFSET 0) ${alias} ON ${alias}.id = ${id}`;
}

/** The local day that a quarter begins in, from arrays of int: the offsets that apply from `froms` on. Bounds come from us: SQL knows no zones. */
export function localDaySql(bucket: string, froms: string, offsets: string): string {
  return `(${localQuarterSql(bucket, froms, offsets)} / ${DAY_QUARTERS})`;
}

function localQuarterSql(bucket: string, froms: string, offsets: string): string {
  return `(${bucket} + (${offsets})[width_bucket(${bucket}, ${froms})])`;
}

/** The local hour of the day, likewise. */
export function localHourSql(bucket: string, froms: string, offsets: string): string {
  return `((${localQuarterSql(bucket, froms, offsets)} / 4) % 24)`;
}

function columns(relation: string, names: readonly string[]): string {
  return names.map((name) => `, ${relation}.${name}`).join('');
}
