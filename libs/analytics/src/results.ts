/**
 * What the reading queries return: small lists of integer microseconds, which `@app/compat` writes in each
 * client's shape. Times are µs since 1970 (exact in a double until 2255), amounts are integer µs.
 */
import type { Visibility } from '@app/users';
import type { AiBlock } from './ai/ai-block.js';
import type { Insight } from './insights/insights.js';
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

/** What time can be listed by: what was being done, and on what. */
export const LISTS = [...DIMENSIONS, 'dependency', 'entity'] as const;
export type ListName = (typeof LISTS)[number];

/** Time under one name, as people read it. */
export interface NamedTime {
  name: string;
  us: number;
}

/**
 * Time by name, most time first, then by name (code units). What a list has no room for is its last entry (`restOf`), so the times of each
 * list but those of dependencies, of which a heartbeat may have several, add up to the whole. What was not read is `[]`.
 */
export type TimeLists = Readonly<Record<ListName, readonly NamedTime[]>> & GroupLists;

/**
 * Time by what projects are grouped under; absent where the user has none of it, or it was not read. A project counts under each of its labels,
 * so those need not add up to the whole; clients do, with what has none as one entry.
 */
export interface GroupLists {
  readonly label?: readonly NamedTime[];
  readonly client?: readonly NamedTime[];
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
  /** Branches and entities only where a project was asked for; entities and dependencies only on ranges of at most 31 days. */
  lists: TimeLists;
  /** Where it was asked for and clients counted anything; never of others. */
  ai?: AiBlock;
}

/** The project and the branches that a request names. */
export interface ProjectFilter {
  project?: string;
  /** In questions a branch or, with commas, several (see `BranchLists`); in results one an element. */
  branches?: readonly string[];
  /** Only these shown names: the projects of a label or a client. */
  projects?: readonly string[];
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
  /** Branches of the asked project in the range, before the branch filter, as many as a list has names; `[]` without a project. */
  availableBranches: string[];
  /** `#rrggbb`, of one's own project where one is asked for and has a colour. */
  color?: string;
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
  lists: TimeLists;
  /** 24 amounts by local hour of the day. */
  hours: number[];
  /** Where clients counted anything; never of others. */
  ai?: AiBlock;
}

/** What insights are made from: totals by day, and one list. */
export interface InsightResult extends VisibleTime {
  owner: TimeOwner;
  type: Insight;
  /** 0 = Monday: the days that were asked for; undefined: all. */
  weekday: number | undefined;
  range: StatsRange;
  /** Every local day of the range, ascending, with its total (all languages) and, of insights by day, its categories. */
  days: (DayBounds & { us: number; categories: readonly NamedTime[] })[];
  /** Of `ai_days`: AI time (`isAiTime`) by date; undefined: it is not one's own. */
  aiTotals: ReadonlyMap<string, number> | undefined;
  /** The list of the insight's kind. Where the amount is not public: for percentages alone. */
  lists: TimeLists;
}

export interface AllTimeResult extends VisibleTime {
  us: number;
  /** From the day of the first heartbeat (today, if there is none) to today, and how many of the days have time. */
  first: DayBounds;
  last: DayBounds;
  activeDays: number;
}

/** What durations may be cut by, beside the project; `project`: by that alone. */
export const SLICES = ['project', 'entity', 'language', 'dependencies', 'os', 'editor', 'category', 'machine'] as const;
export type Slice = (typeof SLICES)[number];

/** Why a text is nothing that blocks can be cut by, or undefined. */
export function sliceProblem(text: string): string | undefined {
  return SLICES.some((slice) => slice === text) ? undefined : `Use one of ${SLICES.join(', ')}.`;
}

/** Joined time without a change of project, of the sliced value, or a gap over the timeout. */
export interface DurationBlock {
  from: number;
  us: number;
  /** As people read it. */
  project: string;
  /** The value of `slice_by`, as people read it: text, or the list of dependencies. */
  slice: string | string[];
  /** Of an external duration. */
  externalId: string | null;
}

export interface DurationsResult extends TimeSettings {
  /** The project and branches that the blocks are of. */
  filter: ProjectFilter;
  day: DayBounds;
  /** What the blocks' `slice` is. */
  sliceBy: Slice;
  blocks: DurationBlock[];
  /** `#rrggbb` by the project of blocks, where it has a colour. */
  colors: ReadonlyMap<string, string>;
  availableBranches: string[];
}
