/**
 * The named ranges of statistics and summaries (contract §1.4, §1.5, §3.5.3), as dates in the answer's zone:
 *
 * * N days with today are today and the N−1 days before; without it, the N full days before today.
 * * N months go back to the day after the same date, from today or, without it, from yesterday; a year is 12 months.
 * * A week, month or year that is still running ends today; one that has not begun yet is given whole.
 */
import { addDays, addMonths, badParameter, dateOf, dayNumber, firstOfWeek, isDate, type LocalDay } from '@app/core';
import { type DateRange, dateRangeOf, LONGEST_RANGE } from './date-range.js';

export interface RangeContext {
  /** `YYYY-MM-DD` in the answer's zone. */
  today: string;
  /** First day of the week, 0 = Sunday to 6. */
  weekdayStart: number;
  /** Whether "last …" ends today or yesterday. The other ranges say it themselves. */
  includeToday: boolean;
}

/** Whole days, both ends included. */
export interface StatsRange {
  ok: true;
  /** The range's name as answers repeat it: `last_7_days`, `2026-01-01_to_2026-01-31`. */
  range: string;
  /** For people: `last 7 days`, `June 2026`. */
  humanReadable: string;
  /** `YYYY-MM-DD`; null is the day of the first heartbeat. */
  first: string | null;
  last: string;
  includesToday: boolean;
}

/** The same where the first day is always known. */
export interface DaysRange extends StatsRange {
  first: string;
}

/** Why a text is no range: a sentence for the caller, which names what is allowed. */
export interface RangeProblem {
  ok: false;
  reason: string;
}

/** The ranges that have a name. */
export const NAMED_RANGES = [
  'today',
  'yesterday',
  'last_7_days',
  'last_14_days',
  'last_30_days',
  'last_90_days',
  'last_3_months',
  'last_6_months',
  'last_12_months',
  'last_year',
  'all_time',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
] as const;

/** What `stats/{range}` takes, for messages and documentation. */
export const STATS_RANGES = `${NAMED_RANGES.join(', ')}, YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DD_to_YYYY-MM-DD (at most two years)`;

/** What `summaries?range=` takes, for messages and documentation. */
export const SUMMARIES_RANGES = `last_7_days_from_yesterday, last_14_days_from_yesterday, last_30_days_from_yesterday, ${STATS_RANGES.replace(' all_time,', '')}`;

/** The dates of a range of `stats/{range}`. Any letter case, words joined by spaces or underscores. */
export function parseStatsRange(text: string, context: RangeContext): StatsRange | RangeProblem {
  return datesOf(rangeName(text), context) ?? unknown(text, STATS_RANGES);
}

/** Why a text is no range of `stats/{range}`, or undefined. Whether it is one is the same on every day. */
export function statsRangeProblem(text: string): string | undefined {
  const parsed = parseStatsRange(text, { today: '2000-01-01', weekdayStart: 1, includeToday: true });
  return parsed.ok ? undefined : parsed.reason;
}

/** A range that was asked for, before it is known which day it is for its user. */
export interface RangeReader {
  /** The range on a day. */
  parse: (day: Omit<RangeContext, 'includeToday'>) => StatsRange;
  /** Whether it begins at the first heartbeat. */
  allTime: boolean;
  /** The days to read. */
  datesOf: (context: Omit<RangeContext, 'includeToday'> & { firstDay: string }) => DateRange;
}

/** Reads a range of `stats/{range}`. Refused, before anything is read: one that is unknown, reversed or too long. */
export function rangeReader(range: string, includeToday: boolean): RangeReader {
  const parse: RangeReader['parse'] = ({ today, weekdayStart }) => {
    const parsed = parseStatsRange(range, { today, weekdayStart, includeToday });
    if (!parsed.ok) throw badParameter('range', parsed.reason);
    return parsed;
  };
  return {
    parse,
    // Does not depend on the day.
    allTime: parse({ today: '2000-01-01', weekdayStart: 1 }).first === null,
    datesOf: (context) => {
      const { first, last } = parse(context);
      // The first heartbeat may be a day ahead of now.
      const begin = first ?? context.firstDay;
      return { first: begin < last ? begin : last, last };
    },
  };
}

/**
 * The dates of `summaries?range=`: "Last 7 Days" and the like include today on both mounts, "Last 7 Days from Yesterday" is the same without
 * it. All time is refused, as summaries list every day; `stats/all_time` and `all_time_since_today` answer that.
 */
export function parseSummariesRange(text: string, context: Pick<RangeContext, 'today' | 'weekdayStart'>): DaysRange | RangeProblem {
  const name = rangeName(text);
  const before = /^(last_(?:7|14|30)_days)_from_yesterday$/.exec(name)?.[1];
  const dates = datesOf(before ?? name, { ...context, includeToday: before === undefined });
  if (!dates) return unknown(text, SUMMARIES_RANGES);
  if (!dates.ok) return dates;
  const { first } = dates;
  if (first === null)
    return problem('Summaries of all time are not given day by day. Ask for two years at most, or for all_time_since_today.');
  return before === undefined ? { ...dates, first } : { ...dates, first, range: name, humanReadable: name.replaceAll('_', ' ') };
}

/** Days as requests name them: `start` and `end`, each as `dateOfParameter` takes it, or a named `range`; start and end win. */
export interface AskedDays {
  start?: string;
  end?: string;
  range?: string;
}

/** The days that are asked for. Refused: none, a day or a range that is none, an end before the start, more than two years. */
export function askedDaysOf({ start, end, range }: AskedDays, local: LocalDay & { weekdayStart: number }): DateRange {
  if (start !== undefined || end !== undefined) return dateRangeOf(start, end, local);
  if (range === undefined) throw badParameter('start', `Give start and end as YYYY-MM-DD, or a range: ${SUMMARIES_RANGES}.`);
  const named = parseSummariesRange(range, local);
  if (!named.ok) throw badParameter('range', named.reason);
  return { first: named.first, last: named.last };
}

/** Why a text is no range of summaries, or undefined. Whether it is one is the same on every day. */
export function summariesRangeProblem(text: string): string | undefined {
  const parsed = parseSummariesRange(text, { today: '2000-01-01', weekdayStart: 1 });
  return parsed.ok ? undefined : parsed.reason;
}

// Heartbeats are of these years, and the zone data go no further.
const FIRST_DATE = '1970-01-01';
const LAST_DATE = '2999-12-31';
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

function rangeName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '_');
}

function problem(reason: string): RangeProblem {
  return { ok: false, reason };
}

function unknown(text: string, allowed: string): RangeProblem {
  return problem(`"${text.length > 60 ? `${text.slice(0, 60)}…` : text}" is not a range. Use ${allowed}.`);
}

function datesOf(name: string, context: RangeContext): StatsRange | RangeProblem | undefined {
  const { today } = context;
  const found = (first: string | null, last: string, humanReadable = name.replaceAll('_', ' ')): StatsRange => ({
    ok: true,
    range: name,
    humanReadable,
    first,
    last,
    includesToday: (first === null || first <= today) && today <= last,
  });
  /** A calendar period: cut at today while it runs. */
  const period = (first: string, next: string, humanReadable?: string) =>
    found(first, first <= today && today < next ? today : addDays(next, -1), humanReadable);

  switch (name) {
    case 'today':
      return found(today, today);
    case 'yesterday':
      return found(addDays(today, -1), addDays(today, -1));
    case 'all_time':
      return found(null, today);
    case 'this_week':
      return period(weekOf(context), addDays(weekOf(context), 7));
    case 'last_week':
      return period(addDays(weekOf(context), -7), weekOf(context));
    case 'this_month':
      return period(monthOf(today), addMonths(monthOf(today), 1));
    case 'last_month':
      return period(addMonths(monthOf(today), -1), monthOf(today));
  }

  const end = context.includeToday ? today : addDays(today, -1);
  const days = /^last_(7|14|30|90)_days$/.exec(name)?.[1];
  if (days) return found(addDays(end, 1 - Number(days)), end);
  const months = name === 'last_year' ? '12' : /^last_(3|6|12)_months$/.exec(name)?.[1];
  if (months) return found(addDays(addMonths(end, -Number(months)), 1), end);

  if (/^\d{4}$/.test(name)) {
    const first = calendarDate(`${name}-01-01`);
    return first === undefined ? undefined : period(first, addMonths(first, 12), name);
  }
  if (/^\d{4}-\d{2}$/.test(name)) {
    const first = calendarDate(`${name}-01`);
    return first === undefined ? undefined : period(first, addMonths(first, 1), `${MONTHS[Number(name.slice(5)) - 1]} ${name.slice(0, 4)}`);
  }
  const [from = '', to, more] = name.split('_to_');
  const first = calendarDate(from);
  const last = to === undefined ? first : calendarDate(to);
  if (!first || !last || more !== undefined) return undefined;
  return to === undefined ? found(first, first) : between(first, last, today);
}

function calendarDate(text: string): string | undefined {
  return isDate(text) && text >= FIRST_DATE && text <= LAST_DATE ? text : undefined;
}

function between(first: string, last: string, today: string): StatsRange | RangeProblem {
  if (last < first) return problem(`It ends (${last}) before it begins (${first}). Swap the two dates.`);
  if (dayNumber(last) - dayNumber(first) >= LONGEST_RANGE) {
    return problem(`From ${first} to ${last} are more than ${LONGEST_RANGE} days. Ask for two years at most.`);
  }
  const range = `${first}_to_${last}`;
  return { ok: true, range, humanReadable: `${first} to ${last}`, first, last, includesToday: first <= today && today <= last };
}

function monthOf(date: string): string {
  return `${date.slice(0, 7)}-01`;
}

/** The first day of the week that has today. */
function weekOf({ today, weekdayStart }: RangeContext): string {
  return dateOf(firstOfWeek(dayNumber(today), weekdayStart));
}
