import { addDays, addMonths, dayNumber } from '@app/core';
import type { DateRange } from '../date-range.js';
import type { StatsRange } from '../ranges.js';

/** Nothing is kept of before. */
const FIRST_DATE = '1970-01-01';

/**
 * The period before a range:
 *
 * * of N days the N days before; of a week the same days of the week before;
 * * of a month or year the month or year before: whole where the period is over, else up to the same day of it;
 * * of N months the N months before.
 *
 * Undefined: there is none, as of all time, or of what begins in 1970.
 */
export function periodBefore({ range, first, last }: Pick<StatsRange, 'range' | 'first' | 'last'>): DateRange | undefined {
  if (first === null) return undefined;
  const before = datesBefore(range, first, last);
  return before.first < FIRST_DATE ? undefined : before;
}

function datesBefore(range: string, first: string, last: string): DateRange {
  const end = addDays(first, -1);
  const rolling = rollingMonths(range);
  if (rolling !== undefined) return { first: addDays(addMonths(end, -rolling), 1), last: end };
  const months = calendarMonths(range);
  if (months !== undefined) {
    const isOver = addDays(last, 1) === addMonths(first, months);
    const sameDay = addMonths(last, -months);
    return { first: addMonths(first, -months), last: isOver || sameDay > end ? end : sameDay };
  }
  const shift = /^(this|last)_week$/.test(range) ? 7 : dayNumber(last) - dayNumber(first) + 1;
  return { first: addDays(first, -shift), last: addDays(last, -shift) };
}

function rollingMonths(range: string): number | undefined {
  if (range === 'last_year') return 12;
  const months = /^last_(3|6|12)_months$/.exec(range)?.[1];
  return months === undefined ? undefined : Number(months);
}

function calendarMonths(range: string): number | undefined {
  if (/^\d{4}$/.test(range)) return 12;
  return /^((this|last)_month|\d{4}-\d{2})$/.test(range) ? 1 : undefined;
}
