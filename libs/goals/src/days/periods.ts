import type { NumberedDay } from '@app/analytics';
import { addMonths, dateOf, dayNumber, firstOfWeek, must } from '@app/core';
import { type GoalCalendar, versionAt } from './goal-days.js';

/** How long a goal's periods are. A week of `days_of_week` is met when enough of its days are. */
export const PERIOD_KINDS = ['day', 'week', 'month', 'days_of_week'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** A day, week or month of goal days. */
export interface Period {
  /** The day number that it is known by: its date, the first day of its week or of its month. It need not be a day of it. */
  key: number;
  /** Its goal days, ascending; at least one. */
  days: readonly NumberedDay[];
  /** µs since 1970: `from` ≤ t < `to`. */
  from: number;
  to: number;
  /** The zone that it began in. */
  zone: string;
  /** Whether it has fewer days than such a period has: a date was left out, or the week's start was changed in it. */
  isShort: boolean;
}

/** The day number of the first of the month. */
function monthOf({ day, date }: NumberedDay): number {
  return day + 1 - Number(date.slice(-2));
}

/**
 * Goal days, ascending and without gaps, as the periods that they make. Weeks begin on the account's first day of the week as it was at the
 * start of each day, and a week never goes back: after a change the running week may end early. The first and the last may lack days.
 */
export function periodsOf(days: readonly NumberedDay[], kind: PeriodKind, calendar: GoalCalendar): Period[] {
  const periods: { key: number; days: NumberedDay[] }[] = [];
  for (const day of days) {
    const last = periods.at(-1);
    const key = Math.max(keyOf(day, kind, calendar), last?.key ?? -Infinity);
    if (last?.key === key) last.days.push(day);
    else periods.push({ key, days: [day] });
  }
  return periods.map((period) => ({
    ...period,
    from: must(period.days[0], 'first day').from,
    to: must(period.days.at(-1), 'last day').to,
    zone: versionAt(calendar, must(period.days[0], 'first day').from).zone,
    isShort: period.days.length < fullLength(period.key, kind),
  }));
}

/** The most days that a period of the kind lasts beyond one; 0: it is one day. */
export function reachOf(kind: PeriodKind): number {
  return { day: 0, week: 7, days_of_week: 7, month: 31 }[kind];
}

function keyOf(one: NumberedDay, kind: PeriodKind, calendar: GoalCalendar): number {
  const { day, from } = one;
  if (kind === 'day') return day;
  if (kind === 'month') return monthOf(one);
  return firstOfWeek(day, versionAt(calendar, from).weekdayStart);
}

function fullLength(key: number, kind: PeriodKind): number {
  if (kind === 'day') return 1;
  return kind === 'month' ? dayNumber(addMonths(dateOf(key), 1)) - key : 7;
}
