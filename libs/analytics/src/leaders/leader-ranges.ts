import { addDays } from '@app/core';
import type { DateRange } from '../date-range.js';

/** What leaderboards are computed over: so many days, today included. */
export const LEADER_RANGES = ['last_7_days', 'last_30_days', 'last_90_days'] as const;
export type LeaderRange = (typeof LEADER_RANGES)[number];

const DAYS: Readonly<Record<LeaderRange, number>> = { last_7_days: 7, last_30_days: 30, last_90_days: 90 };

/** The days of a range that ends today: those that `stats/{range}` has under `/api/v1`. */
export function datesOfLeaders(range: LeaderRange, today: string): DateRange {
  return { first: addDays(today, 1 - DAYS[range]), last: today };
}
