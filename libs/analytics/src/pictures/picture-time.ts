import { badParameter } from '@app/core';
import type { DateRange } from '../date-range.js';
import { parseStatsRange, type RangeContext, type StatsRange } from '../ranges.js';

/** Which days a picture is of. */
export interface PictureRange {
  /** A name of `STATS_RANGES`. */
  range: string;
  /** Decides for the ranges that may end today or yesterday. */
  includeToday: boolean;
}

/** What a range is before anything is read. Refused: what is no range. */
export function checkedRange({ range, includeToday }: PictureRange): { humanReadable: string; isAllTime: boolean } {
  const { humanReadable, first } = parsed(range, { today: '2000-01-01', weekdayStart: 1, includeToday });
  return { humanReadable, isAllTime: first === null };
}

/** The days of a range; all time begins on `firstDay`, or today where that is ahead of now. */
export function daysOf(
  { range, includeToday }: PictureRange,
  context: Omit<RangeContext, 'includeToday'> & { firstDay: string },
): DateRange {
  const { first, last } = parsed(range, { today: context.today, weekdayStart: context.weekdayStart, includeToday });
  const begin = first ?? context.firstDay;
  return { first: begin < last ? begin : last, last };
}

function parsed(range: string, context: RangeContext): StatsRange {
  const found = parseStatsRange(range, context);
  if (!found.ok) throw badParameter('range', found.reason);
  return found;
}
