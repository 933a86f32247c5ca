import { badParameter, dateOfParameter, dayNumber, type LocalDay } from '@app/core';

/** Local dates `YYYY-MM-DD`, both included. */
export interface DateRange {
  first: string;
  last: string;
}

/** Days in two years, the longest range that is answered. */
export const LONGEST_RANGE = 732;

/** Both days, included. Refused: a day that is none, an end before the start, more than two years. */
export function dateRangeOf(start: string | undefined, end: string | undefined, local: LocalDay): DateRange {
  const first = dateOfParameter('start', start, local);
  const last = dateOfParameter('end', end, local);
  const days = daysIn({ first, last });
  if (days < 1) throw badParameter('end', `It lies before start (${first}); swap them.`);
  if (days > LONGEST_RANGE)
    throw badParameter('end', `The range has ${days} days; ask for at most two years (${LONGEST_RANGE} days) at once.`);
  return { first, last };
}

/** How many days a range has. */
export function daysIn({ first, last }: DateRange): number {
  return dayNumber(last) - dayNumber(first) + 1;
}

/** What to read of a range: all of it, or its last day alone where it has more than `most` days, so that what is to be refused costs nothing. */
export function readableRange(range: DateRange, most: number): DateRange {
  return daysIn(range) > most ? { first: range.last, last: range.last } : range;
}
