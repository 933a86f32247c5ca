import {
  type AskedDays,
  askedDaysOf,
  type DateRange,
  daysIn,
  noLists,
  type NumberedDay,
  restOf,
  type ProjectPatterns,
  type TimeLists,
  type TimeParts,
  type TimeRead,
  TimeReader,
} from '@app/analytics';
import { badParameter, Clock, dayBounds, dayNumber, localDate, mapInTurns, must, sumOf } from '@app/core';
import { ReadPool } from '@app/database';
import { Injectable } from '@nestjs/common';
import { orgPatterns } from '../projects/org-projects.js';
import { EVERYTHING_SHARED, ORG_PROJECTS, TOTALS } from '../sharing/levels.js';
import type { Sharer } from '../sharing/sharers.js';
import { namedLevelOfDay, partOf, type SharedDay } from './shared-days.js';

/** Weeks of a report about several people begin on Monday. */
const MONDAY = 1;

/** Which days, cut how. */
export interface DaysQuestion extends AskedDays {
  /** One IANA zone for all; left out: each member’s own days. */
  zone?: string;
  /** Days at most. */
  mostDays: number;
}

/** How much is read of each day: totals, time by project, or all lists. */
export type Detail = keyof typeof PARTS;

const PARTS = {
  totals: { times: 'totals' },
  projects: { times: 'totals', crossed: ['project'] },
  lists: { times: 'days', dependencies: true },
} as const satisfies Record<string, TimeParts>;

/** People that one statement reads. */
const PEOPLE_AT_ONCE: Readonly<Record<Detail, number>> = { totals: 1_000, projects: 100, lists: 10 };

/** Days of people that one statement reads: of a year of a thousand people it would take longer than a statement may. */
const DAYS_AT_ONCE = 100_000;

/** Somebody’s days, as far as they are shared. */
export interface PersonTime {
  person: Sharer;
  /** What the days are cut in: their own zone, or the one that was asked for. */
  zone: string;
  days: SharedDay[];
  /** µs: what is shared of all days. */
  us: number;
}

/** How much somebody shares of some days, added up. */
export interface PersonTotal {
  person: Sharer;
  /** What the days are cut in: their own zone, or the one that was asked for. */
  zone: string;
  /** The first and last day, `YYYY-MM-DD`. */
  first: string;
  last: string;
  us: number;
  /** Days with time. */
  activeDays: number;
}

/** What one part of the people is read with. */
interface Part {
  range: DateRange;
  days: readonly NumberedDay[];
  detail: Detail;
  least: number;
  matching: ProjectPatterns | undefined;
}

/** What is read of one person: all time where it is shared, and what of it went to the organization’s projects. */
type Reads = Record<'all' | 'matching', Map<number, TimeRead>>;

/**
 * The one way to read the time of members for reports that name them. What is not shared is not read: neither days, those too old for the organization
 * among them, nor, below `everything`, projects
 * that are not the organization’s, once it named some.
 */
@Injectable()
export class TimeByName {
  constructor(
    private readonly times: TimeReader,
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  /**
   * The time of these people, in their order, as far as each shares it: each one’s own days unless a zone is asked for. `least`: the level that a day
   * needs to be in the report. Refused: days that are none, and too many.
   */
  async read(orgId: number, people: readonly Sharer[], question: DaysQuestion, detail: Detail, least = TOTALS): Promise<PersonTime[]> {
    const times = new Map<number, PersonTime>();
    for await (const part of this.parts(orgId, people, question, { detail, least }))
      for (const time of part) times.set(time.person.userId, time);
    return people.map(({ userId }) => must(times.get(userId), 'somebody’s time'));
  }

  /**
   * How much each of these people shares of the days, most time first, then by username; who shares totals of none of them is left out. Days are added up part by
   * part: of 10,000 people over a year some 100,000 days are in memory at a time. Refused: days that are none, and too many.
   */
  async ranked(orgId: number, people: readonly Sharer[], question: DaysQuestion): Promise<PersonTotal[]> {
    const totals: PersonTotal[] = [];
    for await (const part of this.parts(orgId, people, question, { detail: 'totals', least: TOTALS }))
      for (const time of part) if (sharesTotals(time)) totals.push(toTotal(time));
    return totals.toSorted((a, b) => b.us - a.us || (a.person.username.toLowerCase() < b.person.username.toLowerCase() ? -1 : 1));
  }

  /** The time of some people after others, in any order: as many as one statement reads. */
  private async *parts(
    orgId: number,
    people: readonly Sharer[],
    question: DaysQuestion,
    { detail, least }: { detail: Detail; least: number },
  ): AsyncGenerator<PersonTime[]> {
    // What is to be refused is refused where nobody shares anything, too.
    this.daysOf(question, question.zone ?? 'UTC');
    const matching = await orgPatterns(this.reads, orgId);
    for (const [zone, group] of Map.groupBy(people, (person) => question.zone ?? person.zone)) {
      const range = this.daysOf(question, zone);
      const days = dayBounds(zone, range.first, range.last);
      const atOnce = Math.min(PEOPLE_AT_ONCE[detail], Math.ceil(DAYS_AT_ONCE / days.length));
      for (let n = 0; n < group.length; n += atOnce)
        yield await this.readPart(zone, group.slice(n, n + atOnce), { range, days, detail, least, matching });
    }
  }

  private async readPart(zone: string, people: readonly Sharer[], { range, days, detail, least, matching }: Part): Promise<PersonTime[]> {
    const cut = { zone, today: dayNumber(localDate(zone, this.clock.now())) };
    const hasProjects = matching !== undefined;
    const wanting = await mapInTurns(people, (person) => ({
      person,
      parts: new Set(days.map(({ day }) => partOf(namedLevelOfDay(person, day, cut), least, hasProjects))),
    }));
    const readOf = (part: 'all' | 'matching'): Promise<Map<number, TimeRead>> => {
      const ids = wanting.filter(({ parts }) => parts.has(part)).map(({ person }) => person.userId);
      const filter = part === 'matching' && matching ? { matching } : {};
      return this.times.readMany(ids, { zone }, range, filter, PARTS[detail]);
    };
    const reads: Reads = { all: await readOf('all'), matching: await readOf('matching') };
    const byProject = { all: await projectsOf(reads.all), matching: await projectsOf(reads.matching) };
    return mapInTurns(people, (person) => {
      const shared = days.map((bounds): SharedDay => {
        const { day } = bounds;
        const level = namedLevelOfDay(person, day, cut);
        const part = partOf(level, least, hasProjects);
        const read = part === 'none' ? undefined : reads[part].get(person.userId);
        if (part === 'none' || !read) return { ...bounds, level, us: 0 };
        if (detail === 'lists') {
          const lists = read.dayLists.get(day) ?? noLists();
          return { ...bounds, level, us: sumOf(lists.language.map(({ us }) => us)), lists: sharedLists(lists, level, hasProjects) };
        }
        const us = read.dayTotals.get(day) ?? 0;
        if (detail === 'totals' || !seesProjects(level, hasProjects)) return { ...bounds, level, us };
        return { ...bounds, level, us, projects: byProject[part].get(person.userId)?.get(day) ?? new Map<string, number>() };
      });
      return { person, zone, days: shared, us: sumOf(shared.map(({ us }) => us)) };
    });
  }

  /** Refused: days that are none, and too many. */
  private daysOf({ mostDays, ...asked }: DaysQuestion, zone: string): { first: string; last: string } {
    const range = askedDaysOf(asked, { zone, today: localDate(zone, this.clock.now()), weekdayStart: MONDAY });
    const days = daysIn(range);
    if (days > mostDays) throw badParameter('range', `It has ${days} days; this report has at most ${mostDays}. Ask for fewer days.`);
    return range;
  }
}

/** Whether somebody shares totals of any of the days. */
export function sharesTotals({ days }: PersonTime): boolean {
  return days.some(({ level }) => level >= TOTALS);
}

function toTotal({ person, zone, days, us }: PersonTime): PersonTotal {
  const [first, last] = [must(days[0], 'first day').date, must(days.at(-1), 'last day').date];
  return { person, zone, first, last, us, activeDays: days.filter((day) => day.us > 0).length };
}

/** Whether projects of a day are told. */
function seesProjects(level: number, hasProjects: boolean): boolean {
  return level >= EVERYTHING_SHARED || (level >= ORG_PROJECTS && hasProjects);
}

/** The lists of a day, as far as the level says; of `totals` none. */
function sharedLists(lists: TimeLists, level: number, hasProjects: boolean): TimeLists {
  if (level >= EVERYTHING_SHARED) return lists;
  return seesProjects(level, hasProjects) ? { ...noLists(), project: lists.project, language: lists.language } : noLists();
}

/** Time by project, of each person and day. */
async function projectsOf(reads: ReadonlyMap<number, TimeRead>): Promise<Map<number, Map<number, Map<string, number>>>> {
  const people = await mapInTurns(reads, ([userId, { crossed }]): [number, Map<number, Map<string, number>>] => {
    const days = new Map<number, Map<string, number>>();
    for (const { day, names, us } of crossed) {
      const projects = days.get(day) ?? new Map<string, number>();
      days.set(day, projects);
      // Null: what there was no room for.
      const name = names?.project ?? restOf('project');
      projects.set(name, (projects.get(name) ?? 0) + us);
    }
    return [userId, days];
  });
  return new Map(people);
}
