import { must } from '@app/core';
import type { PeriodKind } from '../days/periods.js';
import type { JudgedPeriod } from './judge-periods.js';

/** A run of met periods. */
export interface Streak {
  length: number;
  /** Whether every period that is known was looked at: there may be more before them. */
  reachesEdge: boolean;
}

/**
 * How many periods were met one after the other, up to the present. The running one counts when it is met and never breaks the run; ignored ones
 * neither add nor break. What was before a rest of more than 400 days is another run.
 */
export function currentStreak(periods: readonly JudgedPeriod[]): Streak {
  let length = 0;
  const recent = sinceRest(periods);
  for (const { status, isRunning } of recent.toReversed()) {
    if (status === 'success') length++;
    else if (status === 'fail' && !isRunning) return { length, reachesEdge: false };
  }
  return { length, reachesEdge: recent.length === periods.length };
}

/** Days without a period that counts after which a streak is over. As far back as goals are usually judged, so it is the same however far that is. */
const LONGEST_REST = 400;

/** The periods after the last rest of more than 400 days. */
export function sinceRest(periods: readonly JudgedPeriod[]): readonly JudgedPeriod[] {
  let next = periods.at(-1)?.key ?? 0;
  const before = periods.findLastIndex(({ status, key }) => {
    if (next - key > LONGEST_REST) return true;
    if (status !== 'ignored') next = key;
    return false;
  });
  return periods.slice(before + 1);
}

/** The periods that were over by the end of a day, by its number. */
export function overBy(periods: readonly JudgedPeriod[], day: number): JudgedPeriod[] {
  return periods.filter(({ days, isRunning }) => !isRunning && must(days.at(-1), 'last day').day <= day);
}

/** The longest such run. */
export function longestStreak(periods: readonly JudgedPeriod[]): number {
  let longest = 0;
  let length = 0;
  for (const { status, isRunning } of periods) {
    if (status === 'success') length++;
    else if (status === 'fail' && !isRunning) length = 0;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** Days until strength is half of what it was. */
const HALF_LIFE_DAYS = 13;
const DAYS: Readonly<Record<PeriodKind, number>> = { day: 1, week: 7, days_of_week: 7, month: 30 };

/**
 * Strength, 0 to 100, to one decimal: s ← s · m + met · (1 − m) for each period that was met (1) or failed (0), with m = 0.5^(days / 13) of a
 * period of 1, 7 or 30 days. Ignored periods leave it, and so does the running one until it is met. 13 met days make 50; one miss after
 * them makes 47.4, and does not erase them.
 */
export function strengthOf(periods: readonly JudgedPeriod[], kind: PeriodKind): number {
  const m = 0.5 ** (DAYS[kind] / HALF_LIFE_DAYS);
  let strength = 0;
  for (const { status, isRunning } of periods) {
    if (status === 'success') strength = strength * m + (1 - m);
    else if (status === 'fail' && !isRunning) strength *= m;
  }
  return Math.round(strength * 1000) / 10;
}
