import type { Counters, Sessions } from './counters.js';
import type { ProjectPatterns } from './project-patterns.js';
import type { DayBounds, Dimension, TimeLists, TimeOwner, TimeSettings } from '../results.js';

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

/** The same of many people, and projects that each of them calls by names of their own. */
export type ManyFilter = TimeFilter & { readonly matching?: ProjectPatterns };

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
  /** `days`: lists of each day; `range`: lists of the whole range, and totals by day; `totals`: totals by day alone. */
  times: 'days' | 'range' | 'totals';
  /** Of `range`: the first days of parts of it, ascending, the first of the range among them; lists are of each part then. */
  bands?: readonly number[];
  /** Which lists of what was being done; left out: those that every answer has, and branches where they are asked for. */
  lists?: readonly Dimension[];
  /** How long lists may be; left out: as long as one's own. */
  limits?: ListLimits;
  /** By local hour of the day, and of each weekday. */
  hours?: boolean;
  /** From the heartbeats of the days that have any; only up to `LONGEST_LIVE_RANGE` days. */
  dependencies?: boolean;
  /** From all heartbeats of the range; only up to `LONGEST_LIVE_RANGE` days. */
  entities?: boolean;
  /** Branches with time, before the filter of branches. */
  branches?: boolean;
  /** Dimensions whose names are not read: `HIDDEN` is in their place. */
  hidden?: readonly Dimension[];
  /** By labels and clients of projects; of one user, and only up to `LONGEST_GROUPED_RANGE` days where lists are of each day. */
  groups?: boolean;
  /** Time by day and by these dimensions together, beside the lists. What is beyond `MOST_CROSSED` rows has no names. */
  crossed?: readonly Dimension[];
  /** Lines, tokens and prompts that clients counted, by day and by these dimensions together. What is beyond `MOST_CROSSED` rows has no names. */
  counters?: readonly Dimension[];
  /** Sessions with an AI, in all and by each of these dimensions: of each day where lists are, else of the whole range. */
  sessions?: readonly Dimension[];
  /** Whether the range begins at the user's first heartbeat. */
  allTime?: boolean;
}

/** How many rows of crossed time are read: those with the most time. Ten years of eleven combinations a day have room. */
export const MOST_CROSSED = 40_000;

/** How much lists may hold. What is beyond is folded into one entry of each list, so sums stay what they are. */
export interface ListLimits {
  /** Names in a list, beside that entry. */
  names: number;
  /** Of all lists together, as an answer writes them. */
  bytes: number;
}

/** Of lists for oneself: two years of sixteen names a day are 2 MB. */
export const OWN_LIMITS: ListLimits = { names: 1000, bytes: 4_000_000 };

/** Of lists for others, who may ask without a key. */
export const OTHERS_LIMITS: ListLimits = { names: 100, bytes: 2_000_000 };

/** Longest range, in days, whose entities and dependencies are read: those come from the heartbeats themselves. */
export const LONGEST_LIVE_RANGE = 31;

/** Longest range, in days, whose days are listed by label and client: there may be 200 of them a day. */
export const LONGEST_GROUPED_RANGE = 92;

/** Time of one day under one combination of names. */
export interface CrossedTime {
  /** Its number. */
  day: number;
  /** As shown, `''` for none, of each dimension that was asked for; null: what there was no room for. */
  names: Readonly<Partial<Record<Dimension, string>>> | null;
  us: number;
}

/** What clients counted on one day under one combination of names, as `CrossedTime`. */
export interface CountedDay {
  day: number;
  names: Readonly<Partial<Record<Dimension, string>>> | null;
  counters: Counters;
}

/** Sessions with an AI of a day, or of the whole range. */
export interface SessionTotals extends Sessions {
  /** Its number; the first one of a range. */
  day: number;
  /** Null: of all. */
  dimension: Dimension | null;
  /** As shown, `''` for none. */
  name: string;
}

/** The time of one user. Lists that were not asked for are empty. */
export interface TimeRead extends TimeSettings {
  owner: TimeOwner;
  /** The owner's own setting, µs: lists that ask for it leave out what is shorter. */
  displayMinimum: number;
  days: readonly NumberedDay[];
  /** By day number; not of `times: 'days'`. */
  dayTotals: Map<number, number>;
  /** Of `times: 'range'`. */
  lists: TimeLists;
  /** Of `times: 'days'`, and of bands: by day number, of a band by that of its first. */
  dayLists: Map<number, TimeLists>;
  /** 24 amounts. */
  hours: number[];
  /** The same by weekday, 0 = Sunday: of a day its own weekday, whatever the clock says. */
  weekHours: number[][];
  /** In no order. */
  crossed: readonly CrossedTime[];
  counters: readonly CountedDay[];
  sessions: readonly SessionTotals[];
  /** By name, without none. */
  branches: string[];
}
