import { sumOf, weekdayOf } from '@app/core';
import { WEEKDAY_NAMES, weekFrom } from '../time/weekdays.js';

/** A local day and its time. */
export interface DayOfTime {
  /** Days since 1970-01-01. */
  day: number;
  us: number;
  /** False for a date that never was in the zone. */
  exists: boolean;
}

/** The days of one weekday. Amounts are µs. */
export interface WeekdayTime {
  weekday: string;
  us: number;
  /** How many days of the range there are, and how many of them have time. */
  days: number;
  activeDays: number;
  /** Over the days that have time, and over all days. */
  average: number;
  averageOfAllDays: number;
}

/** The seven weekdays of a range, beginning with `weekdayStart` (0 = Sunday). */
export function weekdayTimes(days: readonly DayOfTime[], weekdayStart: number): WeekdayTime[] {
  return weekFrom(weekdayStart).map((n) => {
    const own = days.filter(({ day, exists }) => exists && weekdayOf(day) === n);
    const us = sumOf(own.map((day) => day.us));
    const activeDays = own.filter((day) => day.us > 0).length;
    return {
      weekday: WEEKDAY_NAMES[n] ?? '',
      us,
      days: own.length,
      activeDays,
      average: meanOf(us, activeDays),
      averageOfAllDays: meanOf(us, own.length),
    };
  });
}

function meanOf(us: number, days: number): number {
  return days === 0 ? 0 : Math.round(us / days);
}
