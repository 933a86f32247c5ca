import { DAY_US, type ReadStatement } from '@app/database';
import { offsetSegments } from '@app/core';
import { type Dimension, DIMENSIONS, HIDDEN } from '../results.js';
import { DAY_QUARTERS, gapsSql, localHourSql, MINUTE_US, QUARTER_US, quartersSql, rollupsOfSql } from './time-rule.js';
import { type AskedRules, LONGEST_LIVE_RANGE, type NumberedDay, type TimeFilter, type TimeParts } from './time-question.js';

/** Days that are read within a few milliseconds. */
const SHORT_RANGE = 7;

/** The columns of `activities` that hold what is shown. */
const COLUMNS: Readonly<Record<Dimension, string>> = {
  project: 'project',
  branch: 'branch',
  language: 'language',
  category: 'category',
  editor: 'editor',
  operatingSystem: 'operating_system',
  machine: 'machine',
  aiModel: 'ai_model',
  aiAgent: 'ai_agent',
};

/**
 * What a statement was asked, as its first common table expression: one row, `asked`, with a column for each parameter. So the SQL names
 * what it uses and the planner sees no values: it makes one plan for all of them and keeps it, instead of planning for longer than it reads.
 */
export class Asked {
  readonly params: unknown[] = [];
  private readonly columns: string[] = [];

  /** Adds a parameter. Returns how the statement calls it: `asked.<name>`. */
  add(name: string, value: unknown, type: string): string {
    this.columns.push(`$${this.params.push(value)}::${type} AS ${name}`);
    return `asked.${name}`;
  }

  /** The common table expression. */
  get cte(): string {
    return `asked AS MATERIALIZED (
  SELECT ${this.columns.join(',\n         ')})`;
  }
}

/** What one statement reads: the time of these users over local days of one zone. */
export interface TimeQuestion {
  userIds: readonly number[];
  /** The zone that `days` were computed for. */
  zone: string;
  /** Rules that were asked for; its `zone`, if any, is `zone`. Without it `zone` is a guess at the user's own, and no times come back where it is wrong. */
  rules: AskedRules;
  /** Ascending, without gaps, at least one. */
  days: readonly NumberedDay[];
  filter: TimeFilter;
  parts: TimeParts;
}

/** One row of the statement: a user, with the lists as JSON. */
export interface TimeRow {
  user_id: number;
  zone: string;
  timeout: number;
  writes_only: boolean;
  weekday_start: number;
  /** µs since 1970; null where it was not asked for or there is none. */
  first_time: number | null;
  public_id: string;
  username: string;
  /** ms since 1970. */
  created_at: number;
  /** Minutes. */
  display_minimum_duration: number;
  data: string;
}

/** The JSON in `TimeRow.data`. A list that was not asked for is absent, one without entries null. Amounts are µs. */
export interface TimeData {
  activities: [activity: number, ...string[]][] | null;
  /** Of `times: 'activities'`. */
  times?: [day: number, activity: number, us: number][] | null;
  /** Of `times: 'totals'`. */
  day_totals?: [day: number, us: number][] | null;
  activity_totals?: [activity: number, us: number][] | null;
  branches?: string[] | null;
  /** 24 amounts, of the days that `daily_hours` answers. */
  rolled_up_hours?: number[] | null;
  /** Of the other days. */
  other_hours?: [hour: number, us: number][] | null;
  dependencies?: [day: number, name: string, us: number][] | null;
  entities?: [day: number, name: string, us: number][] | null;
}

/** What several groups of the statement depend on. */
interface Pieces {
  asked: Asked;
  zone: string;
  first: NumberedDay;
  last: NumberedDay;
  isFiltered: boolean;
  /** Tests of the column `activity_id`, with the settings `s` at hand: by the whole filter, and by all of it but branches. */
  isWanted: string;
  isOfAnyBranch: string;
  /** The relation of times that the whole filter lets pass. */
  wantedTimes: 'times' | 'wanted_times';
}

/** A group of common table expressions, and the fields of `data` that come from them. */
interface Group {
  ctes: string[];
  /** Name in `data` → relation `(user_id, list)`. */
  lists?: Readonly<Record<string, string>>;
}

/** The number of the local day that a bucket lies in. */
const dayOf = (bucket: string): string => `asked.days[width_bucket(${bucket}, asked.from_buckets)]`;

/**
 * The one reading statement: how much time went where, over local days of one zone, of one user or many. One snapshot: roll-ups of clean
 * days and, for dirty days, the heartbeats themselves. Every table of users' data is probed by user and bounds in a LATERAL with OFFSET 0,
 * so that the plan is the same whatever the planner believes of the tables, and the cost follows the days asked, not what is stored.
 *
 * Days are days since 1970 (local ones by their date), buckets quarters of an hour since 1970.
 */
export function timeStatement({ userIds, zone, rules, days, filter, parts }: TimeQuestion): ReadStatement {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) throw new RangeError('A range has at least one day.');
  const isFiltered = Object.keys(filter).length > 0;
  const hasLists = days.length <= LONGEST_LIVE_RANGE;
  const dependencies = Boolean(parts.dependencies) && hasLists;
  const entities = Boolean(parts.entities) && hasLists;
  const asked = new Asked();
  const pieces: Pieces = {
    asked,
    zone,
    first,
    last,
    isFiltered,
    isWanted: isFiltered ? 'AND activity_id = ANY(s.wanted)' : '',
    isOfAnyBranch: isFiltered ? 'AND activity_id = ANY(s.of_any_branch)' : '',
    wantedTimes: isFiltered && parts.branches ? 'wanted_times' : 'times',
  };
  const groups = [
    settingsGroup(asked, userIds, zone, rules, filter),
    daysGroup(asked, days, first, last),
    liveDaysGroup(),
    liveTimeGroup(),
    timesGroup(pieces, parts.hidden ?? []),
    parts.times === 'activities' ? dayActivitiesGroup(pieces) : totalsGroup(pieces),
    ...(parts.branches ? [branchesGroup()] : []),
    ...(parts.hours ? [hoursGroup(pieces)] : []),
    ...(dependencies ? [dependenciesGroup(pieces)] : []),
    ...(entities ? [entitiesGroup(pieces)] : []),
  ];
  const variant = [
    parts.times,
    isFiltered && 'filtered',
    parts.branches && 'branches',
    parts.hours && 'hours',
    dependencies && 'dependencies',
    entities && 'entities',
    parts.allTime && 'all-time',
  ];
  return {
    name: `time ${variant.filter(Boolean).join(' ')}`,
    text: assemble(asked, groups, Boolean(parts.allTime)),
    params: asked.params,
    long: days.length > SHORT_RANGE,
  };
}

function bucketOf(us: number): number {
  return Math.floor(us / QUARTER_US);
}

function assemble(asked: Asked, groups: readonly Group[], allTime: boolean): string {
  const lists = groups.flatMap((group) => Object.entries(group.lists ?? {}));
  return `
WITH ${[asked.cte, ...groups.flatMap((group) => group.ctes)].join(',\n')}
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       ${allTime ? '(SELECT min(time)::float8 FROM heartbeats h WHERE h.user_id = s.user_id)' : 'NULL::float8'} AS first_time,
       json_build_object(
         ${lists.map(([name, relation]) => `'${name}', ${relation}.list`).join(',\n         ')})::text AS data
  FROM settings s
${lists.map(([, relation]) => `  LEFT JOIN ${relation} ON ${relation}.user_id = s.user_id`).join('\n')}`;
}

/**
 * `settings`: a row for each user, with the rules that apply, whether the zone of the days is still right (`is_current`), and the ids of the
 * activities that the filter lets pass (`wanted`) or would without its branches (`of_any_branch`).
 */
function settingsGroup(asked: Asked, userIds: readonly number[], zone: string, rules: AskedRules, filter: TimeFilter): Group {
  return { ctes: [settingsSql(asked, userIds, zone, rules, Object.keys(filter).length > 0 ? activitiesOf(asked, filter) : [])] };
}

/** The common table expression `settings`, with `more` columns of `users u`. */
export function settingsSql(
  asked: Asked,
  userIds: readonly number[],
  zone: string,
  rules: AskedRules,
  more: readonly string[] = [],
): string {
  const users = asked.add('user_ids', userIds, 'int[]');
  const zoneOfDays = asked.add('zone', zone, 'text');
  const isGiven = asked.add('zone_is_given', rules.zone !== undefined, 'bool');
  const timeout = `coalesce(${asked.add('timeout', rules.timeout ?? null, 'int')}, u.timeout)`;
  const writesOnly = `coalesce(${asked.add('writes_only', rules.writesOnly ?? null, 'bool')}, u.writes_only)`;
  const columns = [
    'u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start',
    `${timeout} AS timeout`,
    `${writesOnly} AS writes_only`,
    `${timeout} <> u.timeout OR ${writesOnly} <> u.writes_only AS has_other_rules`,
    `u.timezone = ${zoneOfDays} AS zone_is_own`,
    `${isGiven} OR u.timezone = ${zoneOfDays} AS is_current`,
    ...more,
  ];
  return `settings AS MATERIALIZED (
  SELECT ${columns.join(',\n         ')}
    FROM asked
    JOIN users u ON u.id = ANY(${users}))`;
}

function activitiesOf(asked: Asked, filter: TimeFilter): string[] {
  const tests = DIMENSIONS.map((dimension) => {
    const names = asked.add(`of_${COLUMNS[dimension]}`, filter[dimension] ?? null, 'text[]');
    return { dimension, test: `(${names} IS NULL OR a.${COLUMNS[dimension]} = ANY(${names}))` };
  });
  const idsOf = (list: typeof tests): string => `ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND ${list.map(({ test }) => test).join('\n              AND ')})`;
  return [`${idsOf(tests)} AS wanted`, `${idsOf(tests.filter(({ dimension }) => dimension !== 'branch'))} AS of_any_branch`];
}

/** `days`: the local days that were asked for, in buckets. */
function daysGroup(asked: Asked, days: readonly NumberedDay[], first: NumberedDay, last: NumberedDay): Group {
  const columns: [name: string, value: unknown, type: string][] = [
    ['days', days.map((d) => d.day), 'int[]'],
    ['from_buckets', days.map((d) => bucketOf(d.from)), 'int[]'],
    ['to_buckets', days.map((d) => bucketOf(d.to)), 'int[]'],
    ['first_day', first.day, 'int'],
    ['last_day', last.day, 'int'],
    ['first_bucket', bucketOf(first.from), 'int'],
    ['end_bucket', bucketOf(last.to), 'int'],
    ['first_utc_day', Math.floor(first.from / DAY_US), 'int'],
    ['last_utc_day', Math.floor((last.to - 1) / DAY_US), 'int'],
  ];
  for (const column of columns) asked.add(...column);
  return {
    ctes: [
      `days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket))`,
    ],
  };
}

/**
 * `live_days`: the UTC days that are read from the heartbeats: dirty ones, and all of them where other rules than the user's were asked for.
 * `days_by_bucket`: the local days that `daily_rollups` cannot answer: those with a live day in them, and all of them in another zone.
 */
function liveDaysGroup(): Group {
  return {
    ctes: [
      `live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules)`,
      `days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * ${DAY_QUARTERS} < d.to_bucket AND (l.day + 1) * ${DAY_QUARTERS} > d.from_bucket
   WHERE s.zone_is_own)`,
    ],
  };
}

/** `live`: time of the live days by bucket and activity, from the heartbeats. */
function liveTimeGroup(): Group {
  return {
    ctes: [
      windowsSql('live_windows', 'live_days'),
      `live_gaps AS MATERIALIZED (${gapsSql('live_windows')})`,
      `live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (${quartersSql('live_gaps')}) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket)`,
    ],
  };
}

/** Whole UTC days as windows of the rule of time. */
function windowsSql(name: string, utcDays: string): string {
  return `${name} AS MATERIALIZED (
  SELECT s.user_id, d.day * ${DAY_US} AS from_us, (d.day + 1) * ${DAY_US} AS to_us, s.timeout, s.writes_only
    FROM ${utcDays} d
    JOIN settings s ON s.user_id = d.user_id)`;
}

/**
 * `times`: time by local day and activity: from `daily_rollups`, from `rollups` for the other local days but for their live UTC days, and
 * live. `wanted_times` is the part of it that the whole filter lets pass, where branches are listed before their filter. `activity_list`
 * names what was being done, as far as it is public.
 */
function timesGroup({ asked, isWanted, isOfAnyBranch, wantedTimes }: Pieces, hidden: readonly Dimension[]): Group {
  const hiddenNames = asked.add('hidden', hidden, 'text[]');
  const names = DIMENSIONS.map((d) => `CASE WHEN '${d}' = ANY(${hiddenNames}) THEN '${HIDDEN}' ELSE a.${COLUMNS[d]} END`);
  const isListed = wantedTimes === 'times' ? isWanted : isOfAnyBranch;
  return {
    ctes: [
      `times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0 ${isListed}
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    ${rollupsOfSql('d')}
   WHERE r.us > 0 ${isListed}
     AND (d.user_id, r.bucket / ${DAY_QUARTERS}) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, ${dayOf('l.bucket')}, l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ${isListed})`,
      ...(wantedTimes === 'times'
        ? []
        : [
            `wanted_times AS MATERIALIZED (
  SELECT t.*
    FROM times t
    JOIN settings s ON s.user_id = t.user_id
   WHERE true ${isWanted})`,
          ]),
      activitiesWithTime('active', wantedTimes),
      `activity_list AS (
  SELECT active.user_id,
         json_agg(json_build_array(
           a.id,
           ${names.join(',\n           ')})) AS list
    FROM asked
   CROSS JOIN active
   ${activitiesOfSql('active')}
   GROUP BY active.user_id)`,
    ],
    lists: { activities: 'activity_list' },
  };
}

/** The ids of the activities of a relation like `times`, as one array a user. */
function activitiesWithTime(name: string, times: string): string {
  return `${name} AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM ${times}) x
   GROUP BY user_id)`;
}

/** Joins the activities `a` with the ids of each row of a relation like `activitiesWithTime`: one probe of the index each. */
function activitiesOfSql(active: string): string {
  return `CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = ${active}.user_id AND id = ANY(${active}.ids) OFFSET 0) a`;
}

/** Time by local day and activity. */
function dayActivitiesGroup({ wantedTimes }: Pieces): Group {
  return {
    ctes: [
      `time_list AS (
  SELECT user_id, json_agg(json_build_array(day, activity_id, us)) AS list
    FROM (SELECT user_id, day, activity_id, sum(us)::bigint AS us FROM ${wantedTimes} GROUP BY user_id, day, activity_id) x
   GROUP BY user_id)`,
    ],
    lists: { times: 'time_list' },
  };
}

/** Time by local day, and time by activity. */
function totalsGroup({ wantedTimes }: Pieces): Group {
  const totals = (name: string, column: string): string => `${name} AS (
  SELECT user_id, json_agg(json_build_array(${column}, us)) AS list
    FROM (SELECT user_id, ${column}, sum(us)::bigint AS us FROM ${wantedTimes} GROUP BY user_id, ${column}) x
   GROUP BY user_id)`;
  return {
    ctes: [totals('day_total_list', 'day'), totals('activity_total_list', 'activity_id')],
    lists: { day_totals: 'day_total_list', activity_totals: 'activity_total_list' },
  };
}

/** The branches that have time, before the filter of branches. */
function branchesGroup(): Group {
  return {
    ctes: [
      activitiesWithTime('any_branch', 'times'),
      `branch_list AS (
  SELECT any_branch.user_id, json_agg(DISTINCT a.branch) AS list
    FROM any_branch
   ${activitiesOfSql('any_branch')}
   WHERE a.branch <> ''
   GROUP BY any_branch.user_id)`,
    ],
    lists: { branches: 'branch_list' },
  };
}

/**
 * Time by local hour of the day: from `daily_hours`, which knows no activities, and for other days, or where there is a filter, from the
 * buckets.
 */
function hoursGroup({ asked, zone, first, last, isFiltered, isWanted }: Pieces): Group {
  const segments = offsetSegments(zone, first.from, last.to);
  const froms = asked.add(
    'offset_from_buckets',
    segments.map((s) => bucketOf(s.from)),
    'int[]',
  );
  const offsets = asked.add(
    'offsets',
    segments.map((s) => s.offset),
    'int[]',
  );
  const rolledUp = isFiltered
    ? `SELECT s.user_id, r.bucket, r.us
            FROM asked
           CROSS JOIN settings s
           CROSS JOIN LATERAL (
             SELECT bucket, us
               FROM rollups
              WHERE user_id = s.user_id AND bucket >= asked.first_bucket AND bucket < asked.end_bucket AND us > 0 ${isWanted}
             OFFSET 0) r
           WHERE s.is_current
             AND (s.user_id, r.bucket / ${DAY_QUARTERS}) NOT IN (SELECT user_id, day FROM live_days)`
    : `SELECT d.user_id, r.bucket, r.us
            FROM days_by_bucket d
            ${rollupsOfSql('d')}
           WHERE r.us > 0
             AND (d.user_id, r.bucket / ${DAY_QUARTERS}) NOT IN (SELECT user_id, day FROM live_days)`;
  const otherHours = `other_hour_list AS (
  SELECT user_id, json_agg(json_build_array(hour, us)) AS list
    FROM (
      SELECT b.user_id, ${localHourSql('b.bucket', froms, offsets)} AS hour, sum(b.us)::bigint AS us
        FROM asked
       CROSS JOIN (
          ${rolledUp}
          UNION ALL
          SELECT l.user_id, l.bucket, l.us
            FROM live l
            JOIN settings s ON s.user_id = l.user_id
           WHERE true ${isWanted}) b
       GROUP BY 1, 2) x
   GROUP BY user_id)`;
  if (isFiltered) return { ctes: [otherHours], lists: { other_hours: 'other_hour_list' } };
  const sums = Array.from({ length: 24 }, (_, hour) => `coalesce(sum(h.hours[${hour + 1}]), 0)`);
  return {
    ctes: [
      `rolled_up_hour_list AS (
  SELECT s.user_id,
         json_build_array(${sums.join(', ')}) AS list
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, hours
       FROM daily_hours
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day
     OFFSET 0) h
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, h.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
   GROUP BY s.user_id)`,
      otherHours,
    ],
    lists: { rolled_up_hours: 'rolled_up_hour_list', other_hours: 'other_hour_list' },
  };
}

/**
 * Time by dependency. `dependency_days` are the UTC days that have time of heartbeats with dependencies: theirs and, as a gap reaches over
 * midnight, the one that the timeout after the last of them ends in. Roll-ups know where those heartbeats are; of a dirty day nobody knows,
 * so the day after it is looked at too. What reaches into the range begins at most two dates before it: one may not exist.
 */
function dependenciesGroup({ isWanted }: Pieces): Group {
  return {
    ctes: [
      `dependency_spans AS MATERIALIZED (
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day - 2 AND asked.last_day AND with_dependencies > 0 ${isWanted}
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
  UNION ALL
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM rollups
      WHERE user_id = s.user_id
        AND bucket >= asked.first_bucket - (s.timeout + 14) / 15 AND bucket < asked.end_bucket
        AND with_dependencies > 0 ${isWanted}
     OFFSET 0) r
   WHERE s.is_current AND NOT s.zone_is_own)`,
      `dependency_days AS MATERIALIZED (
  SELECT user_id, day
    FROM live_days
  UNION
  SELECT s.user_id, d.day + 1
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day >= asked.first_utc_day - 1 AND day < asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current
  UNION
  SELECT x.user_id,
         generate_series(
           greatest(x.first_time / ${DAY_US}, asked.first_utc_day)::int,
           least((x.last_time + x.timeout * ${MINUTE_US}) / ${DAY_US}, asked.last_utc_day)::int)
    FROM asked, dependency_spans x)`,
      windowsSql('dependency_windows', 'dependency_days'),
      `dependency_gaps AS MATERIALIZED (
  SELECT g.*
    FROM (${gapsSql('dependency_windows', ['dependencies'])}) g
    JOIN settings s ON s.user_id = g.user_id
   WHERE g.dependencies IS NOT NULL ${isWanted})`,
      `dependency_list AS (
  SELECT user_id, json_agg(json_build_array(day, name, us)) AS list
    FROM (
      SELECT y.user_id, y.day, name, sum(y.us)::bigint AS us
        FROM (
          SELECT q.user_id, ${dayOf('q.bucket')} AS day, q.dependencies, sum(q.us) AS us
            FROM asked, (${quartersSql('dependency_gaps', ['dependencies'])}) q
           WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
           GROUP BY 1, 2, 3) y, unnest(y.dependencies) AS name
       GROUP BY y.user_id, y.day, name) x
   GROUP BY user_id)`,
    ],
    lists: { dependencies: 'dependency_list' },
  };
}

/** Time by entity, from all heartbeats of the range. */
function entitiesGroup({ isWanted }: Pieces): Group {
  return {
    ctes: [
      `whole_range AS MATERIALIZED (
  SELECT s.user_id, asked.first_bucket * ${QUARTER_US}::bigint AS from_us, asked.end_bucket * ${QUARTER_US}::bigint AS to_us,
         s.timeout, s.writes_only
    FROM asked, settings s
   WHERE s.is_current)`,
      `entity_gaps AS MATERIALIZED (
  SELECT g.*
    FROM (${gapsSql('whole_range', ['entity_id'])}) g
    JOIN settings s ON s.user_id = g.user_id
   WHERE true ${isWanted})`,
      `entity_list AS (
  SELECT y.user_id, json_agg(json_build_array(y.day, e.name, y.us)) AS list
    FROM (
      SELECT q.user_id, ${dayOf('q.bucket')} AS day, q.entity_id, sum(q.us)::bigint AS us
        FROM asked, (${quartersSql('entity_gaps', ['entity_id'])}) q
       GROUP BY 1, 2, 3) y
   CROSS JOIN LATERAL (SELECT name FROM entities WHERE user_id = y.user_id AND id = y.entity_id OFFSET 0) e
   GROUP BY y.user_id)`,
    ],
    lists: { entities: 'entity_list' },
  };
}
