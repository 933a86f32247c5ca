import { badParameter, dayNumber, isDate } from '@app/core';

/** Local dates `YYYY-MM-DD`, both included. */
export interface DateRange {
  first: string;
  last: string;
}

/** Days in two years, the longest range that is answered. */
export const LONGEST_RANGE = 732;

/** A day from a request: `YYYY-MM-DD`, or `today` as the legacy CLI and wakatime_exporter send it (contract §1.4). */
export function dateOfParameter(name: string, text: string | undefined, today: string): string {
  if (text?.toLowerCase() === 'today') return today;
  if (text === undefined || !isDate(text)) throw badParameter(name, 'Use YYYY-MM-DD, a day that exists, or today.');
  return text;
}

/** Both days, included. Refused: a day that is none, an end before the start, more than two years. */
export function dateRangeOf(start: string | undefined, end: string | undefined, today: string): DateRange {
  const first = dateOfParameter('start', start, today);
  const last = dateOfParameter('end', end, today);
  const days = dayNumber(last) - dayNumber(first) + 1;
  if (days < 1) throw badParameter('end', `It lies before start (${first}); swap them.`);
  if (days > LONGEST_RANGE)
    throw badParameter('end', `The range has ${days} days; ask for at most two years (${LONGEST_RANGE} days) at once.`);
  return { first, last };
}
