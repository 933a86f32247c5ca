import type { TimeFilter } from '@app/analytics';
import type { PeriodKind } from '../days/periods.js';

/** The dimensions that goals filter by. */
export const GOAL_DIMENSIONS = [
  'project',
  'branch',
  'language',
  'category',
  'editor',
  'machine',
  'aiAgent',
] as const satisfies readonly (keyof TimeFilter)[];
export type GoalDimension = (typeof GOAL_DIMENSIONS)[number];

/** Only time of these shown names counts; a dimension that is left out may have any. */
export type GoalFilter = Readonly<Partial<Record<GoalDimension, readonly string[]>>>;

/** What a goal asks for, from an instant on. */
export interface GoalVersion {
  /** µs since 1970. The first version holds since ever. */
  since: number;
  isEnabled: boolean;
  targetUs: number;
  filter: GoalFilter;
  /** "At most" in place of "at least". */
  isInverse: boolean;
  /** Weekdays that do not count against the goal: 0 = Sunday … 6 = Saturday. */
  ignoreDays: readonly number[];
  /** Whether periods without any time are ignored. */
  ignoreZeroDays: boolean;
  /** By how much the target is to grow beyond what was done before; null: it stays. */
  improveByPercent: number | null;
}

/** Days on which a goal rests: day numbers, both included; without an end it goes on. */
export interface Rest {
  fromDay: number;
  untilDay: number | null;
  reason: string;
  /** Snoozed, and not paused. */
  isSnooze: boolean;
}

/** All that decides how a goal's periods are judged. */
export interface GoalRules {
  period: PeriodKind;
  /** µs since 1970: periods that end before it are ignored, as nothing was measured. */
  knownSince: number;
  /** Of `days_of_week`: how many days must reach the target. */
  daysPerWeek: number | null;
  /** Ascending by `since`; at least one. */
  versions: readonly [GoalVersion, ...GoalVersion[]];
  rests: readonly Rest[];
}

/** The version that judges a period: the one in force at its end, or now while it runs. */
export function judgingVersion({ versions }: GoalRules, to: number): GoalVersion {
  return versions.findLast(({ since }) => since < to) ?? versions[0];
}
