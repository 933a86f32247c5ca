import { DAY_US } from '@app/database';

/** µs in a quarter of an hour: the grain of `rollups`. */
export const QUARTER_US = 900_000_000;
/** Quarters in a UTC day. */
export const DAY_QUARTERS = 96;
/** µs in a minute, as SQL. */
export const MINUTE_US = '60000000::bigint';

/**
 * The rule of time, once, in SQL: the gap between two consecutive heartbeats of a user counts whole when it is at most the timeout, and
 * belongs to the earlier one. (What external durations add to that: `countedCtes`.) Yields one row for each heartbeat from one timeout before a window to one after:
 * `(user_id, activity_id, time, until, from_us, to_us, …extra)`. `until` is the time of the next heartbeat, or `time` where that one is too
 * far away. `from_us` and `to_us` are the window's.
 *
 * `windows` is a relation with columns `user_id`, `from_us`, `to_us` (µs, from_us ≤ time < to_us), `timeout` (minutes), `writes_only`,
 * `dropped` (ids of the activities whose heartbeats are left out before joining, as if they had never come: see `droppedSql`) and
 * `counts_external` (whether external durations count). Each window is computed by itself. `extra` names further columns of `heartbeats` to keep.
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
          AND (b.is_write OR NOT w.writes_only)
          AND ${keptSql('b', windows)}) h`;
}

/**
 * Whether a row of `heartbeats` is of no dropped activity, by the arrays `dropped` of `relation`, which has the same one in all rows of a user.
 * Looked up by hash, made once: thousands of dropped activities cost what none do. Whether one is in an array would be asked of each of them.
 */
export function keptSql(row: string, relation: string): string {
  return `(${row}.user_id, ${row}.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM ${relation}) d)`;
}

/** The same for the column `activity_id` of one user's rows. */
export function keptOfSql(user: string): string {
  return `activity_id NOT IN (SELECT id FROM activities WHERE user_id = ${user} AND dropped)`;
}

/** The ids of a user's dropped activities as an array, hardly ever more than none: an index of its own knows them. */
export function droppedSql(user: string): string {
  return `ARRAY(SELECT id FROM activities WHERE user_id = ${user} AND dropped)`;
}

/**
 * The gaps that count, clipped to the windows: `(user_id, activity_id, window_us, from_us, to_us, …extra)` in µs, none of them empty.
 * `window_us` is where the window begins. Arguments as of `stretchesSql`; `withLengths` adds `length_us`, of the whole gap.
 */
export function gapsSql(windows: string, extra: readonly string[] = [], withLengths = false): string {
  const length = withLengths ? ', s.until - s.time AS length_us' : '';
  return `
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us${length}${columns('s', extra)}
      FROM (${stretchesSql(windows, extra)}) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time`;
}

/**
 * What external durations add to the gaps that count: of each the part that no gap of its window covers, and none of those with an earlier
 * `external_id` (byte by byte). The common table expressions that make the relation `name`: `(user_id, external_id, activity_id, from_us,
 * to_us, …extra)`, cut at midnights of UTC, so that what is compared is what there is in a day. `windows` as of `stretchesSql`, `gaps` as `gapsSql` yields them
 * for those. For a user whose external durations do not count nothing is read.
 */
export function externalCtes(name: string, windows: string, gaps: string, extra: readonly string[] = []): string[] {
  return [
    `${name}_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * ${DAY_US}) AS from_us, least(w.to_us, (day + 1) * ${DAY_US}) AS to_us, w.dropped
    FROM ${windows} w, generate_series(w.from_us / ${DAY_US}, (w.to_us - 1) / ${DAY_US}) AS day
   WHERE w.counts_external)`,
    `${name}_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM ${gaps} g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM ${name}_days)
   GROUP BY g.user_id, g.window_us)`,
    // At most 24 hours long, so none that began before that reaches into the day.
    `${name}_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span${columns('x', extra)}
    FROM ${name}_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - ${DAY_US} AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x)`,
    // Only what overlaps is compared with each other: comparing costs the square of their number. A group is what hangs together in a day.
    `${name}_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM ${name}_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C"))`,
    `${name} AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us${columns('x', extra)}
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM ${name}_groups s
        LEFT JOIN ${name}_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part)`,
  ];
}

/**
 * All time that counts in the windows: the gaps between heartbeats, and what external durations add to them. The common table expressions
 * that make the relation `name`: `(user_id, activity_id, from_us, to_us, …extra)` in µs, no two rows of a window at the same time. Arguments as
 * of `stretchesSql`; `external_durations` has the columns of `extra`, too.
 */
export function countedCtes(name: string, windows: string, extra: readonly string[] = []): string[] {
  return [
    `${name}_gaps AS MATERIALIZED (${gapsSql(windows, extra)})`,
    ...externalCtes(`${name}_external`, windows, `${name}_gaps`, extra),
    `${name} AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us${columns('g', extra)}
    FROM ${name}_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us${columns('x', extra)}
    FROM ${name}_external x)`,
  ];
}

/** Gaps cut at the quarters of an hour: `(user_id, activity_id, bucket, us, …extra)`. `gaps` is a relation as `gapsSql` or `countedCtes` yields it. */
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
