import { badParameter } from '@app/core';

/** What an insight may be about (contract §1.9). `weekday` is WakaTime's name for `weekdays` in its own documents. */
export const INSIGHTS = [
  'stats',
  'weekday',
  'weekdays',
  'days',
  'ai_days',
  'best_day',
  'daily_average',
  'projects',
  'languages',
  'editors',
  'categories',
  'machines',
  'operating_systems',
] as const;
export type Insight = (typeof INSIGHTS)[number];

/** The days of a week by name, the first is number 0, as WakaTime counts them. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** The number of a weekday, 0 = Monday, from its number or its English name; undefined where none is asked for. Refused: anything else. */
export function weekdayOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = WEEKDAYS.findIndex((name, n) => String(n) === text || name.toLowerCase() === text.toLowerCase());
  if (number < 0) throw badParameter('weekday', 'Use 0 (Monday) to 6 (Sunday), or a name from monday to sunday.');
  return number;
}
