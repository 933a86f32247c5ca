/**
 * What the reading queries return: small lists of integer microseconds, which `@app/compat` writes in each
 * client's shape. Times are µs since 1970 (exact in a double until 2255), amounts are integer µs.
 */
import type { Visibility } from '@app/users';
import type { StatsRange } from './ranges.js';

/** What time can be told apart by. */
export const DIMENSIONS = [
  'project',
  'branch',
  'language',
  'category',
  'editor',
  'operatingSystem',
  'machine',
  'aiModel',
  'aiAgent',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What was being done, as shown: `''` is none (its name for people is added by `nameOf`). */
export type Dimensions = Record<Dimension, string>;

/** Time of one activity. */
export interface ActivityTime extends Dimensions {
  us: number;
}

/** Time under one name: a dependency, an entity. */
export interface NamedTime {
  name: string;
  us: number;
}

/** A local day. `from` ≤ t < `to`. */
export interface DayBounds {
  /** `YYYY-MM-DD` in the result's zone. */
  date: string;
  from: number;
  to: number;
}

/** The rules that the times were joined by. */
export interface TimeSettings {
  /** IANA name: the user's, or the one asked for. */
  zone: string;
  /** Keystroke timeout in minutes. */
  timeout: number;
  writesOnly: boolean;
}

export interface DayTime extends DayBounds {
  activities: ActivityTime[];
  dependencies: NamedTime[];
  /** Only where a project was asked for, and on ranges of at most 31 days; else `[]`. */
  entities: NamedTime[];
}

/** The project and the branches that a request names. */
export interface ProjectFilter {
  project?: string;
  /** In questions a branch or, with commas, several (see `BranchLists`); in results one an element. */
  branches?: readonly string[];
}

/** What of somebody's time is seen. What is not public was not read: `HIDDEN` stands in its place, and no list or amount. */
export interface VisibleTime extends TimeSettings {
  sees: Visibility;
}

/** In place of the names of a dimension that is not public. */
export const HIDDEN = 'hidden';

/** One element a day, ascending, days without activity included. */
export interface SummariesResult extends VisibleTime {
  /** The project and branches that the times are of. */
  filter: ProjectFilter;
  /** µs: what the owner's lists leave out where they are asked to. */
  displayMinimum: number;
  days: DayTime[];
  /** Branches of the asked project in the range, before the branch filter; `[]` without a project. */
  availableBranches: string[];
}

/** Whose time it is, as the outside calls them. */
export interface TimeOwner {
  publicId: string;
  username: string;
  /** ms since 1970. */
  createdAt: number;
}

/** Totals of a range. */
export interface StatsResult extends VisibleTime {
  owner: TimeOwner;
  /** µs: what the owner's lists leave out where they are asked to. */
  displayMinimum: number;
  /** The range that was understood. */
  range: StatsRange;
  /** Every local day of the range, ascending, with its total (all languages). Without amounts all time is today alone. */
  days: (DayBounds & { us: number })[];
  /** Where the amount is not public: for percentages alone. */
  activities: ActivityTime[];
  dependencies: NamedTime[];
  /** 24 amounts by local hour of the day. */
  hours: number[];
}

export interface AllTimeResult extends VisibleTime {
  us: number;
  /** From the day of the first heartbeat (today, if there is none) to today, and how many of the days have time. */
  first: DayBounds;
  last: DayBounds;
  activeDays: number;
}

/** What durations may be cut by, beside the project. */
export const SLICES = ['entity', 'language', 'dependencies', 'os', 'editor', 'category', 'machine'] as const;
export type Slice = (typeof SLICES)[number];

/** Joined time without a change of project, of the sliced value, or a gap over the timeout. */
export interface DurationBlock extends Dimensions {
  from: number;
  us: number;
  /** The value of `slice_by`: text, or the list of dependencies. */
  slice: string | string[];
}

export interface DurationsResult extends TimeSettings {
  /** The project and branches that the blocks are of. */
  filter: ProjectFilter;
  day: DayBounds;
  /** What the blocks' `slice` is. */
  sliceBy: Slice;
  blocks: DurationBlock[];
  availableBranches: string[];
}
