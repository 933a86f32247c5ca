import type { ActivityTime, DayBounds, Dimension, NamedTime, TimeOwner, TimeSettings } from '../results.js';

/** Rules that were asked for. What is left out is each user's own setting. */
export interface AskedRules {
  /** IANA name. */
  zone?: string;
  /** Minutes. */
  timeout?: number;
  writesOnly?: boolean;
}

/** Whose time, by which rules. */
export interface TimeRules extends AskedRules {
  userId: number;
}

/** Only time of these shown values; `''` is none. A dimension that is left out may have any. Applied after joining. */
export type TimeFilter = Readonly<Partial<Record<Dimension, readonly string[]>>>;

/** What the range depends on besides the question. */
export interface RangeContext {
  zone: string;
  /** `YYYY-MM-DD` in that zone. */
  today: string;
  /** 0 = Sunday … 6 = Saturday. */
  weekdayStart: number;
  /** The day of the user's first heartbeat; today if there is none. */
  firstDay: string;
}

/** A local day and its number: days since 1970-01-01. */
export type NumberedDay = DayBounds & { day: number };

/** Which lists to read; each costs what it says. */
export interface TimeParts {
  /** µs by day and activity (`activities`) or by day and by activity apart (`totals`, for long ranges). */
  times: 'activities' | 'totals';
  /** By local hour of the day. */
  hours?: boolean;
  /** From the heartbeats of the days that have any; only up to `LONGEST_LIVE_RANGE` days. */
  dependencies?: boolean;
  /** From all heartbeats of the range; only up to `LONGEST_LIVE_RANGE` days. */
  entities?: boolean;
  /** Branches with time, before the filter of branches. */
  branches?: boolean;
  /** Dimensions whose names are not read: `HIDDEN` is in their place. */
  hidden?: readonly Dimension[];
  /** Whether the range begins at the user's first heartbeat. */
  allTime?: boolean;
}

/** Longest range, in days, whose entities and dependencies are read: those come from the heartbeats themselves. */
export const LONGEST_LIVE_RANGE = 31;

/** The time of one user. Lists that were not asked for are empty. */
export interface TimeRead extends TimeSettings {
  owner: TimeOwner;
  /** The owner's own setting, µs: lists that ask for it leave out what is shorter. */
  displayMinimum: number;
  days: readonly NumberedDay[];
  /** Of `times: 'totals'`: total by day number. */
  dayTotals: Map<number, number>;
  /** Of `times: 'totals'`: one an activity. */
  activities: ActivityTime[];
  /** Of `times: 'activities'`: by day number. */
  dayActivities: Map<number, ActivityTime[]>;
  /** 24 amounts. */
  hours: number[];
  /** By day number. */
  dependencies: Map<number, NamedTime[]>;
  entities: Map<number, NamedTime[]>;
  /** By name, without none. */
  branches: string[];
}
