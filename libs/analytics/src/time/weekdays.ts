/** The weekdays in English; the place is the number, as settings have it: 0 = Sunday. */
export const WEEKDAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** The numbers of the weekdays in the order of a week that begins on `first`. */
export function weekFrom(first: number): number[] {
  return WEEKDAY_NAMES.map((_, n) => (first + n) % 7);
}
