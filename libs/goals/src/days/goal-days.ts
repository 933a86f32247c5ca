/**
 * Goal days: the days that goals and reports count by. They are the local days of the zone that the account had at the time, moved by its day
 * start, and a date never goes back.
 *
 * **The rule.** D(t) is the local date of t − day start, by the settings in force at t. The goal day of t is the largest D of all instants up to
 * t. So each instant lies in one goal day, goal days follow each other without gaps, and the seconds of all goal days add up to the total,
 * whatever zones and day starts there were. A flight west makes one day longer; a flight east ends one early. A date may be left out.
 */
import type { NumberedDay } from '@app/analytics';
import { dateOf, dayBounds, dayNumber, localDate, must } from '@app/core';

/** The settings that goal days are cut by, from an instant on. */
export interface CalendarVersion {
  /** µs since 1970, a whole quarter of an hour; the first version holds since ever, whatever stands here. */
  since: number;
  /** IANA name. */
  zone: string;
  /** 0 = Sunday … 6 = Saturday. */
  weekdayStart: number;
  /** Minutes after midnight at which a day begins: 0 to 360, whole quarters of an hour. */
  dayStart: number;
}

/** Versions by their `since`, ascending; at least one. */
export type GoalCalendar = readonly [CalendarVersion, ...CalendarVersion[]];

const QUARTER_US = 900_000_000;
const MINUTE_US = 60_000_000;

/** The number (days since 1970-01-01) of the goal day that holds an instant, µs since 1970. */
export function goalDayAt(calendar: GoalCalendar, us: number): number {
  let latest = -Infinity;
  for (const { version, from, to } of spansOf(calendar)) {
    if (from <= us) latest = Math.max(latest, dayNumber(localDate(version.zone, shifted(version, Math.min(us, to - QUARTER_US)) / 1000)));
  }
  return latest;
}

/** The goal days from `first` to `last` (day numbers, both included), ascending and without gaps; dates that were left out are not among them. */
export function goalDays(calendar: GoalCalendar, first: number, last: number): NumberedDay[] {
  const spans = spansOf(calendar);
  const days: NumberedDay[] = [];
  let place = 0;
  let from = 0;
  let bounds: NumberedDay[] | undefined;
  for (let day = first; day <= last + 1; day++) {
    // The first instant that has this date or a later one. A span that ends before it ends before all later dates too.
    let span = must(spans[place], 'span');
    bounds ??= boundsIn(span, first, last);
    let starts = startIn(span, must(bounds[day - first], 'day'));
    while (starts >= span.to) {
      span = must(spans[++place], 'span');
      bounds = boundsIn(span, first, last);
      starts = startIn(span, must(bounds[day - first], 'day'));
    }
    if (day > first && starts > from) days.push({ day: day - 1, date: must(bounds[day - 1 - first], 'day').date, from, to: starts });
    from = starts;
  }
  return days;
}

/** When the goal day that holds an instant began, µs since 1970. */
export function goalDayStart(calendar: GoalCalendar, us: number): number {
  const day = goalDayAt(calendar, us);
  return must(goalDays(calendar, day, day)[0], 'goal day').from;
}

/** The version in force at an instant. */
export function versionAt(calendar: GoalCalendar, us: number): CalendarVersion {
  return calendar.findLast((version) => version.since <= us) ?? calendar[0];
}

/** Whether goal days are the local days of one zone, as everything else counts them. */
export function isPlain([first, ...others]: GoalCalendar): boolean {
  return first.dayStart === 0 && others.every(({ zone, dayStart }) => zone === first.zone && dayStart === 0);
}

interface Span {
  version: CalendarVersion;
  from: number;
  to: number;
}

/** When each version is in force. */
function spansOf(calendar: GoalCalendar): Span[] {
  return calendar.map((version, n) => ({
    version,
    from: n === 0 ? -Infinity : version.since,
    to: calendar[n + 1]?.since ?? Infinity,
  }));
}

/** The local days of a span's zone, and one more. */
function boundsIn({ version }: Span, first: number, last: number): NumberedDay[] {
  return dayBounds(version.zone, dateOf(first), dateOf(last + 1));
}

/** The first instant of a span whose date is that of a local day or later; not before the end of the span where there is none. */
function startIn({ version, from }: Span, begins: NumberedDay): number {
  return Math.max(begins.from + version.dayStart * MINUTE_US, from);
}

function shifted({ dayStart }: CalendarVersion, us: number): number {
  return us - dayStart * MINUTE_US;
}
