import { DAY_US, type ReadStatement } from '@app/database';
import { must, offsetSegments } from '@app/core';
import { groupedProjectsSql } from '@app/heartbeats';
import { type Dimension, DIMENSIONS, HIDDEN, LISTS, type ListName } from '../results.js';
import { type LocalDays, localDaysOf } from './cut-days.js';
import { COUNTER_COLUMNS, counterParts, counterSums, sessionParts } from './counters.js';
import { matchesSql, type ProjectPatterns } from './project-patterns.js';
import {
  countedCtes,
  DAY_QUARTERS,
  droppedSql,
  gapsSql,
  localHourSql,
  MINUTE_US,
  QUARTER_US,
  quartersSql,
  rollupsOfSql,
} from './time-rule.js';
import {
  type AskedRules,
  type ManyFilter,
  LONGEST_GROUPED_RANGE,
  LONGEST_LIVE_RANGE,
  MOST_CROSSED,
  type NumberedDay,
  OWN_LIMITS,
  type TimeParts,
} from './time-question.js';

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

/** The dimensions that every answer lists. Branches are listed where a project was asked for. */
const USUAL_LISTS: readonly Dimension[] = ['project', 'language', 'category', 'editor', 'operatingSystem', 'machine'];

/** What an entry of a list is in an answer, beside its name. */
export const ENTRY_BYTES = 180;

/** How many of a heartbeat's dependencies are read: more is no source file, and each costs every read of the range. */
export const MOST_DEPENDENCIES = 100;

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
  /** Ascending, without gaps, at least one. Each begins and ends on a quarter of an hour of UTC. */
  days: readonly NumberedDay[];
  /** Whether `days` are not the local days of `zone`, but cut otherwise. */
  areCut?: boolean;
  filter: ManyFilter;
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
  /** `list` is a place in `LISTS`. Without a name: all that the list has no room for. `day` is the first where `times` is `range`. */
  lists?: [day: number, list: number, name: string | null, us: number][] | null;
  day_totals?: [day: number, us: number][] | null;
  branches?: string[] | null;
  /** Null where the user has neither labels nor clients. */
  groups?: { label: boolean; client: boolean; times: [day: number, kind: 'label' | 'client', name: string, us: number][] | null } | null;
  /** The names of each combination, in the order of the dimensions that were asked for. */
  combinations?: [combination: number, ...names: string[]][] | null;
  /** Column by column, which is written and read several times as fast as row by row. Without a combination: all that there was no room for. */
  crossed?: [days: number[], combinations: (number | null)[], us: number[]] | null;
  /** As `combinations` and `crossed` are of time; sums in the order of `COUNTER_COLUMNS`. */
  counter_combinations?: [combination: number, ...names: string[]][] | null;
  counters?: [days: number[], combinations: (number | null)[], ...sums: (number | null)[][]] | null;
  /** `list` is a place in `LISTS`, or -1 for all. */
  sessions?:
    | [
        day: number,
        list: number,
        name: string | null,
        sessions: number,
        prompts: number,
        promptLength: number,
        promptsInSessions: number,
        lengthInSessions: number,
        medianPrompts: number | null,
        medianLength: number | null,
      ][]
    | null;
  /** 24 amounts for each weekday (0 = Thursday), of the days that `daily_hours` answers. */
  rolled_up_hours?: [weekday: number, hours: number[]][] | null;
  /** Of the other days. */
  other_hours?: [weekday: number, hour: number, us: number][] | null;
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
  /** The day that the time of a bucket or of a row of `times` is listed under: its own, or the first of the range, or of its band, for all. */
  listedDayOf: { bucket: (bucket: string) => string; day: (day: string) => string };
}

/** A group of common table expressions, and the fields of `data` that come from them. */
interface Group {
  ctes: string[];
  /** Name in `data` → relation `(user_id, list)`. */
  lists?: Readonly<Record<string, string>>;
}

/** The number of the local day that a bucket lies in. */
const dayOf = (bucket: string): string => `asked.days[width_bucket(${bucket}, asked.from_buckets)]`;

const OWN_DAY: Pieces['listedDayOf'] = { bucket: dayOf, day: (day) => day };
const DAY_OF_RANGE: Pieces['listedDayOf'] = { bucket: () => 'asked.first_day', day: () => 'asked.first_day' };

function daysOfBands(asked: Asked, bands: readonly number[]): Pieces['listedDayOf'] {
  const firsts = asked.add('bands', bands, 'int[]');
  const bandOf = (day: string): string => `(${firsts})[width_bucket(${day}, ${firsts})]`;
  return { bucket: (bucket) => bandOf(dayOf(bucket)), day: bandOf };
}

/**
 * The one reading statement: how much time went where, over local days of one zone, of one user or many. One snapshot: roll-ups of clean
 * days and, for dirty days, the heartbeats themselves. Every table of users' data is probed by user and bounds in a LATERAL with OFFSET 0,
 * so that the plan is the same whatever the planner believes of the tables, and the cost follows the days asked, not what is stored.
 *
 * Days are days since 1970 (local ones by their date), buckets quarters of an hour since 1970.
 */
export function timeStatement({ userIds, zone, rules, days, areCut = false, filter, parts }: TimeQuestion): ReadStatement {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) throw new RangeError('A range has at least one day.');
  const isFiltered = Object.keys(filter).length > 0;
  const hasLists = days.length <= LONGEST_LIVE_RANGE;
  const dependencies = Boolean(parts.dependencies) && hasLists;
  const entities = Boolean(parts.entities) && hasLists;
  const byGroup = Boolean(parts.groups) && (parts.times === 'range' || days.length <= LONGEST_GROUPED_RANGE);
  const asked = new Asked();
  const cut = areCut ? localDaysOf(zone, days) : undefined;
  const ofRange = parts.times === 'range';
  const pieces: Pieces = {
    asked,
    zone,
    first,
    last,
    isFiltered,
    isWanted: isFiltered ? 'AND activity_id = ANY(s.wanted)' : '',
    isOfAnyBranch: isFiltered ? 'AND activity_id = ANY(s.of_any_branch)' : '',
    wantedTimes: isFiltered && parts.branches ? 'wanted_times' : 'times',
    listedDayOf: parts.bands ? daysOfBands(asked, parts.bands) : ofRange ? DAY_OF_RANGE : OWN_DAY,
  };
  const groups = [
    settingsGroup(asked, { userIds, zone, rules, areCut }, filter),
    daysGroup(asked, days, cut?.local ?? days),
    liveDaysGroup(),
    liveTimeGroup(),
    ...(cut ? [cutTimesGroup(pieces, cut), summedTimesGroup(pieces)] : [timesGroup(pieces)]),
    ...(parts.times === 'days' ? [] : [totalsGroup(pieces)]),
    ...(parts.hours ? [hoursGroup(pieces)] : []),
    ...(parts.crossed ? [crossedGroup(pieces, parts.crossed)] : []),
    ...(parts.counters ? [countersGroup(pieces, parts.counters)] : []),
    ...(parts.sessions ? [sessionsGroup(pieces, parts)] : []),
    ...(parts.times === 'totals' ? [] : listGroups(pieces, parts, { dependencies, entities, byGroup })),
  ];
  // Short: PostgreSQL tells names of statements apart by their first 63 bytes.
  const variant = [
    parts.times,
    areCut && 'cut',
    isFiltered && (filter.matching ? 'filter m' : 'filter'),
    parts.lists && `l${parts.lists.map(numberOf).join('')}`,
    parts.bands && 'bands',
    parts.branches && 'b',
    parts.crossed && `c${parts.crossed.map(numberOf).join('')}`,
    parts.counters && `n${parts.counters.map(numberOf).join('')}`,
    parts.sessions && `s${parts.sessions.map(numberOf).join('')}`,
    byGroup && 'g',
    parts.hours && 'h',
    dependencies && 'd',
    entities && 'e',
    parts.allTime && 'all',
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

/** Of heartbeats and of what counts beside them; NULL where there is neither. With `settings s` at hand. */
export const FIRST_TIME = `least(
         (SELECT min(time) FROM heartbeats h WHERE h.user_id = s.user_id),
         (SELECT min(start_time) FROM external_durations x WHERE x.user_id = s.user_id AND s.counts_external))::float8`;

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
       ${allTime ? FIRST_TIME : 'NULL::float8'} AS first_time,
       json_build_object(
         ${lists.map(([name, relation]) => `'${name}', ${relation}.list`).join(',\n         ')})::text AS data
  FROM settings s
${lists.map(([, relation]) => `  LEFT JOIN ${relation} ON ${relation}.user_id = s.user_id`).join('\n')}`;
}

/**
 * `settings`: a row for each user, with the rules that apply, whether the zone of the days is still right (`is_current`), and the ids of the
 * activities that the filter lets pass (`wanted`) or would without its branches (`of_any_branch`).
 */
function settingsGroup(asked: Asked, whose: Whose, filter: ManyFilter): Group {
  return { ctes: [settingsSql(asked, whose, Object.keys(filter).length > 0 ? activitiesOf(asked, filter) : [])] };
}

/** Whose time, and by which rules. */
type Whose = Pick<TimeQuestion, 'userIds' | 'zone' | 'rules' | 'areCut'>;

/** The common table expression `settings`, with `more` columns of `users u`. */
export function settingsSql(asked: Asked, { userIds, zone, rules, areCut = false }: Whose, more: readonly string[] = []): string {
  const users = asked.add('user_ids', userIds, 'int[]');
  const zoneOfDays = asked.add('zone', zone, 'text');
  const isGiven = asked.add('zone_is_given', rules.zone !== undefined, 'bool');
  const isCut = asked.add('days_are_cut', areCut, 'bool');
  const timeout = `coalesce(${asked.add('timeout', rules.timeout ?? null, 'int')}, u.timeout)`;
  const writesOnly = `coalesce(${asked.add('writes_only', rules.writesOnly ?? null, 'bool')}, u.writes_only)`;
  const columns = [
    'u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start',
    `${timeout} AS timeout`,
    `${writesOnly} AS writes_only`,
    `${timeout} <> u.timeout OR ${writesOnly} <> u.writes_only AS has_other_rules`,
    // Cut days are to `daily_rollups` as those of another zone, but where their time is put together from local days (`cutTimesGroup`).
    `u.timezone = ${zoneOfDays} AND NOT ${isCut} AS zone_is_own`,
    `u.timezone = ${zoneOfDays} AS days_are_kept`,
    `${isGiven} OR u.timezone = ${zoneOfDays} AS is_current`,
    `${droppedSql('u.id')} AS dropped`,
    'u.counts_external_durations AS counts_external',
    ...more,
  ];
  return `settings AS MATERIALIZED (
  SELECT ${columns.join(',\n         ')}
    FROM asked
    JOIN users u ON u.id = ANY(${users}))`;
}

/** A test of the activity `a` by one dimension. */
interface DimensionTest {
  dimension: Dimension;
  test: string;
}

function activitiesOf(asked: Asked, { matching, ...filter }: ManyFilter): string[] {
  const ofNames = DIMENSIONS.map((dimension): DimensionTest => {
    const names = asked.add(`of_${COLUMNS[dimension]}`, filter[dimension] ?? null, 'text[]');
    return { dimension, test: `(${names} IS NULL OR a.${COLUMNS[dimension]} = ANY(${names}))` };
  });
  const ofProject: DimensionTest[] = matching ? [{ dimension: 'project', test: matchingTest(asked, matching) }] : [];
  const tests = [...ofNames, ...ofProject];
  const idsOf = (list: readonly DimensionTest[]): string => `ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND ${list.map(({ test }) => test).join('\n              AND ')})`;
  return [`${idsOf(tests)} AS wanted`, `${idsOf(tests.filter(({ dimension }) => dimension !== 'branch'))} AS of_any_branch`];
}

function matchingTest(asked: Asked, { names, likes, repositories }: ProjectPatterns): string {
  return matchesSql('u.id', {
    names: asked.add('matching_names', names, 'text[]'),
    likes: asked.add('matching_likes', likes, 'text[]'),
    repositories: asked.add('matching_repositories', repositories, 'text[]'),
  });
}

/**
 * `days`: the days that were asked for, in buckets. `touched`: the local days that they lie in; whether any UTC day of those is dirty decides what
 * answers.
 */
function daysGroup(asked: Asked, days: readonly NumberedDay[], touched: readonly NumberedDay[]): Group {
  const [first, last] = [must(days[0], 'first day'), must(days.at(-1), 'last day')];
  const [begin, end] = [must(touched[0], 'first local day').from, must(touched.at(-1), 'last local day').to];
  const columns: [name: string, value: unknown, type: string][] = [
    ['days', days.map((d) => d.day), 'int[]'],
    ['from_buckets', days.map((d) => bucketOf(d.from)), 'int[]'],
    ['to_buckets', days.map((d) => bucketOf(d.to)), 'int[]'],
    ['first_day', first.day, 'int'],
    ['last_day', last.day, 'int'],
    ['first_bucket', bucketOf(first.from), 'int'],
    ['end_bucket', bucketOf(last.to), 'int'],
    ['first_utc_day', Math.floor(begin / DAY_US), 'int'],
    ['last_utc_day', Math.floor((end - 1) / DAY_US), 'int'],
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

/** `live`: time of the live days by bucket and activity, from the heartbeats and external durations. */
function liveTimeGroup(): Group {
  return {
    ctes: [
      windowsSql('live_windows', 'live_days'),
      ...countedCtes('live_time', 'live_windows'),
      `live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (${quartersSql('live_time')}) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket)`,
    ],
  };
}

/** Whole UTC days as windows of the rule of time. */
function windowsSql(name: string, utcDays: string): string {
  return `${name} AS MATERIALIZED (
  SELECT s.user_id, d.day * ${DAY_US} AS from_us, (d.day + 1) * ${DAY_US} AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM ${utcDays} d
    JOIN settings s ON s.user_id = d.user_id)`;
}

/**
 * `times`: time by local day and activity: from `daily_rollups`, from `rollups` for the other local days but for their live UTC days, and
 * live. `wanted_times` is the part of it that the whole filter lets pass, where branches are listed before their filter.
 */
function timesGroup(pieces: Pieces): Group {
  const isListed = listedTest(pieces);
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
  ${liveTimesSql(isListed)})`,
      ...wantedTimesCtes(pieces),
    ],
  };
}

/** The test of what `times` holds: before the filter of branches where those are listed before it. */
function listedTest({ isWanted, isOfAnyBranch, wantedTimes }: Pieces): string {
  return wantedTimes === 'times' ? isWanted : isOfAnyBranch;
}

function liveTimesSql(isListed: string): string {
  return `SELECT l.user_id, ${dayOf('l.bucket')}, l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ${isListed}`;
}

function wantedTimesCtes({ wantedTimes, isWanted }: Pieces): string[] {
  if (wantedTimes === 'times') return [];
  return [
    `wanted_times AS MATERIALIZED (
  SELECT t.*
    FROM times t
    JOIN settings s ON s.user_id = t.user_id
   WHERE true ${isWanted})`,
  ];
}

/**
 * `times` of days that are cut otherwise than the user's own local days, for instance at four in the morning. Each local day counts whole as the day
 * that has most of it; the quarters of an hour that lie in another one are taken from that day and given to the other. So what is read grows
 * with how far the days are moved. Local days with a live day in them, and all of another zone, are read by their quarters.
 */
function cutTimesGroup(pieces: Pieces, { local, moves }: LocalDays): Group {
  const { asked } = pieces;
  const isListed = listedTest(pieces);
  const columns = <T>(list: readonly T[], of: Record<string, (one: T) => number | null>): string =>
    Object.entries(of)
      .map(([name, value]) => asked.add(name, list.map(value), 'int[]'))
      .join(', ');
  const locals = columns(local, { local_days: ({ day }) => day });
  const wholes = columns(local, { counted_as: ({ countedAs }) => countedAs });
  const bounds = columns(local, { local_from_buckets: ({ from }) => bucketOf(from), local_to_buckets: ({ to }) => bucketOf(to) });
  const moved = columns(moves, {
    moved_local_days: (move) => move.local,
    moved_from_buckets: ({ from }) => bucketOf(from),
    moved_to_buckets: ({ to }) => bucketOf(to),
    moved_out_of: ({ outOf }) => outOf,
    moved_to: ({ into }) => into,
  });
  return {
    ctes: [
      `local_days AS MATERIALIZED (
  SELECT d.local_day, d.whole_from, d.whole_to, greatest(d.whole_from, asked.first_bucket) AS from_bucket, least(d.whole_to, asked.end_bucket) AS to_bucket
    FROM asked, unnest(${locals}, ${bounds}) AS d (local_day, whole_from, whole_to))`,
      `locals_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.local_day, d.from_bucket, d.to_bucket
    FROM settings s, local_days d
   WHERE s.is_current AND NOT s.days_are_kept
  UNION
  SELECT s.user_id, d.local_day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN local_days d ON l.day * ${DAY_QUARTERS} < d.whole_to AND (l.day + 1) * ${DAY_QUARTERS} > d.whole_from
   WHERE s.days_are_kept)`,
      `moved_times AS MATERIALIZED (
  SELECT s.user_id, m.out_of, m.given_to, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN unnest(${moved}) AS m (local_day, from_bucket, to_bucket, out_of, given_to)
   CROSS JOIN LATERAL (
     SELECT activity_id, sum(us)::bigint AS us
       FROM rollups
      WHERE user_id = s.user_id AND bucket >= m.from_bucket AND bucket < m.to_bucket AND us > 0 ${isListed}
      GROUP BY activity_id
     OFFSET 0) r
   WHERE s.is_current AND s.days_are_kept
     AND (s.user_id, m.local_day) NOT IN (SELECT user_id, local_day FROM locals_by_bucket))`,
      `cut_times AS (
  SELECT s.user_id, (${wholes})[r.day - (${locals})[1] + 1] AS day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day >= (${locals})[1] AND day < (${locals})[1] + cardinality(${locals}) AND us > 0 ${isListed}
     OFFSET 0) r
   WHERE s.is_current AND s.days_are_kept
     AND (s.user_id, r.day) NOT IN (SELECT user_id, local_day FROM locals_by_bucket)
  UNION ALL
  SELECT user_id, out_of, activity_id, -us
    FROM moved_times
  UNION ALL
  SELECT user_id, given_to, activity_id, us
    FROM moved_times
   WHERE given_to IS NOT NULL
  UNION ALL
  SELECT d.user_id, ${dayOf('r.bucket')}, r.activity_id, r.us
    FROM asked
   CROSS JOIN locals_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    ${rollupsOfSql('d')}
   WHERE r.us > 0 ${isListed}
     AND (d.user_id, r.bucket / ${DAY_QUARTERS}) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  ${liveTimesSql(isListed)})`,
    ],
  };
}

/** `times` from `cut_times`: what is taken away elsewhere is no row any more. */
function summedTimesGroup(pieces: Pieces): Group {
  return {
    ctes: [
      `times AS MATERIALIZED (
  SELECT user_id, day, activity_id, sum(us)::bigint AS us
    FROM cut_times
   GROUP BY user_id, day, activity_id
  HAVING sum(us) > 0)`,
      ...wantedTimesCtes(pieces),
    ],
  };
}

/** Time by local day. */
function totalsGroup({ wantedTimes }: Pieces): Group {
  return {
    ctes: [
      `day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM ${wantedTimes} GROUP BY user_id, day) x
   GROUP BY user_id)`,
    ],
    lists: { day_totals: 'day_total_list' },
  };
}

/**
 * Time by day and combination of names; of who has more rows than there is room for those with the most time, and the rest by day alone. Whose rows
 * have room before they are added up gets them so, and the reader adds them up: for that they need not go through PostgreSQL three times. FULL, as
 * in `activityNamesGroup`.
 */
function crossedGroup({ asked, wantedTimes }: Pieces, dimensions: readonly Dimension[]): Group {
  const most = asked.add('most_crossed', MOST_CROSSED, 'int');
  const ofMany = 'user_id IN (SELECT user_id FROM crossed_many)';
  const ofFew = 'user_id NOT IN (SELECT user_id FROM crossed_many)';
  return {
    ctes: [
      ...combinationCtes('crossed', wantedTimes, dimensions),
      `crossed_many AS MATERIALIZED (
  SELECT a.user_id
    FROM asked, crossed_active a
   WHERE a.size > ${most})`,
      `crossed AS MATERIALIZED (
  SELECT t.user_id, t.day, c.combination, sum(t.us)::bigint AS us
    FROM (SELECT * FROM ${wantedTimes} WHERE ${ofMany}) t
    FULL JOIN (SELECT * FROM crossed_combinations WHERE ${ofMany}) c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id, t.day, c.combination)`,
      ...boundedListCtes('crossed', {
        most,
        columns: ['us'],
        weighed: 'SELECT *, us AS weight FROM crossed WHERE user_id IN (SELECT user_id FROM crossed_crowded)',
      }),
      `crossed_whole_list AS (
  SELECT t.user_id, json_build_array(json_agg(t.day), json_agg(c.combination), json_agg(t.us)) AS list
    FROM (SELECT * FROM ${wantedTimes} WHERE ${ofFew}) t
    FULL JOIN (SELECT * FROM crossed_combinations WHERE ${ofFew}) c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id
  UNION ALL
  SELECT user_id, list
    FROM crossed_list)`,
    ],
    lists: { combinations: 'crossed_combination_list', crossed: 'crossed_whole_list' },
  };
}

/**
 * `<name>_list`: the rows of `name`, by user, day and combination, with these amounts, as a list of each column. Of who has more of them than there
 * is room for (`<name>_crowded`), those with the most weight, and the rest by day alone. `weighed`: their rows once more, with a column `weight`.
 */
function boundedListCtes(
  name: string,
  { most, columns, weighed }: { most: string; columns: readonly string[]; weighed: string },
): string[] {
  const amounts = columns.join(', ');
  return [
    `${name}_crowded AS MATERIALIZED (
  SELECT c.user_id
    FROM asked
   CROSS JOIN (SELECT user_id, count(*) AS size FROM ${name} GROUP BY user_id) c
   WHERE c.size > ${most})`,
    `${name}_ranked AS (
  SELECT c.*, row_number() OVER (PARTITION BY c.user_id ORDER BY c.weight DESC, c.day, c.combination) AS place
    FROM (${weighed}) c)`,
    `${name}_list AS (
  SELECT x.user_id, json_build_array(${['day', 'combination', ...columns].map((column) => `json_agg(x.${column})`).join(', ')}) AS list
    FROM (
      SELECT user_id, day, combination, ${amounts}
        FROM ${name}
       WHERE user_id NOT IN (SELECT user_id FROM ${name}_crowded)
      UNION ALL
      SELECT r.user_id, r.day, CASE WHEN r.place <= ${most} THEN r.combination END,
             ${columns.map((column) => `sum(r.${column})::bigint`).join(', ')}
        FROM asked, ${name}_ranked r
       GROUP BY 1, 2, 3) x
   GROUP BY x.user_id)`,
  ];
}

/**
 * What the activities of `relation` are called together in these dimensions. `<name>_activities`: their shown names by id.
 * `<name>_combinations`: for each activity the first one of the same names, which stands for them. `<name>_combination_list`: those, with names.
 */
function combinationCtes(name: string, relation: string, dimensions: readonly Dimension[]): string[] {
  const names = dimensions.map((d) => COLUMNS[d]).join(', ');
  return [
    ...activitiesCtes(name, relation, dimensions),
    `${name}_combinations AS MATERIALIZED (
  SELECT user_id, id, first_value(id) OVER (PARTITION BY user_id, ${names} ORDER BY id) AS combination, ${names}
    FROM ${name}_activities)`,
    // Names may be thousands of characters long: so many do not go through one process at once.
    `${name}_oversized AS MATERIALIZED (
  SELECT user_id
    FROM ${name}_combinations
   WHERE id = combination
   GROUP BY user_id
  HAVING sum(${dimensions.map((d) => `octet_length(${COLUMNS[d]})`).join(' + ')}) > ${MOST_NAME_BYTES})`,
    `${name}_combination_list AS (
  SELECT user_id, json_agg(json_build_array(id, ${names})) AS list
    FROM ${name}_combinations
   WHERE id = combination AND user_id NOT IN (SELECT user_id FROM ${name}_oversized)
   GROUP BY user_id)`,
  ];
}

/** Of the names of all combinations together; with more there are no names, and the reader refuses. */
const MOST_NAME_BYTES = 10_000_000;

/** `<name>_activities`: the activities of `relation` by id, with their shown names. `<name>_active`: of how many rows, by user (`size`). */
function activitiesCtes(name: string, relation: string, dimensions: readonly Dimension[]): string[] {
  const columns = dimensions.map((d) => `a.${COLUMNS[d]} COLLATE "C" AS ${COLUMNS[d]}`);
  return [
    `${name}_active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids, sum(size) AS size
    FROM (SELECT user_id, activity_id, count(*) AS size FROM ${relation} GROUP BY user_id, activity_id) x
   GROUP BY user_id)`,
    `${name}_activities AS MATERIALIZED (
  SELECT ${['a.user_id', 'a.id', ...columns].join(', ')}
    FROM ${name}_active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = ${name}_active.user_id AND id = ANY(${name}_active.ids) OFFSET 0) a)`,
  ];
}

/**
 * Counters by day and combination of names, those with the most tokens and changed lines first; what there is no room for is by day alone.
 * FULL, as in `activityNamesGroup`.
 */
function countersGroup({ asked, isWanted }: Pieces, dimensions: readonly Dimension[]): Group {
  const most = asked.add('most_counted', MOST_CROSSED, 'int');
  const weight = COUNTER_COLUMNS.map((column) => `coalesce(sum(abs(t.${column})), 0)`).join(' + ');
  const ofCrowded = 'user_id IN (SELECT user_id FROM counter_crowded)';
  return {
    ctes: [
      counterParts({ isWanted, dayOf }),
      ...combinationCtes('counter', 'counter_parts', dimensions),
      `counter AS MATERIALIZED (
  SELECT t.user_id, t.day, c.combination, ${counterSums('t')}
    FROM counter_parts t
    FULL JOIN counter_combinations c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id, t.day, c.combination)`,
      ...boundedListCtes('counter', {
        most,
        columns: COUNTER_COLUMNS,
        weighed: `
      SELECT t.user_id, t.day, c.combination, ${counterSums('t')}, ${weight} AS weight
        FROM (SELECT * FROM counter_parts WHERE ${ofCrowded}) t
        FULL JOIN (SELECT * FROM counter_combinations WHERE ${ofCrowded}) c ON c.user_id = t.user_id AND c.id = t.activity_id
       GROUP BY t.user_id, t.day, c.combination`,
      }),
    ],
    lists: { counter_combinations: 'counter_combination_list', counters: 'counter_list' },
  };
}

/**
 * Sessions with an AI: how many there are and what they hold, in all (list -1) and by name in each of these dimensions. A session of two names
 * is one of each. Prompts without a session are in the sums, and in no average.
 */
function sessionsGroup({ asked, isWanted }: Pieces, { times, sessions: dimensions = [] }: TimeParts): Group {
  const most = asked.add('most_session_names', MOST_CROSSED, 'int');
  const isOne = `FILTER (WHERE session <> ''::bytea)`;
  return {
    ctes: [
      sessionParts({ isWanted, dayOf: times === 'days' ? dayOf : () => 'asked.first_day' }),
      `session_activities AS MATERIALIZED (
  SELECT user_id, day, activity_id, session, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
    FROM session_parts
   GROUP BY user_id, day, activity_id, session)`,
      ...(dimensions.length === 0 ? [SESSION_SUMS] : sessionSumsCtes(dimensions)),
      `session_totals AS MATERIALIZED (
  SELECT user_id, day, list, name, count(*) ${isOne} AS sessions,
         sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length,
         coalesce(sum(prompts) ${isOne}, 0)::bigint AS prompts_in_sessions,
         coalesce(sum(prompt_length) ${isOne}, 0)::bigint AS length_in_sessions,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY prompts) ${isOne} AS median_prompts,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY prompt_length) ${isOne} AS median_length,
         row_number() OVER (PARTITION BY user_id ORDER BY list, count(*) DESC, day, name) AS place
    FROM session_sums
   GROUP BY user_id, day, list, name)`,
      `session_list AS (
  SELECT t.user_id,
         json_agg(json_build_array(t.day, t.list, t.name, t.sessions, t.prompts, t.prompt_length, t.prompts_in_sessions, t.length_in_sessions,
                                   t.median_prompts, t.median_length)) AS list
    FROM asked, session_totals t
   WHERE t.place <= ${most}
   GROUP BY t.user_id)`,
    ],
    lists: { sessions: 'session_list' },
  };
}

/** `session_sums`: prompts by day and session. */
const SESSION_SUMS = `session_sums AS MATERIALIZED (
  SELECT user_id, day, session, -1 AS list, NULL::text AS name, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
    FROM session_activities
   GROUP BY user_id, day, session)`;

/** `session_sums`: the same, and by session and name in each dimension. FULL, as in `activityNamesGroup`. */
function sessionSumsCtes(dimensions: readonly Dimension[]): string[] {
  const columns = dimensions.map((d) => COLUMNS[d]);
  const sets = ['(user_id, day, session)', ...columns.map((column) => `(user_id, day, session, ${column})`)];
  const lists = dimensions.map((d) => `WHEN grouping(${COLUMNS[d]}) = 0 THEN ${numberOf(d)}`);
  return [
    ...activitiesCtes('session_name', 'session_activities', dimensions),
    `session_names AS (
  SELECT p.user_id, p.day, p.session, p.prompts, p.prompt_length, ${columns.map((column) => `a.${column}`).join(', ')}
    FROM session_activities p
    FULL JOIN session_name_activities a ON a.user_id = p.user_id AND a.id = p.activity_id)`,
    `session_sums AS MATERIALIZED (
  SELECT user_id, day, session, CASE ${lists.join(' ')} ELSE -1 END AS list, coalesce(${columns.join(', ')}) AS name,
         sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
    FROM session_names
   GROUP BY GROUPING SETS (${sets.join(', ')}))`,
  ];
}

/** All that is listed by names, bounded: what an answer costs to write does not grow with how many names a user has. */
function listGroups(pieces: Pieces, parts: TimeParts, live: { dependencies: boolean; entities: boolean; byGroup: boolean }): Group[] {
  const { names, bytes } = parts.limits ?? OWN_LIMITS;
  pieces.asked.add('most_names', names, 'int');
  pieces.asked.add('most_bytes', bytes, 'int');
  const listed: readonly Dimension[] = parts.lists ?? (parts.branches ? [...USUAL_LISTS, 'branch'] : USUAL_LISTS);
  return [
    ...(parts.branches ? [branchesGroup()] : []),
    activityNamesGroup(pieces, listed, parts.hidden ?? []),
    ...(live.byGroup ? [groupsGroup()] : []),
    ...(live.dependencies ? [dependenciesGroup(pieces)] : []),
    ...(live.entities ? [entitiesGroup(pieces)] : []),
    namesGroup(['activity_names', ...(live.dependencies ? ['dependency_names'] : []), ...(live.entities ? ['entity_names'] : [])]),
  ];
}

/** `activity_names`: time by day, list and name of what was being done, as far as it is public. */
function activityNamesGroup(
  { asked, wantedTimes, listedDayOf }: Pieces,
  listed: readonly Dimension[],
  hidden: readonly Dimension[],
): Group {
  const hiddenNames = asked.add('hidden', hidden, 'text[]');
  const columns = listed.map((d) => COLUMNS[d]);
  const names = listed.map(
    (d) => `CASE WHEN '${d}' = ANY(${hiddenNames}) THEN '${HIDDEN}' ELSE a.${COLUMNS[d]} END COLLATE "C" AS ${COLUMNS[d]}`,
  );
  return {
    ctes: [
      `spent AS MATERIALIZED (
  SELECT w.user_id, ${listedDayOf.day('w.day')} AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, ${wantedTimes} w
   GROUP BY 1, 2, 3)`,
      `active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id)`,
      `listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         ${names.join(',\n         ')}
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a)`,
      // FULL, though both sides have the same activities: it is never a loop in a loop, whatever the planner believes of their number.
      `activity_times AS (
  SELECT t.user_id, t.day, t.us, ${columns.map((column) => `l.${column}`).join(', ')}
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id)`,
      `activity_names AS (
  SELECT user_id, day,
         CASE ${listed.map((d) => `WHEN grouping(${COLUMNS[d]}) = 0 THEN ${numberOf(d)}`).join(' ')} END AS list,
         coalesce(${columns.join(', ')}) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS (${columns.map((column) => `(user_id, day, ${column})`).join(', ')}))`,
    ],
  };
}

/**
 * Time by label and client, of all projects, however many a list has room for. Of a user who has neither nothing is joined. FULL, as in
 * `activityNamesGroup`: what has no other side is left out behind a fence.
 */
function groupsGroup(): Group {
  return {
    ctes: [
      `grouped AS MATERIALIZED (
  SELECT project COLLATE "C" AS project, kind, name
    FROM (${groupedProjectsSql('(SELECT user_id FROM settings)')}) x
   WHERE kind = 'label' OR place = 1
   GROUP BY project, kind, name),
grouped_activities AS MATERIALIZED (
  SELECT l.id, g.kind, g.name
    FROM (SELECT id, project FROM listed WHERE EXISTS (SELECT 1 FROM grouped)) l
    FULL JOIN grouped g ON g.project = l.project),
grouped_times AS MATERIALIZED (
  SELECT t.day, g.kind, g.name, t.us
    FROM (SELECT day, activity_id, us FROM spent WHERE EXISTS (SELECT 1 FROM grouped)) t
    FULL JOIN (SELECT id, kind, name FROM grouped_activities WHERE id IS NOT NULL AND kind IS NOT NULL) g ON g.id = t.activity_id),
grouped_list AS (
  SELECT json_agg(json_build_array(day, kind, name, us)) AS times
    FROM (SELECT day, kind, name, sum(us)::bigint AS us FROM grouped_times WHERE kind IS NOT NULL AND us IS NOT NULL GROUP BY 1, 2, 3) x),
group_list AS (
  SELECT k.user_id, json_build_object('label', k.label, 'client', k.client, 'times', t.times) AS list
    FROM grouped_list t
   CROSS JOIN (
     SELECT user_id, bool_or(kind = 'label') AS label, bool_or(kind = 'client') AS client
       FROM project_groups
      WHERE user_id = (SELECT user_id FROM settings)
      GROUP BY user_id) k)`,
    ],
    lists: { groups: 'group_list' },
  };
}

const numberOf = (list: ListName): number => LISTS.indexOf(list);

/**
 * The lists, within their limits: `most_names` names a list, and so many in all lists together as are at most `most_bytes` in an answer. What
 * is beyond is folded in each list, the names with the least time first, into one entry without a name: every sum is what it was. Time
 * without a name, and that of the language Other, which totals leave out, is never folded. Most users have fewer names, and pay for counting.
 */
function namesGroup(relations: readonly string[]): Group {
  return {
    ctes: [
      `names AS MATERIALIZED (
  ${relations.map((relation) => `SELECT user_id, day, list, name, us FROM ${relation}`).join('\n  UNION ALL\n  ')})`,
      `crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + ${ENTRY_BYTES}) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes)`,
      `ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded))`,
      `last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + ${ENTRY_BYTES})) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id)`,
      `name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)`,
    ],
    lists: { lists: 'name_list' },
  };
}

/** The branches that have time, before the filter of branches: as many as a list has names, those with the most time. */
function branchesGroup(): Group {
  return {
    ctes: [
      `branch_list AS (
  SELECT b.user_id, json_agg(b.branch) AS list
    FROM asked
   CROSS JOIN (
     SELECT t.user_id, a.branch, row_number() OVER (PARTITION BY t.user_id ORDER BY sum(t.us) DESC, a.branch COLLATE "C") AS place
       FROM (SELECT user_id, activity_id, sum(us) AS us FROM times GROUP BY user_id, activity_id) t
      CROSS JOIN LATERAL (SELECT branch FROM activities WHERE user_id = t.user_id AND id = t.activity_id OFFSET 0) a
      WHERE a.branch <> ''
      GROUP BY t.user_id, a.branch) b
   WHERE b.place <= asked.most_names
   GROUP BY b.user_id)`,
    ],
    lists: { branches: 'branch_list' },
  };
}

/**
 * Time by weekday and local hour of the day: from `daily_hours`, which knows no activities, and for other days, or where there is a filter, from the
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
  SELECT user_id, json_agg(json_build_array(weekday, hour, us)) AS list
    FROM (
      SELECT b.user_id, ${dayOf('b.bucket')} % 7 AS weekday, ${localHourSql('b.bucket', froms, offsets)} AS hour, sum(b.us)::bigint AS us
        FROM asked
       CROSS JOIN (
          ${rolledUp}
          UNION ALL
          SELECT l.user_id, l.bucket, l.us
            FROM live l
            JOIN settings s ON s.user_id = l.user_id
           WHERE true ${isWanted}) b
       GROUP BY 1, 2, 3) x
   GROUP BY user_id)`;
  if (isFiltered) return { ctes: [otherHours], lists: { other_hours: 'other_hour_list' } };
  const sums = Array.from({ length: 24 }, (_, hour) => `coalesce(sum(h.hours[${hour + 1}]), 0)`);
  return {
    ctes: [
      `rolled_up_hour_list AS (
  SELECT user_id, json_agg(json_build_array(weekday, hours)) AS list
    FROM (
      SELECT s.user_id, h.day % 7 AS weekday,
             json_build_array(${sums.join(', ')}) AS hours
        FROM asked
       CROSS JOIN settings s
       CROSS JOIN LATERAL (
         SELECT day, hours
           FROM daily_hours
          WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day
         OFFSET 0) h
       WHERE s.is_current AND s.zone_is_own
         AND (s.user_id, h.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
       GROUP BY 1, 2) x
   GROUP BY user_id)`,
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
function dependenciesGroup({ isWanted, listedDayOf }: Pieces): Group {
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
      `dependency_names AS (
  SELECT y.user_id, y.day, ${numberOf('dependency')} AS list, name COLLATE "C" AS name, sum(y.us)::bigint AS us
    FROM (
      SELECT q.user_id, ${listedDayOf.bucket('q.bucket')} AS day, q.dependencies, sum(q.us) AS us
        FROM asked, (${quartersSql('dependency_gaps', ['dependencies'])}) q
       WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
       GROUP BY 1, 2, 3) y, unnest(y.dependencies[1:${MOST_DEPENDENCIES}]) AS name
   GROUP BY 1, 2, 3, 4)`,
    ],
  };
}

/** Time by entity, from all heartbeats and external durations of the range. */
function entitiesGroup({ isWanted, listedDayOf }: Pieces): Group {
  return {
    ctes: [
      `whole_range AS MATERIALIZED (
  SELECT s.user_id, asked.first_bucket * ${QUARTER_US}::bigint AS from_us, asked.end_bucket * ${QUARTER_US}::bigint AS to_us,
         s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM asked, settings s
   WHERE s.is_current)`,
      ...countedCtes('entity_times', 'whole_range', ['entity_id']),
      `wanted_entity_times AS MATERIALIZED (
  SELECT g.*
    FROM entity_times g
    JOIN settings s ON s.user_id = g.user_id
   WHERE true ${isWanted})`,
      `entity_names AS (
  SELECT y.user_id, y.day, ${numberOf('entity')} AS list, e.name COLLATE "C" AS name, y.us
    FROM (
      SELECT q.user_id, ${listedDayOf.bucket('q.bucket')} AS day, q.entity_id, sum(q.us)::bigint AS us
        FROM asked, (${quartersSql('wanted_entity_times', ['entity_id'])}) q
       GROUP BY 1, 2, 3) y
   CROSS JOIN LATERAL (SELECT name FROM entities WHERE user_id = y.user_id AND id = y.entity_id OFFSET 0) e)`,
    ],
  };
}
