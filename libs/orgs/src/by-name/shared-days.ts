import type { NumberedDay, TimeLists } from '@app/analytics';
import { EVERYTHING_SHARED, NONE } from '../sharing/levels.js';
import { type Sharer, sharedOn } from '../sharing/sharers.js';

/** A day of somebody, as far as it is shared. */
export interface SharedDay extends NumberedDay {
  /** A place in `LEVELS`: what is shared of it. */
  level: number;
  /** µs; 0 where nothing is shared. */
  us: number;
  /** Where they were read: as far as the level says. */
  lists?: TimeLists;
  /** By the shown name of projects, where they were read and the level says so: `''` for none. */
  projects?: ReadonlyMap<string, number>;
}

/** Which time of a day counts. */
type Part = 'none' | 'all' | 'matching';

/**
 * How much somebody shares of a day of a zone. A day of a zone that is not their own may have hours of their day before: what is shared of that one
 * holds as well.
 */
export function levelOfDay(person: Sharer, day: number, zone: string): number {
  const level = sharedOn(person, day);
  return zone === person.zone ? level : Math.min(level, sharedOn(person, day - 1));
}

/** The same for reports by name: of days that are too old for the organization nothing. `today`: of the zone, days since 1970. */
export function namedLevelOfDay(person: Sharer, day: number, { zone, today }: { zone: string; today: number }): number {
  const isTooOld = person.detailsDays !== null && day <= today - person.detailsDays;
  return isTooOld ? NONE : levelOfDay(person, day, zone);
}

/**
 * Which of somebody’s time of a day may be read for a report that needs the level `least`: nothing, all, or that of the organization’s projects alone.
 * Without projects of its own all time counts.
 */
export function partOf(level: number, least: number, hasProjects: boolean): Part {
  if (level < least) return 'none';
  return level >= EVERYTHING_SHARED || !hasProjects ? 'all' : 'matching';
}
