import { badParameter, localDate } from '@app/core';

/** Whole years before this one that are kept. */
const YEARS = 3;
const HOUR = 60;
/** Nothing new happens in years gone by, but people delete it. Who hides their time is forgotten at once (`SweepInstanceStats`). */
const YEARS_MINUTES = 6 * HOUR;

/** What statistics of the instance are computed over: days before today, in each person's own zone. `minutes`: after which they are computed anew. */
export function instanceRanges(now: number): { range: string; minutes: number }[] {
  const year = Number(localDate('UTC', now).slice(0, 4));
  return [
    { range: 'last_7_days', minutes: HOUR },
    { range: 'last_30_days', minutes: HOUR },
    ...Array.from({ length: YEARS }, (_, n) => ({ range: String(year - 1 - n), minutes: YEARS_MINUTES })),
  ];
}

/** The range's name from any letter case. Refused: another one. */
export function instanceRangeOf(text: string, now: number): string {
  const ranges = instanceRanges(now).map(({ range }) => range);
  const range = ranges.find((name) => name === text.trim().toLowerCase().replaceAll(/\s+/g, '_'));
  if (!range) throw badParameter('range', `Use one of ${ranges.join(', ')}.`);
  return range;
}
