import { Clock, dayBounds, DomainError, localDate, offsetSegments } from '@app/core';
import { DAY_US, prepared } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { ActivityTime, DayBounds, NamedTime, TimeOwner, TimeSettings } from './answers.js';
import { localHourSql, rollupsOfDay } from './roll-up.js';
import { DAY_QUARTERS, gapsSql, QUARTER_US, quartersSql } from './time-sql.js';

/** Longest range, in days, whose entities and dependencies are read: those come from the heartbeats themselves. */
export const LONGEST_LIVE_RANGE = 31;

const MINUTE_US = 60_000_000;

/** Whose time, by which rules. What is left out is the user's own setting. */
export interface TimeRules {
  userId: number;
  zone?: string;
  /** Minutes. */
  timeout?: number;
  writesOnly?: boolean;
}

/** Only time of these, by shown name; `''` is none. Applied after joining. */
export interface TimeFilter {
  projects?: readonly string[];
  branches?: readonly string[];
}

/** What the range depends on besides the question. */
export interface RangeContext {
  zone: string;
  /** `YYYY-MM-DD` in that zone. */
  today: string;
  /** 0 = Sunday … 6 = Saturday. */
  weekdayStart: number;
  /** The day of the user's first heartbeat; today if there is none. */
  firstDay: string;
}

/** Local dates, both included. */
export interface DateRange {
  first: string;
  last: string;
}

/** Which lists to read; each costs what it says. */
export interface TimeParts {
  /** µs by day and activity (`activities`, without hours) or by day and by activity apart (`totals`, for long ranges). */
  times: 'activities' | 'totals';
  hours?: boolean;
  dependencies?: boolean;
  entities?: boolean;
  /** Whether the range begins at the user's first heartbeat. */
  allTime?: boolean;
}

export interface TimeRead extends TimeSettings {
  owner: TimeOwner;
  /** The owner's own setting, µs: lists that ask for it leave out what is shorter. */
  displayMinimum: number;
  context: RangeContext;
  days: (DayBounds & { day: number })[];
  /** Of `times: 'totals'`: total by day number. */
  dayTotals: Map<number, number>;
  /** Of `times: 'totals'`: one an activity. */
  activities: ActivityTime[];
  /** Of `times: 'activities'`: by day number. */
  dayActivities: Map<number, ActivityTime[]>;
  hours: number[];
  /** By day number. */
  dependencies: Map<number, NamedTime[]>;
  entities: Map<number, NamedTime[]>;
}

type Guess = Pick<RangeContext, 'zone' | 'weekdayStart'> & { firstTime: number | null };

/**
 * The one reading query: how much time went where, over local days. One statement, so one snapshot: roll-ups of clean days and, for days
 * with a mark, the heartbeats themselves. So the answer is exact the moment a write returns, however far behind the workers are.
 */
@Injectable()
export class TimeReader {
  // A remembered zone is only a guess: the statement compares it with the row in its own snapshot, and a wrong guess costs a second look.
  private readonly guesses = new LRUCache<number, Guess>({ max: 50_000 });

  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** Reads the days that `rangeOf` names, which is asked again when the user's zone, week or first heartbeat is not what was assumed. */
  async read(rules: TimeRules, rangeOf: (context: RangeContext) => DateRange, filter: TimeFilter, parts: TimeParts): Promise<TimeRead> {
    let guess = this.guesses.get(rules.userId) ?? { zone: 'UTC', weekdayStart: 1, firstTime: null };
    for (let attempt = 0; attempt < 8; attempt++) {
      const zone = rules.zone ?? guess.zone;
      const today = localDate(zone, this.clock.now());
      const firstDay = guess.firstTime === null ? today : localDate(zone, Math.floor(guess.firstTime / 1000));
      const context = { zone, today, weekdayStart: guess.weekdayStart, firstDay };
      const range = rangeOf(context);
      const days = dayBounds(zone, range.first, range.last);
      const { name, text, params } = statement(rules, zone, days, filter, parts);
      const [row] = await prepared<Row>(this.em, name, text, params);
      if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      const present: Guess = {
        zone: row.zone,
        weekdayStart: row.weekday_start,
        firstTime: parts.allTime ? row.first_time : guess.firstTime,
      };
      this.guesses.set(rules.userId, present);
      const moved =
        (rules.zone === undefined && present.zone !== guess.zone) ||
        present.weekdayStart !== guess.weekdayStart ||
        (parts.allTime === true && present.firstTime !== guess.firstTime);
      if (!moved) return toRead(row, zone, context, days, parts);
      guess = present;
    }
    throw new DomainError('unavailable', 'settings.moving', 'The settings change while they are read. Ask again.');
  }
}

interface Row {
  zone: string;
  timeout: number;
  writes_only: boolean;
  weekday_start: number;
  first_time: number | null;
  public_id: string;
  username: string;
  /** ms since 1970. */
  created_at: number;
  /** Minutes. */
  display_minimum_duration: number;
  data: string;
}

interface Data {
  days: [day: number, us: number][] | null;
  times: [day: number, activity: number, us: number][] | null;
  activities: [number, ...string[]][] | null;
  sums: [activity: number, us: number][] | null;
  hours: number[] | null;
  rest: [hour: number, us: number][] | null;
  dependencies: [day: number, name: string, us: number][] | null;
  entities: [day: number, name: string, us: number][] | null;
}

function toRead(row: Row, zone: string, context: RangeContext, days: TimeRead['days'], parts: TimeParts): TimeRead {
  const data: Data = JSON.parse(row.data);
  const activity = new Map(
    (data.activities ?? []).map(
      ([id, project = '', branch = '', language = '', category = '', editor = '', operatingSystem = '', machine = '', aiModel = '']) => [
        id,
        { project, branch, language, category, editor, operatingSystem, machine, aiModel },
      ],
    ),
  );
  const timeOf = (id: number, us: number): ActivityTime[] => {
    const what = activity.get(id);
    return what ? [{ ...what, us }] : [];
  };
  const hours = data.hours ?? [];
  const rest = new Map(data.rest ?? []);
  return {
    owner: { publicId: row.public_id, username: row.username, createdAt: row.created_at },
    displayMinimum: row.display_minimum_duration * MINUTE_US,
    zone,
    timeout: row.timeout,
    writesOnly: row.writes_only,
    context,
    days,
    dayTotals: new Map(data.days ?? []),
    activities: (data.sums ?? []).flatMap(([id, us]) => timeOf(id, us)),
    dayActivities: byDay((data.times ?? []).flatMap(([day, id, us]) => timeOf(id, us).map((t): [number, ActivityTime] => [day, t]))),
    hours: parts.hours ? Array.from({ length: 24 }, (_, h) => (hours[h] ?? 0) + (rest.get(h) ?? 0)) : [],
    dependencies: byDay((data.dependencies ?? []).map(([day, name, us]) => [day, { name, us }])),
    entities: byDay((data.entities ?? []).map(([day, name, us]) => [day, { name, us }])),
  };
}

function byDay<T>(rows: [number, T][]): Map<number, T[]> {
  const days = new Map<number, T[]>();
  for (const [day, row] of rows) {
    const list = days.get(day);
    if (list) list.push(row);
    else days.set(day, [row]);
  }
  return days;
}

/** Days of an empty range: no statement asks for less than one. */
function statement(
  rules: TimeRules,
  zone: string,
  days: TimeRead['days'],
  filter: TimeFilter,
  parts: TimeParts,
): { name: string; text: string; params: unknown[] } {
  const params: unknown[] = [rules.userId];
  const p = (value: unknown, type: string): string => `$${params.push(value)}::${type}`;
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) throw new Error('A range has at least one day');
  const lists = days.length <= LONGEST_LIVE_RANGE;
  const dependencies = Boolean(parts.dependencies) && lists;
  const entities = Boolean(parts.entities) && lists;
  const filtered = filter.projects !== undefined;

  const zoneParam = p(zone, 'text');
  const explicit = p(rules.zone !== undefined, 'bool');
  const timeout = p(rules.timeout ?? null, 'int');
  const writesOnly = p(rules.writesOnly ?? null, 'bool');
  const dayList = p(
    days.map((d) => d.day),
    'int[]',
  );
  const froms = p(
    days.map((d) => Math.floor(d.from / QUARTER_US)),
    'int[]',
  );
  const tos = p(
    days.map((d) => Math.floor(d.to / QUARTER_US)),
    'int[]',
  );
  const lo = p(Math.floor(first.from / QUARTER_US), 'int');
  const hi = p(Math.floor(last.to / QUARTER_US), 'int');
  const firstUtc = p(Math.floor(first.from / DAY_US), 'int');
  const lastUtc = p(Math.floor((last.to - 1) / DAY_US), 'int');
  const firstDay = p(first.day, 'int');
  const lastDay = p(last.day, 'int');
  const dayOf = (bucket: string): string => `(${dayList})[width_bucket(${bucket}, ${froms})]`;
  const ofProject = filtered ? 'AND activity_id = ANY(ARRAY(SELECT id FROM in_project))' : '';
  const ofBranch = filtered ? 'AND activity_id = ANY(ARRAY(SELECT id FROM wanted))' : '';

  const ctes = [
    `s AS MATERIALIZED (
      SELECT public_id, username, created_at, display_minimum_duration, timezone, weekday_start, coalesce(${timeout}, timeout) AS timeout, coalesce(${writesOnly}, writes_only) AS writes_only,
             timezone = ${zoneParam} AS own, ${explicit} OR timezone = ${zoneParam} AS go,
             coalesce(${timeout}, timeout) <> timeout OR coalesce(${writesOnly}, writes_only) <> writes_only AS other_rules
        FROM users WHERE id = $1)`,
    `d AS MATERIALIZED (SELECT * FROM unnest(${dayList}, ${froms}, ${tos}) AS d (day, f, t))`,
    // UTC days that are read from the heartbeats: marked ones; all of them where other rules than the user's were asked for.
    `live_days AS MATERIALIZED (
      SELECT dd.day FROM dirty_days dd, s WHERE dd.user_id = $1 AND dd.day BETWEEN ${firstUtc} AND ${lastUtc} AND s.go AND NOT s.other_rules
      UNION ALL
      SELECT generate_series(${firstUtc}, ${lastUtc}) FROM s WHERE s.go AND s.other_rules)`,
    // Local days that daily_rollups cannot answer.
    `unclean AS MATERIALIZED (
      SELECT d.* FROM d, s
       WHERE s.go AND (NOT s.own OR EXISTS (SELECT FROM live_days l WHERE l.day * ${DAY_QUARTERS} < d.t AND (l.day + 1) * ${DAY_QUARTERS} > d.f)))`,
    `live_windows AS MATERIALIZED (
      SELECT l.day * ${DAY_US} AS f, (l.day + 1) * ${DAY_US} AS t, s.timeout, s.writes_only FROM live_days l, s)`,
    `live_gaps AS MATERIALIZED (${gapsSql('live_windows')})`,
    `live AS MATERIALIZED (
      SELECT activity_id, bucket, sum(us)::bigint AS us FROM (${quartersSql('live_gaps')}) q
       WHERE bucket >= ${lo} AND bucket < ${hi} GROUP BY activity_id, bucket)`,
    `times AS MATERIALIZED (
      SELECT r.day, r.activity_id, r.us FROM s, daily_rollups r
       WHERE s.go AND s.own AND r.user_id = $1 AND r.day BETWEEN ${firstDay} AND ${lastDay} AND r.us > 0 ${ofProject}
         AND r.day NOT IN (SELECT day FROM unclean)
      UNION ALL
      SELECT u.day, r.activity_id, r.us FROM unclean u ${rollupsOfDay('u')} r
       WHERE r.us > 0 ${ofProject} AND r.bucket / ${DAY_QUARTERS} NOT IN (SELECT day FROM live_days)
      UNION ALL
      SELECT ${dayOf('bucket')}, activity_id, us FROM live WHERE true ${ofProject})`,
  ];
  if (filtered) {
    const projects = p(filter.projects, 'text[]');
    const branches = filter.branches ? `AND branch = ANY(${p(filter.branches, 'text[]')})` : '';
    ctes.unshift(
      `in_project AS MATERIALIZED (SELECT id, branch FROM activities WHERE user_id = $1 AND project = ANY(${projects}))`,
      `wanted AS MATERIALIZED (SELECT id FROM in_project WHERE true ${branches})`,
    );
  }

  const fields: string[] = [
    `'activities', (SELECT json_agg(json_build_array(id, project, branch, language, category, editor, operating_system, machine, ai_model))
       FROM activities WHERE user_id = $1 AND id IN (SELECT activity_id FROM times))`,
  ];
  if (parts.times === 'activities') {
    fields.push(`'times', (SELECT json_agg(json_build_array(day, activity_id, us)) FROM (
      SELECT day, activity_id, sum(us)::bigint AS us FROM times GROUP BY day, activity_id) x)`);
  } else {
    fields.push(
      `'days', (SELECT json_agg(json_build_array(day, us)) FROM (SELECT day, sum(us)::bigint AS us FROM times GROUP BY day) x)`,
      `'sums', (SELECT json_agg(json_build_array(activity_id, us)) FROM (SELECT activity_id, sum(us)::bigint AS us FROM times GROUP BY activity_id) x)`,
    );
  }
  if (parts.hours) {
    const segments = offsetSegments(zone, first.from, last.to);
    const hour = localHourSql(
      'bucket',
      p(
        segments.map((g) => Math.floor(g.from / QUARTER_US)),
        'int[]',
      ),
      p(
        segments.map((g) => g.offset),
        'int[]',
      ),
    );
    if (!filtered) {
      fields.push(`'hours', (SELECT json_build_array(${Array.from({ length: 24 }, (_, h) => `coalesce(sum(hours[${h + 1}]), 0)`).join(', ')})
        FROM s, daily_hours h WHERE s.go AND s.own AND h.user_id = $1 AND h.day BETWEEN ${firstDay} AND ${lastDay}
         AND h.day NOT IN (SELECT day FROM unclean))`);
    }
    fields.push(`'rest', (SELECT json_agg(json_build_array(hour, us)) FROM (
      SELECT ${hour} AS hour, sum(us)::bigint AS us FROM (
        SELECT r.bucket, r.us FROM
          ${filtered ? `s JOIN rollups r ON r.user_id = $1 AND s.go AND r.bucket >= ${lo} AND r.bucket < ${hi}` : `unclean u ${rollupsOfDay('u')} r`}
         WHERE r.us > 0 ${ofBranch} AND r.bucket / ${DAY_QUARTERS} NOT IN (SELECT day FROM live_days)
        UNION ALL
        SELECT bucket, us FROM live WHERE true ${ofBranch}) y GROUP BY 1) x)`);
  }
  if (dependencies) {
    // UTC days that have time of heartbeats with dependencies: theirs and, as a gap reaches over midnight, the one that the timeout ends in.
    // Roll-ups know where those heartbeats are; of a marked day nobody knows, so the day after it is looked at too. A local day lasts hours:
    // what reaches in begins at most two dates (one may not exist) before the range.
    ctes.push(
      `dependency_spans AS MATERIALIZED (
        SELECT r.first_time, r.last_time FROM s JOIN daily_rollups r ON r.user_id = $1 AND r.day BETWEEN ${firstDay} - 2 AND ${lastDay}
         WHERE s.go AND s.own AND r.with_dependencies > 0 ${ofBranch}
        UNION ALL
        SELECT r.first_time, r.last_time FROM s
          JOIN rollups r ON r.user_id = $1 AND r.bucket >= ${lo} - (s.timeout + 14) / 15 AND r.bucket < ${hi}
         WHERE s.go AND NOT s.own AND r.with_dependencies > 0 ${ofBranch})`,
      `dependency_days AS MATERIALIZED (
        SELECT day FROM live_days
        UNION
        SELECT dd.day + 1 FROM dirty_days dd, s WHERE dd.user_id = $1 AND dd.day >= ${firstUtc} - 1 AND dd.day < ${lastUtc} AND s.go
        UNION
        SELECT generate_series(greatest(x.first_time / ${DAY_US}, ${firstUtc})::int, least((x.last_time + s.timeout * ${MINUTE_US}::bigint) / ${DAY_US}, ${lastUtc})::int)
          FROM s, dependency_spans x)`,
      `dependency_windows AS MATERIALIZED (
        SELECT l.day * ${DAY_US} AS f, (l.day + 1) * ${DAY_US} AS t, s.timeout, s.writes_only FROM dependency_days l, s)`,
      `dependency_gaps AS MATERIALIZED (
        SELECT * FROM (${gapsSql('dependency_windows', ['dependencies'])}) g WHERE dependencies IS NOT NULL ${ofBranch})`,
    );
    fields.push(`'dependencies', (SELECT json_agg(json_build_array(day, name, us)) FROM (
      SELECT day, name, sum(us)::bigint AS us FROM (
        SELECT ${dayOf('bucket')} AS day, dependencies, sum(us) AS us FROM (${quartersSql('dependency_gaps', ['dependencies'])}) q
         WHERE bucket >= ${lo} AND bucket < ${hi} GROUP BY 1, 2) y, unnest(dependencies) AS name GROUP BY day, name) x)`);
  }
  if (entities) {
    ctes.push(
      `whole AS MATERIALIZED (SELECT ${lo}::bigint * ${QUARTER_US} AS f, ${hi}::bigint * ${QUARTER_US} AS t, timeout, writes_only FROM s WHERE go)`,
      `entity_gaps AS MATERIALIZED (SELECT * FROM (${gapsSql('whole', ['entity_id'])}) g WHERE true ${ofBranch})`,
    );
    fields.push(`'entities', (SELECT json_agg(json_build_array(y.day, e.name, y.us)) FROM (
      SELECT ${dayOf('bucket')} AS day, entity_id, sum(us)::bigint AS us FROM (${quartersSql('entity_gaps', ['entity_id'])}) q GROUP BY 1, 2) y
      JOIN entities e ON e.user_id = $1 AND e.id = y.entity_id)`);
  }
  const firstTime = parts.allTime ? `(SELECT min(time)::float8 FROM heartbeats WHERE user_id = $1)` : 'NULL::float8';
  const text = `WITH ${ctes.join(',\n')}
    SELECT public_id, username, extract(epoch FROM created_at)::float8 * 1000 AS created_at, display_minimum_duration, timezone AS zone, timeout, writes_only, weekday_start, ${firstTime} AS first_time, json_build_object(${fields.join(',\n')})::text AS data FROM s`;
  const variant = [
    parts.times,
    filtered && 'project',
    filter.branches && 'branches',
    parts.hours && 'hours',
    dependencies && 'dependencies',
    entities && 'entities',
    parts.allTime && 'all',
  ];
  return { name: `time ${variant.filter(Boolean).join(' ')}`, text, params };
}
