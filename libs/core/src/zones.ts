/**
 * Calendar days, and when they begin and end in a zone: the one place that knows zones. SQL gets bounds as arrays of µs and never says
 * `AT TIME ZONE`, whose zone data differ from server to server.
 *
 * **Quarters of an hour.** Every bound and every change of offset given here is a whole quarter of an hour in UTC, so that a local day and
 * a local hour are sets of 15-minute buckets. Since 2000 that is exactly true of every offset and every start of a day, in every zone
 * (`every-zone.spec.ts` looks at them all). The clocks themselves were put forward or back at one minute past a quarter in six zones
 * (America/St_Johns and Goose_Bay until 2011, Moncton until 2006, Asia/Gaza and Hebron in 2010 and 2011, Antarctica/Casey from 2020 to
 * 2022): such a change is taken to be at the next quarter, which can move 14 minutes to the hour beside and no time to another day.
 */
import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';

/** A calendar day in a zone: `from` ≤ t < `to`, µs since 1970. */
export interface DayBounds {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

/** A time without a change of offset: `from` ≤ t < `to`, µs since 1970. */
export interface OffsetSegment {
  readonly from: number;
  readonly to: number;
  /** Local time minus UTC, in quarters of an hour. */
  readonly offset: number;
}

const MS_PER_DAY = 86_400_000;
const US_PER_MS = 1_000;
const US_PER_DAY = MS_PER_DAY * US_PER_MS;
const US_PER_QUARTER = 900_000_000;
const NS_PER_QUARTER = US_PER_QUARTER * 1_000;

/** Its 3 kB a zone and year make 6 MB at most. */
const ZONE_YEARS = 2_000;
const YEARS = 200;

interface ZoneYear {
  /** µs at which each day of the year starts; the last element is the start of the next year. */
  readonly starts: Float64Array;
  /** From 1 January to 1 January in UTC. */
  readonly segments: readonly OffsetSegment[];
}

const zoneYears = new LRUCache<string, ZoneYear>({ max: ZONE_YEARS });
const datesOfYears = new LRUCache<number, readonly string[]>({ max: YEARS });

const ZONE_NAME = /^[a-z][a-z0-9_+/-]*$/i;
let spellings: Map<string, string> | undefined;

/**
 * The zone's IANA name in its proper spelling, from any letter case; an alias stays the alias that it is. Offsets (`+02:00`) and
 * anything else are undefined.
 */
export function canonicalZone(name: string): string | undefined {
  if (!ZONE_NAME.test(name)) return undefined;
  spellings ??= new Map(Intl.supportedValuesOf('timeZone').map((zone) => [zone.toLowerCase(), zone]));
  const known = spellings.get(name.toLowerCase());
  if (known) return known;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
}

/** Days since 1970-01-01 of a date `YYYY-MM-DD`. NaN for what is no date. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
}

/** `YYYY-MM-DD` of a day number. */
export function dateOf(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is a date of the calendar, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const day = dayNumber(text);
  return !Number.isNaN(day) && dateOf(day) === text;
}

/** The date `n` days later (earlier, if negative). */
export function addDays(date: string, n: number): string {
  return dateOf(dayNumber(date) + n);
}

/** The same day of the month `n` months later (earlier, if negative), or the last day of that month if it is shorter. */
export function addMonths(date: string, n: number): string {
  const months = yearOf(date) * 12 + Number(date.slice(5, 7)) - 1 + n;
  const start = firstOfMonth(months);
  const length = dayNumber(firstOfMonth(months + 1)) - dayNumber(start);
  return addDays(start, Math.min(Number(date.slice(8, 10)), length) - 1);
}

/**
 * The date in the zone at an instant, ms since 1970: the one date whose `dayBounds` hold it. (Where the clocks went back over midnight,
 * the hour that repeats belongs to the day that had begun.)
 */
export function localDate(zone: string, ms: number): string {
  const us = ms * US_PER_MS;
  let year = new Date(ms).getUTCFullYear();
  let { starts } = zoneYear(zone, year);
  if (us < (starts[0] ?? 0)) starts = zoneYear(zone, --year).starts;
  else if (us >= (starts.at(-1) ?? 0)) starts = zoneYear(zone, ++year).starts;
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= us) low = middle;
    else high = middle;
  }
  return datesOf(year)[low] ?? '';
}

/**
 * The bounds of every calendar day from `first` to `last` (`YYYY-MM-DD`, both included) in the zone, ascending and without a gap
 * between them. A day begins at its first instant, which need not be midnight; a date that never was in the zone (Pacific/Apia
 * 2011-12-30) is there with `from` = `to`. `[]` if `last` is before `first`.
 */
export function dayBounds(zone: string, first: string, last: string): DayBounds[] {
  const bounds: DayBounds[] = [];
  const firstDay = dayNumber(first);
  const lastDay = dayNumber(last);
  for (let year = yearOf(first); year <= yearOf(last); year++) {
    const newYear = newYearOf(year);
    const { starts } = zoneYear(zone, year);
    const dates = datesOf(year);
    const end = Math.min(lastDay - newYear, starts.length - 2);
    for (let i = Math.max(firstDay - newYear, 0); i <= end; i++) {
      bounds.push({ day: newYear + i, date: dates[i] ?? '', from: starts[i] ?? 0, to: starts[i + 1] ?? 0 });
    }
  }
  return bounds;
}

/** The zone's offsets in `from` ≤ t < `to` (µs), ascending, without a gap, neighbours differing. `[]` if `to` ≤ `from`. */
export function offsetSegments(zone: string, from: number, to: number): OffsetSegment[] {
  const found: OffsetSegment[] = [];
  if (to <= from) return found;
  const lastYear = new Date((to - 1) / US_PER_MS).getUTCFullYear();
  for (let year = new Date(from / US_PER_MS).getUTCFullYear(); year <= lastYear; year++) {
    for (const segment of zoneYear(zone, year).segments) {
      if (segment.to > from && segment.from < to)
        append(found, { ...segment, from: Math.max(segment.from, from), to: Math.min(segment.to, to) });
    }
  }
  return found;
}

/** The first day of a month, months counted from January of year 0. */
function firstOfMonth(months: number): string {
  const year = Math.floor(months / 12);
  return `${String(year).padStart(4, '0')}-${String(months - year * 12 + 1).padStart(2, '0')}-01`;
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

/** The day number of 1 January. (`Date.UTC` takes the years 0 to 99 for 1900 to 1999; a text would need a sign beyond 9999.) */
function newYearOf(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1) / MS_PER_DAY;
}

function datesOf(year: number): readonly string[] {
  let dates = datesOfYears.get(year);
  if (!dates) {
    const newYear = newYearOf(year);
    dates = Array.from({ length: newYearOf(year + 1) - newYear }, (_, i) => dateOf(newYear + i));
    datesOfYears.set(year, dates);
  }
  return dates;
}

function zoneYear(zone: string, year: number): ZoneYear {
  const key = `${zone} ${year}`;
  let found = zoneYears.get(key);
  if (!found) {
    found = computeZoneYear(zone, year);
    zoneYears.set(key, found);
  }
  return found;
}

function computeZoneYear(zone: string, year: number): ZoneYear {
  const newYear = newYearOf(year);
  const nextYear = newYearOf(year + 1);
  // Two days more on both sides: a local year begins and ends up to 14 hours before or after the year in UTC.
  const around = findSegments(zone, (newYear - 2) * US_PER_DAY, (nextYear + 2) * US_PER_DAY);
  const starts = Float64Array.from({ length: nextYear - newYear + 1 }, (_, i) => startOfDay((newYear + i) * US_PER_DAY, around));
  const from = newYear * US_PER_DAY;
  const to = nextYear * US_PER_DAY;
  const segments = around
    .filter((segment) => segment.to > from && segment.from < to)
    .map((segment) => ({ ...segment, from: Math.max(segment.from, from), to: Math.min(segment.to, to) }));
  return { starts, segments };
}

/** The first instant whose local date is that of `midnight` (local midnight, counted as if it were UTC) or later. */
function startOfDay(midnight: number, segments: readonly OffsetSegment[]): number {
  for (const segment of segments) {
    const offset = segment.offset * US_PER_QUARTER;
    // Midnight may have been left out when the clocks went forward: then the day starts with the segment.
    if (midnight < segment.to + offset) return Math.max(midnight - offset, segment.from);
  }
  throw new RangeError('The segments end before the day.');
}

function findSegments(zone: string, from: number, to: number): OffsetSegment[] {
  const found: OffsetSegment[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(from / US_PER_MS).toZonedDateTimeISO(zone);
  let since = from;
  for (;;) {
    const offset = Math.round(at.offsetNanoseconds / NS_PER_QUARTER);
    const next = at.getTimeZoneTransition('next');
    const change = next ? Math.ceil((next.epochMilliseconds * US_PER_MS) / US_PER_QUARTER) * US_PER_QUARTER : to;
    const until = Math.min(change, to);
    if (until > since) append(found, { from: since, to: until, offset });
    if (!next || change >= to) return found;
    since = until;
    at = next;
  }
}

/** Adds a segment that begins where the last ends, as part of the last if the offset is the same. */
function append(segments: OffsetSegment[], segment: OffsetSegment): void {
  const before = segments.at(-1);
  if (before?.offset === segment.offset) segments[segments.length - 1] = { ...before, to: segment.to };
  else segments.push(segment);
}
