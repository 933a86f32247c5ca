import { badParameter } from '@app/core';

/** How much a member shares with an organization, from nothing up; each includes those before it. Stored as its place. */
export const LEVELS = ['none', 'aggregate', 'totals', 'org_projects', 'everything'] as const;
export type Level = (typeof LEVELS)[number];

/** The place of a level in `LEVELS`. */
export const NONE = 0;
/** Counted in sums of groups. */
export const AGGREGATE = 1;
/** By name: how much time each day. */
export const TOTALS = 2;
/** By name: what of it went to the organization’s projects, and where. */
export const ORG_PROJECTS = 3;
/** By name: all of it. */
export const EVERYTHING_SHARED = 4;

/** Refuses a level, a place in `LEVELS`, above what the organization takes. `field`: of the request. */
export function checkTaken(level: number, mostShared: number, field: string): void {
  if (level > mostShared)
    throw badParameter(field, `This organization takes no more than ${LEVELS[mostShared] ?? 'none'}: choose that or less.`);
}

/** The levels of a member over time: from which day (days since 1970; null: of all the past), ascending, which level. None: nothing was answered. */
export type Spans = readonly (readonly [from: number | null, level: number])[];

/** The level of a day. */
export function levelOn(spans: Spans, day: number): number {
  return spans.findLast(([from]) => from === null || from <= day)?.[1] ?? NONE;
}

/**
 * What is shared after an answer. A lower level hides at once, of the past too. A higher one counts from `today` on; `withPast`: of all the past as
 * well.
 */
export function answered(spans: Spans, level: number, { today, withPast }: { today: number; withPast: boolean }): Spans {
  if (withPast) return [[null, level]];
  const before: Spans = spans.length > 0 ? spans : [[null, NONE]];
  const capped = before.filter(([from]) => from === null || from < today).map(([from, was]) => [from, Math.min(was, level)] as const);
  return merged([...capped, [today, level]]);
}

/** Without spans that change nothing. */
function merged(spans: Spans): Spans {
  return spans.filter(([, level], n) => n === 0 || level !== spans[n - 1]?.[1]);
}
