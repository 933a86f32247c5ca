import { addDays, dateOf, dayNumber, firstOfWeek } from '@app/core';

/** The first week that may be asked for: heartbeats are of 1970 and later, and a report also looks at the week before. */
const FIRST_WEEK = '1971-W01';
const LAST_WEEK = '2999-W52';
const MONDAY = 1;
const WEEK = /^(\d{4})-W(\d{2})$/;

/** The Monday of the week that has a date, both `YYYY-MM-DD`. */
export function mondayOf(date: string): string {
  return dateOf(firstOfWeek(dayNumber(date), MONDAY));
}

/** The ISO 8601 week that has a date: `2026-W47`. It belongs to the year that has its Thursday. */
export function weekOf(date: string): string {
  const thursday = addDays(mondayOf(date), 3);
  const year = thursday.slice(0, 4);
  const week = Math.floor((dayNumber(thursday) - dayNumber(`${year}-01-01`)) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** Monday and Sunday of a week that there is. */
export function datesOfWeek(week: string): { first: string; last: string } {
  const [, year = '', number = ''] = WEEK.exec(week) ?? [];
  // 4 January is always in the first week.
  const first = addDays(mondayOf(`${year}-01-04`), (Number(number) - 1) * 7);
  return { first, last: addDays(first, 6) };
}

/** Why a text is no week of a report, or undefined. */
export function weekProblem(text: string): string | undefined {
  if (!WEEK.test(text)) return 'Use a year and its ISO week, such as 2026-W47.';
  if (text < FIRST_WEEK || text > LAST_WEEK) return `Use a week from ${FIRST_WEEK} to ${LAST_WEEK}.`;
  if (weekOf(datesOfWeek(text).first) === text) return undefined;
  return `There is no ${text}: the weeks of ${text.slice(0, 4)} are W01 to ${weekOf(`${text.slice(0, 4)}-12-28`).slice(5)}.`;
}
