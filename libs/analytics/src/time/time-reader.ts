import { Calendars, Clock, dayBounds, DomainError, mapInTurns, must, weekdayOf } from '@app/core';
import { ReadPool } from '@app/database';
import { Injectable } from '@nestjs/common';
import type { DateRange } from '../date-range.js';
import { type ListedTime, noLists, toLists } from '../lists.js';
import { NO_CLIENT } from '../names.js';
import { type Dimension, DIMENSIONS, type GroupLists, type NamedTime, type TimeLists } from '../results.js';
import { toCounters } from './counters.js';
import type {
  AskedRules,
  CountedDay,
  CrossedTime,
  ManyFilter,
  NumberedDay,
  RangeContext,
  SessionTotals,
  TimeFilter,
  TimeParts,
  TimeRead,
  TimeRules,
} from './time-question.js';
import { presentCalendar, rangeContext } from './range-context.js';
import { type TimeData, type TimeRow, timeStatement } from './time-statement.js';

const MINUTE_US = 60_000_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const WEEKDAYS = Array.from({ length: 7 }, (_, weekday) => weekday);

/** The one way to read how much time went where. Answers are exact the moment a write returns, however far behind the workers are. */
@Injectable()
export class TimeReader {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
    private readonly calendars: Calendars,
  ) {}

  /**
   * The time of one user over the days that `rangeOf` names, in the zone asked for or the user's own. `rangeOf` is called again when the
   * user's zone, week or first heartbeat is not what was assumed. Not found: there is no such user.
   */
  read(
    { userId, ...rules }: TimeRules,
    rangeOf: (context: RangeContext) => DateRange,
    filter: TimeFilter,
    parts: TimeParts,
  ): Promise<TimeRead & { context: RangeContext }> {
    return this.calendars.ask(userId, async (guess) => {
      const context = rangeContext(guess, rules.zone, this.clock.now());
      const { zone } = context;
      const range = rangeOf(context);
      const days = dayBounds(zone, range.first, range.last);
      const reading = timeStatement({ userIds: [userId], zone, rules, days, filter, parts });
      const [row] = await this.reads.query<TimeRow>(reading);
      if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      return {
        present: presentCalendar(row, { askedZone: rules.zone, allTime: Boolean(parts.allTime) }),
        result: { ...(await toRead(row, zone, days, parts)), context },
      };
    });
  }

  /**
   * The time of one user over days that the caller cut, which need not be local days: each begins and ends on a quarter of an hour of UTC, ascending
   * and without gaps. `zone` is what hours and lists of hours are told in. `areLocal`: they are the local days of `zone`, so that its daily
   * roll-ups may answer. Not found: there is no such user.
   */
  async readDays(
    { userId, ...rules }: TimeRules & { zone: string },
    { days, areLocal }: { days: readonly NumberedDay[]; areLocal: boolean },
    filter: TimeFilter,
    parts: Omit<TimeParts, 'allTime'>,
  ): Promise<TimeRead> {
    const reading = timeStatement({ userIds: [userId], zone: rules.zone, rules, days, areCut: !areLocal, filter, parts });
    const [row] = await this.reads.query<TimeRow>(reading);
    if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
    return toRead(row, rules.zone, days, parts);
  }

  /**
   * The time of several users over the same days, which are those of one zone: a team's. Each user's time is joined by the user's own
   * timeout and writes-only setting, unless others are asked for. By user id; users that are unknown are left out. One statement.
   */
  async readMany(
    userIds: readonly number[],
    rules: AskedRules & { zone: string },
    range: DateRange,
    filter: ManyFilter,
    parts: Omit<TimeParts, 'allTime' | 'groups'>,
  ): Promise<Map<number, TimeRead>> {
    if (userIds.length === 0) return new Map();
    const days = dayBounds(rules.zone, range.first, range.last);
    const reading = timeStatement({ userIds, zone: rules.zone, rules, days, filter, parts });
    const rows = await this.reads.query<TimeRow>(reading);
    const reads: [number, TimeRead][] = [];
    for (const row of rows) reads.push([row.user_id, await toRead(row, rules.zone, days, parts)]);
    return new Map(reads);
  }
}

async function toRead(row: TimeRow, zone: string, days: readonly NumberedDay[], parts: TimeParts): Promise<TimeRead> {
  const data: TimeData = JSON.parse(row.data);
  const dayLists = new Map(await mapInTurns([...byDay(data.lists ?? [])], ([day, times]) => [day, toLists(times)]));
  const groups = groupsOf(data.groups);
  for (const day of parts.times === 'days' ? days : days.slice(0, 1)) {
    const lists = dayLists.get(day.day) ?? noLists();
    if (data.groups) dayLists.set(day.day, { ...lists, ...groups(day.day, lists) });
  }
  const weekHours = parts.hours ? weekHoursOf(data) : [];
  return {
    owner: { publicId: row.public_id, username: row.username, createdAt: row.created_at },
    displayMinimum: row.display_minimum_duration * MINUTE_US,
    zone,
    timeout: row.timeout,
    writesOnly: row.writes_only,
    days,
    dayTotals: new Map(data.day_totals ?? []),
    lists: (parts.times === 'range' && !parts.bands ? [...dayLists.values()][0] : undefined) ?? noLists(),
    dayLists: parts.times === 'days' || parts.bands ? dayLists : new Map(),
    hours: parts.hours ? HOURS.map((hour) => weekHours.reduce((sum, hours) => sum + (hours[hour] ?? 0), 0)) : [],
    weekHours,
    // Sorted here: the database's order is not that of code units.
    branches: (data.branches ?? []).toSorted(),
    crossed: crossedOf(data, parts.crossed ?? []),
    counters: countersOf(data, parts.counters ?? []),
    sessions: sessionsOf(data),
  };
}

/** A row for each weekday, 0 = Sunday; the statement says 0 for the weekday of 1970-01-01. */
function weekHoursOf({ rolled_up_hours: rolledUp, other_hours: others }: TimeData): number[][] {
  const times = [
    ...(rolledUp ?? []).flatMap(([weekday, hours]) => hours.map((us, hour) => ({ weekday, hour, us }))),
    ...(others ?? []).map(([weekday, hour, us]) => ({ weekday, hour, us })),
  ];
  const sums = WEEKDAYS.map(() => HOURS.map(() => 0));
  for (const { weekday, hour, us } of times) {
    const row = must(sums[weekdayOf(weekday)], 'a weekday');
    row[hour] = (row[hour] ?? 0) + us;
  }
  return sums;
}

/** Rows of one day and combination are added up. */
function crossedOf({ combinations, crossed }: TimeData, dimensions: readonly Dimension[]): CrossedTime[] {
  const namesOf = combinationNames(combinations, dimensions);
  const [days, places, amounts] = crossed ?? [[], [], []];
  const found = new Map<number | null, Map<number, CrossedTime>>();
  const list: CrossedTime[] = [];
  for (const [n, day] of days.entries()) {
    const combination = places[n] ?? null;
    const us = amounts[n] ?? 0;
    const times = found.get(combination) ?? new Map<number, CrossedTime>();
    found.set(combination, times);
    const known = times.get(day);
    if (known) {
      known.us += us;
      continue;
    }
    const time = { day, names: namesOf(combination), us };
    times.set(day, time);
    list.push(time);
  }
  return list;
}

function countersOf({ counter_combinations: combinations, counters }: TimeData, dimensions: readonly Dimension[]): CountedDay[] {
  const namesOf = combinationNames(combinations, dimensions);
  const [days, places, ...sums] = counters ?? [[], []];
  return days.map((day, n) => ({ day, names: namesOf(places[n] ?? null), counters: toCounters(sums.map((column) => column[n] ?? null)) }));
}

function combinationNames(
  combinations: TimeData['combinations'],
  dimensions: readonly Dimension[],
): (combination: number | null) => CrossedTime['names'] {
  const names = new Map(
    (combinations ?? []).map(([combination, ...of]) => [
      combination,
      Object.fromEntries(dimensions.map((d, n) => [d, must(of[n], 'a name')])),
    ]),
  );
  return (combination) => {
    if (combination === null) return null;
    const found = names.get(combination);
    if (!found) throw tooManyNames();
    return found;
  };
}

function tooManyNames(): DomainError {
  return new DomainError(
    'invalid',
    'names.too-many',
    'There are too many different names in these days for one answer. Ask for fewer days.',
  );
}

function sessionsOf({ sessions }: TimeData): SessionTotals[] {
  return (sessions ?? []).map(([day, list, name, count, prompts, promptLength, promptsIn, lengthIn, medianPrompts, medianLength]) => ({
    day,
    dimension: DIMENSIONS[list] ?? null,
    name: name ?? '',
    sessions: count,
    prompts,
    promptLength,
    promptsInSessions: promptsIn,
    lengthInSessions: lengthIn,
    medianPrompts,
    medianLength,
  }));
}

/** The lists by label and client of a day, beside its other lists. */
function groupsOf(groups: TimeData['groups']): (day: number, lists: TimeLists) => GroupLists {
  if (!groups) return () => ({});
  const { label, client, times } = groups;
  const days = new Map<number, NonNullable<typeof times>>();
  for (const time of times ?? []) {
    const list = days.get(time[0]);
    if (list) list.push(time);
    else days.set(time[0], [time]);
  }
  return (day, { language }) => {
    const ofKind = (wanted: 'label' | 'client'): NamedTime[] =>
      (days.get(day) ?? []).flatMap(([, kind, name, us]) => (kind === wanted && us > 0 ? [{ name, us }] : []));
    const clients = ofKind('client');
    const us = sumOf(language) - sumOf(clients);
    if (us > 0) clients.push({ name: NO_CLIENT, us });
    return { ...(label && { label: byTime(ofKind('label')) }), ...(client && { client: byTime(clients) }) };
  };
}

function sumOf(times: readonly NamedTime[]): number {
  return times.reduce((sum, { us }) => sum + us, 0);
}

function byTime(times: readonly NamedTime[]): NamedTime[] {
  return times.toSorted((a, b) => b.us - a.us || (a.name < b.name ? -1 : 1));
}

function byDay(rows: NonNullable<TimeData['lists']>): Map<number, ListedTime[]> {
  const days = new Map<number, ListedTime[]>();
  for (const [day, ...time] of rows) {
    const list = days.get(day);
    if (list) list.push(time);
    else days.set(day, [time]);
  }
  return days;
}
