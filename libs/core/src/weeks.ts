/** The weekday of a day (days since 1970-01-01, a Thursday): 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The first day of the week that has a day, where weeks begin on `weekdayStart` (0 = Sunday … 6 = Saturday). */
export function firstOfWeek(day: number, weekdayStart: number): number {
  return day - ((weekdayOf(day) - weekdayStart + 7) % 7);
}
