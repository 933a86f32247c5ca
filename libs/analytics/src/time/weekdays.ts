/** The weekdays in English; the place is the number, as settings have it: 0 = Sunday. */
export const WEEKDAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The weekday of a day (days since 1970-01-01, a Thursday): 0 = Sunday … 6 = Saturday. */
export function weekdayOfDay(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The numbers of the weekdays in the order of a week that begins on `first`. */
export function weekFrom(first: number): number[] {
  return WEEKDAY_NAMES.map((_, n) => (first + n) % 7);
}
