import { DAY_US } from '@app/database';
import { offsetSegments } from '@app/core';
import { type Dimension, DIMENSIONS } from '../results.js';
import { DAY_QUARTERS, gapsSql, localHourSql, QUARTER_US, quartersSql, rollupsOfSql } from './time-rule.js';
import { type AskedRules, LONGEST_LIVE_RANGE, type NumberedDay, type TimeFilter, type TimeParts } from './time-question.js';

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
};

/** A prepared statement: one name stands for one text. */
export interface Statement {
  name: string;
  text: string;
  params: unknown[];
}

/** Collects a statement's parameters. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Adds a value and returns its placeholder. */
  add(value: unknown, type: string): string {
    return `$${this.values.push(value)}::${type}`;
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

/** Placeholders and pieces that several groups of the statement use. Buckets are quarters of an hour since 1970, UTC days days since 1970. */
interface Pieces {
  params: Parameters;
  zone: string;
  first: NumberedDay;
  last: NumberedDay;
  firstDay: string;
  lastDay: string;
  firstBucket: string;
  /** The first bucket after the range. */
  endBucket: string;
  firstUtcDay: string;
  lastUtcDay: string;
  /** The number of the local day that a bucket lies in. */
  dayOf: (bucket: string) => string;
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

/**
 * The one reading statement: how much time went where, over local days of one zone, of one user or many. One snapshot: roll-ups of clean
 * days and, for dirty days, the heartbeats themselves. Every table of users' data is probed by user and bounds in a LATERAL with OFFSET 0,
 * so that the plan is the same whatever the planner believes of the tables, and the cost follows the days asked, not what is stored.
 */
export function timeStatement({ userIds, zone, rules, days, filter, parts }: TimeQuestion): Statement {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) throw new RangeError('A range has at least one day.');
  const params = new Parameters();
  const users = params.add(userIds, 'int[]');
  const isFiltered = Object.keys(filter).length > 0;
  const hasLists = days.length <= LONGEST_LIVE_RANGE;
  const dependencies = Boolean(parts.dependencies) && hasLists;
  const entities = Boolean(parts.entities) && hasLists;
  const settings = settingsGroup(params, users, zone, rules, isFiltered ? filter : undefined);
  const dayList = params.add(
    days.map((d) => d.day),
    'int[]',
  );
  const fromBuckets = params.add(
    days.map((d) => bucketOf(d.from)),
    'int[]',
  );
  const toBuckets = params.add(
    days.map((d) => bucketOf(d.to)),
    'int[]',
  );
  const pieces: Pieces = {
    params,
    zone,
    first,
    last,
    firstDay: params.add(first.day, 'int'),
    lastDay: params.add(last.day, 'int'),
    firstBucket: params.add(bucketOf(first.from), 'int'),
    endBucket: params.add(bucketOf(last.to), 'int'),
    firstUtcDay: params.add(Math.floor(first.from / DAY_US), 'int'),
    lastUtcDay: params.add(Math.floor((last.to - 1) / DAY_US), 'int'),
    dayOf: (bucket) => `(${dayList})[width_bucket(${bucket}, ${fromBuckets})]`,
    isWanted: isFiltered ? 'AND activity_id = ANY(s.wanted)' : '',
    isOfAnyBranch: isFiltered ? 'AND activity_id = ANY(s.of_any_branch)' : '',
    wantedTimes: isFiltered && parts.branches ? 'wanted_times' : 'times',
  };

  const groups = [
    settings,
    daysGroup(dayList, fromBuckets, toBuckets),
    liveDaysGroup(pieces),
    liveTimeGroup(pieces),
    timesGroup(pieces),
    parts.times === 'activities' ? dayActivitiesGroup(pieces) : totalsGroup(pieces),
    ...(parts.branches ? [branchesGroup()] : []),
    ...(parts.hours ? [hoursGroup(pieces, isFiltered)] : []),
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
    text: assemble(groups, Boolean(parts.allTime)),
    params: params.values,
  };
}

function bucketOf(us: number): number {
  return Math.floor(us / QUARTER_US);
}

function assemble(groups: readonly Group[], allTime: boolean): string {
  const lists = groups.flatMap((group) => Object.entries(group.lists ?? {}));
  return `
WITH ${groups.flatMap((group) => group.ctes).join(',\n')}
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
       json_build_object(${lists.map(([name, relation]) => `'${name}', ${relation}.list`).join(', ')})::text AS data
  FROM settings s
${lists.map(([, relation]) => `  LEFT JOIN ${relation} ON ${relation}.user_id = s.user_id`).join('\n')}`;
}

/**
 * `settings`: a row for each user, with the rules that apply, whether the zone of the days is still right (`is_current`), and the ids of the
 * activities that the filter lets pass.
 */
function settingsGroup(params: Parameters, users: string, zone: string, rules: AskedRules, filter: TimeFilter | undefined): Group {
  return { ctes: [settingsSql(params, users, zone, rules, filter ? filteredColumns(params, filter) : '')] };
}

/** The common table expression `settings`. `users` is an array of ids; `columns` are further columns, each after a comma. */
export function settingsSql(params: Parameters, users: string, zone: string, rules: AskedRules, columns = ''): string {
  const zoneOfDays = params.add(zone, 'text');
  const isAsked = params.add(rules.zone !== undefined, 'bool');
  const timeout = `coalesce(${params.add(rules.timeout ?? null, 'int')}, u.timeout)`;
  const writesOnly = `coalesce(${params.add(rules.writesOnly ?? null, 'bool')}, u.writes_only)`;
  return `settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         ${timeout} AS timeout,
         ${writesOnly} AS writes_only,
         u.timezone = ${zoneOfDays} AS zone_is_own,
         ${isAsked} OR u.timezone = ${zoneOfDays} AS is_current,
         ${timeout} <> u.timeout OR ${writesOnly} <> u.writes_only AS has_other_rules${columns}
    FROM users u
   WHERE u.id = ANY(${users}))`;
}

function filteredColumns(params: Parameters, filter: TimeFilter): string {
  const tests = DIMENSIONS.map((dimension) => {
    const values = params.add(filter[dimension] ?? null, 'text[]');
    return { dimension, test: `(${values} IS NULL OR a.${COLUMNS[dimension]} = ANY(${values}))` };
  });
  const idsOf = (list: typeof tests): string =>
    `ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND ${list.map(({ test }) => test).join('\n              AND ')})`;
  return `,
         ${idsOf(tests)} AS wanted,
         ${idsOf(tests.filter(({ dimension }) => dimension !== 'branch'))} AS of_any_branch`;
}

/** `days`: the local days that were asked for, in buckets. */
function daysGroup(dayList: string, fromBuckets: string, toBuckets: string): Group {
  return {
    ctes: [
      `days AS MATERIALIZED (
  SELECT day, from_bucket, to_bucket
    FROM unnest(${dayList}, ${fromBuckets}, ${toBuckets}) AS d (day, from_bucket, to_bucket))`,
    ],
  };
}

/**
 * `live_days`: the UTC days that are read from the heartbeats: dirty ones, and all of them where other rules than the user's were asked for.
 * `days_by_bucket`: the local days that `daily_rollups` cannot answer: those with a live day in them, and all of them in another zone.
 */
function liveDaysGroup({ firstUtcDay, lastUtcDay }: Pieces): Group {
  return {
    ctes: [
      `live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN ${firstUtcDay} AND ${lastUtcDay}
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(${firstUtcDay}, ${lastUtcDay})
    FROM settings s
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
function liveTimeGroup({ firstBucket, endBucket }: Pieces): Group {
  return {
    ctes: [
      windowsSql('live_windows', 'live_days'),
      `live_gaps AS MATERIALIZED (${gapsSql('live_windows')})`,
      `live AS MATERIALIZED (
  SELECT user_id, activity_id, bucket, sum(us)::bigint AS us
    FROM (${quartersSql('live_gaps')}) q
   WHERE bucket >= ${firstBucket} AND bucket < ${endBucket}
   GROUP BY user_id, activity_id, bucket)`,
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
 * names what was being done.
 */
function timesGroup({ firstDay, lastDay, dayOf, isWanted, isOfAnyBranch, wantedTimes }: Pieces): Group {
  const isListed = wantedTimes === 'times' ? isWanted : isOfAnyBranch;
  return {
    ctes: [
      `times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN ${firstDay} AND ${lastDay} AND us > 0 ${isListed}
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
    FROM live l
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
      `activity_list AS (
  SELECT s.user_id, json_agg(json_build_array(a.id, ${DIMENSIONS.map((d) => `a.${COLUMNS[d]}`).join(', ')})) AS list
    FROM settings s
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = s.user_id OFFSET 0) a
   WHERE (a.user_id, a.id) IN (SELECT user_id, activity_id FROM ${wantedTimes})
   GROUP BY s.user_id)`,
    ],
    lists: { activities: 'activity_list' },
  };
}

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
      `branch_list AS (
  SELECT s.user_id, json_agg(DISTINCT a.branch) AS list
    FROM settings s
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = s.user_id OFFSET 0) a
   WHERE a.branch <> '' AND (a.user_id, a.id) IN (SELECT user_id, activity_id FROM times)
   GROUP BY s.user_id)`,
    ],
    lists: { branches: 'branch_list' },
  };
}

/**
 * Time by local hour of the day: from `daily_hours`, which knows no activities, and for other days, or where there is a filter, from the
 * buckets.
 */
function hoursGroup(pieces: Pieces, isFiltered: boolean): Group {
  const { params, zone, first, last, firstDay, lastDay, firstBucket, endBucket, isWanted } = pieces;
  const segments = offsetSegments(zone, first.from, last.to);
  const froms = params.add(
    segments.map((s) => bucketOf(s.from)),
    'int[]',
  );
  const offsets = params.add(
    segments.map((s) => s.offset),
    'int[]',
  );
  const buckets = isFiltered
    ? `SELECT s.user_id, r.bucket, r.us
        FROM settings s
       CROSS JOIN LATERAL (
         SELECT bucket, us
           FROM rollups
          WHERE user_id = s.user_id AND bucket >= ${firstBucket} AND bucket < ${endBucket} AND us > 0 ${isWanted}
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
      SELECT user_id, ${localHourSql('bucket', froms, offsets)} AS hour, sum(us)::bigint AS us
        FROM (
      ${buckets}
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
  SELECT s.user_id, json_build_array(${sums.join(', ')}) AS list
    FROM settings s
   CROSS JOIN LATERAL (
     SELECT day, hours
       FROM daily_hours
      WHERE user_id = s.user_id AND day BETWEEN ${firstDay} AND ${lastDay}
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
function dependenciesGroup({ firstDay, lastDay, firstBucket, endBucket, firstUtcDay, lastUtcDay, dayOf, isWanted }: Pieces): Group {
  return {
    ctes: [
      `dependency_spans AS MATERIALIZED (
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN ${firstDay} - 2 AND ${lastDay} AND with_dependencies > 0 ${isWanted}
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
  UNION ALL
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM rollups
      WHERE user_id = s.user_id
        AND bucket >= ${firstBucket} - (s.timeout + 14) / 15 AND bucket < ${endBucket}
        AND with_dependencies > 0 ${isWanted}
     OFFSET 0) r
   WHERE s.is_current AND NOT s.zone_is_own)`,
      `dependency_days AS MATERIALIZED (
  SELECT user_id, day
    FROM live_days
  UNION
  SELECT s.user_id, d.day + 1
    FROM settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day >= ${firstUtcDay} - 1 AND day < ${lastUtcDay}
     OFFSET 0) d
   WHERE s.is_current
  UNION
  SELECT x.user_id,
         generate_series(
           greatest(x.first_time / ${DAY_US}, ${firstUtcDay})::int,
           least((x.last_time + x.timeout * 60000000::bigint) / ${DAY_US}, ${lastUtcDay})::int)
    FROM dependency_spans x)`,
      windowsSql('dependency_windows', 'dependency_days'),
      `dependency_gaps AS MATERIALIZED (
  SELECT g.*
    FROM (${gapsSql('dependency_windows', ['dependencies'])}) g
    JOIN settings s ON s.user_id = g.user_id
   WHERE g.dependencies IS NOT NULL ${isWanted})`,
      `dependency_list AS (
  SELECT user_id, json_agg(json_build_array(day, name, us)) AS list
    FROM (
      SELECT user_id, day, name, sum(us)::bigint AS us
        FROM (
          SELECT user_id, ${dayOf('bucket')} AS day, dependencies, sum(us) AS us
            FROM (${quartersSql('dependency_gaps', ['dependencies'])}) q
           WHERE bucket >= ${firstBucket} AND bucket < ${endBucket}
           GROUP BY 1, 2, 3) y, unnest(dependencies) AS name
       GROUP BY user_id, day, name) x
   GROUP BY user_id)`,
    ],
    lists: { dependencies: 'dependency_list' },
  };
}

/** Time by entity, from all heartbeats of the range. */
function entitiesGroup({ firstBucket, endBucket, dayOf, isWanted }: Pieces): Group {
  return {
    ctes: [
      `whole_range AS MATERIALIZED (
  SELECT user_id, ${firstBucket}::bigint * ${QUARTER_US} AS from_us, ${endBucket}::bigint * ${QUARTER_US} AS to_us, timeout, writes_only
    FROM settings
   WHERE is_current)`,
      `entity_gaps AS MATERIALIZED (
  SELECT g.*
    FROM (${gapsSql('whole_range', ['entity_id'])}) g
    JOIN settings s ON s.user_id = g.user_id
   WHERE true ${isWanted})`,
      `entity_list AS (
  SELECT y.user_id, json_agg(json_build_array(y.day, e.name, y.us)) AS list
    FROM (
      SELECT user_id, ${dayOf('bucket')} AS day, entity_id, sum(us)::bigint AS us
        FROM (${quartersSql('entity_gaps', ['entity_id'])}) q
       GROUP BY 1, 2, 3) y
   CROSS JOIN LATERAL (SELECT name FROM entities WHERE user_id = y.user_id AND id = y.entity_id OFFSET 0) e
   GROUP BY y.user_id)`,
    ],
    lists: { entities: 'entity_list' },
  };
}
