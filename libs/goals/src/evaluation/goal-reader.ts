import { type CrossedTime, type NumberedDay, TimeReader } from '@app/analytics';
import { Clock, mapInTurns, must } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type GoalCalendar, goalDayAt, goalDays, isPlain, versionAt } from '../days/goal-days.js';
import { type Period, type PeriodKind, periodsOf, reachOf } from '../days/periods.js';
import { type GoalOwner, type StoredGoals, storedGoals } from '../goals/goal-rows.js';
import type { Goal } from '../goals/goal.js';
import { dimensionsOf, GoalTimes } from './goal-times.js';
import type { GoalDimension, GoalRules } from './goal-rules.js';
import { IMPROVED_OVER, type JudgedPeriod, judgePeriods } from './judge-periods.js';
import { currentStreak, overBy, strengthOf } from './streaks.js';

/** Days back that goals are judged over, and that strength knows. Almost every streak ends within them. */
export const USUAL_DEPTH = 400;
/** Days back at most, where a streak goes on: ten years. */
export const GREATEST_DEPTH = 3_660;
/** Days that the longest period has, and a little more. */
const LONGEST_PERIOD = 32;
/** Periods that are shown of one goal, the present one last. */
export const SHOWN_PERIODS = 7;
const US_PER_MS = 1_000;

/** A goal and how it went. */
export interface JudgedGoal {
  goal: Goal;
  /** Ascending; the last one is the present. As far back as was needed. */
  periods: readonly JudgedPeriod[];
  streak: number;
  /** 0 to 100. */
  strength: number;
}

/** A user's goals, how they went, and what counted. */
export interface JudgedGoals {
  owner: GoalOwner;
  calendar: GoalCalendar;
  /** IANA name of the present zone. */
  zone: string;
  /** ms since 1970. */
  now: number;
  /** The goal day that it is, as a day number. */
  today: number;
  goals: readonly JudgedGoal[];
  times: GoalTimes;
}

/** Which goals, and how many days back. */
interface Asked {
  /** Of one goal; null: all. */
  publicId?: string | null;
  depth?: number;
  /** Days back where a streak goes on. */
  greatest?: number;
  /** Up to the end of which day streaks are asked for, by the number of the present one; left out: up to now. */
  streaksUntil?: (today: number) => number;
}

/** Days back for goals, and for those of `deep` (ids). */
interface Depths extends Required<Pick<Asked, 'depth' | 'greatest'>>, Pick<Asked, 'streaksUntil'> {
  deep: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/** The one way to know how goals went. All goals of a user are judged from one reading of their time. */
@Injectable()
export class GoalReader {
  /** Goals whose streaks went on before the usual depth, by user: they are read deep at once. Only a guess, so it may be forgotten. */
  private readonly longStreaks = new LRUCache<number, ReadonlySet<number>>({ max: 10_000, ttl: 3_600_000 });

  constructor(
    private readonly em: EntityManager,
    private readonly times: TimeReader,
    private readonly clock: Clock,
  ) {}

  /**
   * Judges all goals of a user, or the one of a public id, over 400 days or `depth`; those whose streak goes on there over up to 3,660. Not found:
   * there is no such user.
   */
  async judge(
    userId: number,
    { publicId = null, depth = USUAL_DEPTH, greatest = GREATEST_DEPTH, streaksUntil }: Asked = {},
  ): Promise<JudgedGoals> {
    const stored = await storedGoals(this.em, userId, publicId);
    const now = this.clock.now();
    const known = depth < greatest ? (this.longStreaks.get(userId) ?? NONE) : NONE;
    let goals = await this.judgeOver(userId, stored, now, { depth, greatest, streaksUntil, deep: known });
    const others = depth < greatest ? goals.judged.filter(([{ goal }, reach]) => goesOn(reach) && !known.has(goal.id)) : [];
    if (others.length > 0) {
      const deep = new Set([...known, ...others.map(([{ goal }]) => goal.id)]);
      if (!streaksUntil) this.longStreaks.set(userId, deep);
      goals = await this.judgeOver(userId, stored, now, { depth, greatest, streaksUntil, deep });
    }
    return {
      owner: stored.owner,
      calendar: stored.calendar,
      zone: versionAt(stored.calendar, now * US_PER_MS).zone,
      now,
      today: goalDayAt(stored.calendar, now * US_PER_MS),
      goals: goals.judged.map(([judged]) => judged),
      times: goals.times,
    };
  }

  private async judgeOver(
    userId: number,
    { goals, calendar, pauses, firstTime, renames }: StoredGoals,
    now: number,
    { depth, greatest, streaksUntil, deep }: Depths,
  ): Promise<{ judged: [JudgedGoal, Reach][]; times: GoalTimes }> {
    const today = goalDayAt(calendar, now * US_PER_MS);
    const begin = Math.min(...goals.map(({ createdAt }) => createdAt * US_PER_MS), firstTime ?? Infinity, now * US_PER_MS);
    // One whole period more than is looked at, as the first one may lack days.
    const firstOf = (wanted: number): number =>
      Math.min(Math.max(today - wanted, goalDayAt(calendar, begin)) - LONGEST_PERIOD, today - shownDays(goals));
    const isDeep = ({ id }: Goal): boolean => deep.has(id);
    const usualFirst = firstOf(depth);
    const days = goalDays(calendar, goals.some(isDeep) ? firstOf(greatest) : usualFirst, today + LONGEST_PERIOD);
    const usualDays = days.filter(({ day }) => day >= usualFirst);
    const times = new GoalTimes(goals.length === 0 ? [] : await this.read(userId, calendar, days, wantedDimensions(goals)), renames);
    const cut = { usual: new Map<PeriodKind, Period[]>(), deep: new Map<PeriodKind, Period[]>() };
    const judged = await mapInTurns(goals, (goal): [JudgedGoal, Reach] => {
      const rules = rulesOf(goal, pauses, firstTime);
      const [known, among] = isDeep(goal) ? [cut.deep, days] : [cut.usual, usualDays];
      const periods = known.get(goal.period) ?? pastPeriods(among, goal.period, calendar, now);
      known.set(goal.period, periods);
      const results = exactOf(goal, rules, judgePeriods(rules, periods, times.of, now * US_PER_MS));
      const asked = currentStreak(streaksUntil ? overBy(results, streaksUntil(today)) : results);
      return [
        { goal, periods: results, streak: currentStreak(results).length, strength: strengthOf(results, goal.period) },
        {
          reachesEdge: asked.length > 0 && asked.reachesEdge,
          knownSince: rules.knownSince,
          readSince: must(results[0], 'first period').from,
        },
      ];
    });
    return { judged, times };
  }

  /**
   * The time of all days; in halves where one answer has no room for all names. A month that has no room (40,000 combinations of names) is read as it
   * is: what is beyond has no names, so goals with a filter do not count it.
   */
  private async read(
    userId: number,
    calendar: GoalCalendar,
    days: readonly NumberedDay[],
    crossed: readonly GoalDimension[],
  ): Promise<CrossedTime[]> {
    const zone = must(calendar.at(-1), 'present calendar').zone;
    const read = await this.times.readDays({ userId, zone }, { days, areLocal: isPlain(calendar) }, {}, { times: 'totals', crossed });
    if (days.length <= LONGEST_PERIOD || read.crossed.every(({ names }) => names !== null)) return [...read.crossed];
    const middle = days.length >> 1;
    const before = await this.read(userId, calendar, days.slice(0, middle), crossed);
    return [...before, ...(await this.read(userId, calendar, days.slice(middle), crossed))];
  }
}

/** Days back that hold the periods which are shown of each goal, and those that decide their targets. */
function shownDays(goals: readonly Goal[]): number {
  return Math.max(0, ...goals.map((goal) => (SHOWN_PERIODS + 1 + periodsBefore(goal)) * Math.max(1, reachOf(goal.period))));
}

/** Periods that must be known to judge the one after them. */
function periodsBefore({ versions }: Goal): number {
  return versions.some(({ improveByPercent }) => improveByPercent !== null) ? IMPROVED_OVER : 0;
}

/** Without the first ones, whose targets depend on periods that were not read. */
function exactOf(goal: Goal, { knownSince }: GoalRules, periods: JudgedPeriod[]): JudgedPeriod[] {
  return knownSince < must(periods[0], 'first period').from ? periods.slice(periodsBefore(goal)) : periods;
}

/** How far back a goal's periods are known. µs since 1970. */
interface Reach {
  /** Whether its streak, up to when that is asked for, has the first period that was read. */
  reachesEdge: boolean;
  knownSince: number;
  readSince: number;
}

/** Whether there may be more of a streak than was read. */
function goesOn({ reachesEdge, knownSince, readSince }: Reach): boolean {
  return reachesEdge && knownSince < readSince;
}

/** What goals filter by, and what explains a period. */
function wantedDimensions(goals: readonly Goal[]): GoalDimension[] {
  const others = dimensionsOf(goals.flatMap(({ versions }) => versions)).filter(
    (dimension) => dimension !== 'project' && dimension !== 'language',
  );
  return ['project', 'language', ...others];
}

/** Periods that have begun, without the first one that may lack days. */
function pastPeriods(days: readonly NumberedDay[], kind: PeriodKind, calendar: GoalCalendar, now: number): Period[] {
  const periods = periodsOf(days, kind, calendar).filter(({ from }) => from <= now * US_PER_MS);
  return kind === 'day' ? periods : periods.slice(1);
}

/** How a goal's periods are judged. */
export function rulesOf(goal: Goal, pauses: StoredGoals['pauses'], firstTime: number | null): GoalRules {
  return {
    period: goal.period,
    daysPerWeek: goal.daysPerWeek,
    versions: goal.versions,
    rests: pauses.filter(({ goalId }) => goalId === null || goalId === goal.id),
    knownSince: Math.min(goal.createdAt * US_PER_MS, firstTime ?? Infinity),
  };
}
