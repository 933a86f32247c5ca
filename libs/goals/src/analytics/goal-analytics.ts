import { weekdayOf } from '@app/core';
import type { JudgedGoal, JudgedGoals } from '../evaluation/goal-reader.js';
import type { JudgedPeriod } from '../evaluation/judge-periods.js';
import { longestStreak } from '../evaluation/streaks.js';

/** Dates of a range, as day numbers, both included. */
export interface DayRange {
  first: number;
  last: number;
}

/** How many periods there were, by what became of them. */
export interface PeriodCounts {
  met: number;
  failed: number;
  ignored: number;
  pending: number;
}

/** Met and failed periods, or days, of one weekday. */
export interface WeekdayPattern {
  /** 0 = Sunday … 6 = Saturday. */
  weekday: number;
  /** Of goals by the day; 0 of others. */
  met: number;
  failed: number;
  /** µs on such a day, on average over the days of the range; 0 where there is none. */
  averageUs: number;
}

/** Where it goes: the later half of the trend beside the earlier one. */
export interface Trend {
  periods: readonly JudgedPeriod[];
  direction: 'up' | 'down' | 'flat' | null;
  /** Percent points of progress; null: fewer than two periods count. */
  change: number | null;
}

/** How one goal went over a range. */
export interface GoalAnalytics {
  goal: JudgedGoal;
  counts: PeriodCounts;
  longestStreak: number;
  /** Percent, over met and failed periods; null: there is none. */
  averageProgress: number | null;
  averageUs: number | null;
  best: JudgedPeriod | null;
  weekdays: readonly WeekdayPattern[];
  trend: Trend;
}

/** What became of all goals that ended on one day. */
export interface DayOutcome {
  day: number;
  met: number;
  failed: number;
}

/** How all goals of a user went over a range. */
export interface GoalsAnalytics {
  judged: JudgedGoals;
  goals: readonly GoalAnalytics[];
  counts: PeriodCounts;
  /** Days on which all goals that ended there were met, one after the other; days on which none ended neither add nor break. */
  currentStreak: number;
  longestStreak: number;
  averageProgress: number | null;
  /** Of the goals of "at least", and of which. */
  best: { goal: JudgedGoal; period: JudgedPeriod } | null;
  weekdays: readonly Omit<WeekdayPattern, 'averageUs'>[];
  /** The last days on which goals ended, the latest last. */
  days: readonly DayOutcome[];
}

/** Percent points from which a trend goes up or down. */
const FLAT_BELOW = 5;

/**
 * How goals went over the periods that begin in a range; `latest` of them make the trend. The achievement ratio of "met, met, fail, ignored,
 * pending" is 2 of 3.
 */
export function analyse(judged: JudgedGoals, range: DayRange, latest: number): GoalsAnalytics {
  const goals = judged.goals.map((goal) => analyseGoal(goal, judged, range, latest));
  const all = goals.flatMap(({ goal }) => within(goal, range));
  const days = outcomes(all, judged.today);
  return {
    judged,
    goals,
    counts: countsOf(all),
    ...dayStreaks(days),
    averageProgress: mean(all.filter(counts).map((period) => progressOf(period))),
    best: bestOf(goals),
    weekdays: weekdays((weekday) => metAndFailed(goals.flatMap(({ goal }) => ofWeekday(goal, within(goal, range), weekday)))),
    days: days.slice(-latest),
  };
}

/** Percent of what was asked for; of days a week, met days of those wanted. */
export function progressOf({ us, targetUs, metDays, wantedDays }: JudgedPeriod): number {
  if (wantedDays !== null) return ((metDays ?? 0) / wantedDays) * 100;
  return targetUs === 0 ? 0 : (us / targetUs) * 100;
}

function analyseGoal(goal: JudgedGoal, { times, today }: JudgedGoals, range: DayRange, latest: number): GoalAnalytics {
  const periods = within(goal, range);
  const counted = periods.filter(counts);
  const days = periods.flatMap(({ version, days: all }) =>
    all.filter(({ day }) => day <= today).map(({ day }) => ({ day, us: times.of(version, day) })),
  );
  return {
    goal,
    counts: countsOf(periods),
    longestStreak: longestStreak(periods),
    averageProgress: mean(counted.map((period) => progressOf(period))),
    averageUs: mean(counted.map(({ us }) => us)),
    best: bestPeriod(periods),
    weekdays: weekdays((weekday) => ({
      ...metAndFailed(ofWeekday(goal, periods, weekday)),
      averageUs: Math.round(mean(days.filter(({ day }) => weekdayOf(day) === weekday).map(({ us }) => us)) ?? 0),
    })),
    trend: trendOf(periods.slice(-latest)),
  };
}

/** The periods that begin in the range. */
function within({ periods }: JudgedGoal, { first, last }: DayRange): JudgedPeriod[] {
  return periods.filter(({ days: [begin] }) => begin !== undefined && begin.day >= first && begin.day <= last);
}

/** Whether a period says something about success. */
function counts({ status, isRunning }: JudgedPeriod): boolean {
  return status === 'success' || (status === 'fail' && !isRunning);
}

function countsOf(periods: readonly JudgedPeriod[]): PeriodCounts {
  const ignored = periods.filter(({ status }) => status === 'ignored').length;
  const { met, failed } = metAndFailed(periods);
  return { met, failed, ignored, pending: periods.length - met - failed - ignored };
}

function metAndFailed(periods: readonly JudgedPeriod[]): { met: number; failed: number } {
  const counted = periods.filter(counts);
  const met = counted.filter(({ status }) => status === 'success').length;
  return { met, failed: counted.length - met };
}

/** Higher is better. */
function rankOf(period: JudgedPeriod): number {
  return period.version.isInverse && period.wantedDays === null ? -progressOf(period) : progressOf(period);
}

/** The one with the most of its target; of "at most" the one that is over and used the least of it. */
function bestPeriod(periods: readonly JudgedPeriod[]): JudgedPeriod | null {
  const seen = periods.filter(({ status, version, isRunning, us }) => status !== 'ignored' && (version.isInverse ? !isRunning : us > 0));
  return seen.reduce<JudgedPeriod | null>((best, period) => (best === null || rankOf(period) > rankOf(best) ? period : best), null);
}

function bestOf(goals: readonly GoalAnalytics[]): GoalsAnalytics['best'] {
  let best: GoalsAnalytics['best'] = null;
  for (const { goal, best: period } of goals) {
    if (period === null || period.version.isInverse) continue;
    if (best === null || progressOf(period) > progressOf(best.period)) best = { goal, period };
  }
  return best;
}

function weekdays<T>(of: (weekday: number) => T): (T & { weekday: number })[] {
  return Array.from({ length: 7 }, (_, weekday) => ({ weekday, ...of(weekday) }));
}

/** Only periods of one day have a weekday. */
function ofWeekday({ goal }: JudgedGoal, periods: readonly JudgedPeriod[], weekday: number): JudgedPeriod[] {
  return goal.period === 'day' ? periods.filter(({ key }) => weekdayOf(key) === weekday) : [];
}

function trendOf(periods: readonly JudgedPeriod[]): Trend {
  const progress = periods.filter(counts).map((period) => progressOf(period));
  const half = progress.length >> 1;
  const before = mean(progress.slice(0, half));
  const after = mean(progress.slice(progress.length - half));
  if (before === null || after === null) return { periods, direction: null, change: null };
  const change = after - before;
  return { periods, direction: directionOf(change), change };
}

function directionOf(change: number): 'up' | 'down' | 'flat' {
  if (Math.abs(change) < FLAT_BELOW) return 'flat';
  return change > 0 ? 'up' : 'down';
}

/** By the last day of each period that counts, or today while it runs. */
function outcomes(periods: readonly JudgedPeriod[], today: number): DayOutcome[] {
  const days = new Map<number, DayOutcome>();
  for (const period of periods.filter(counts)) {
    const day = Math.min(period.days.at(-1)?.day ?? today, today);
    const outcome = days.get(day) ?? { day, met: 0, failed: 0 };
    if (period.status === 'success') outcome.met++;
    else outcome.failed++;
    days.set(day, outcome);
  }
  return [...days.values()].toSorted((a, b) => a.day - b.day);
}

function dayStreaks(days: readonly DayOutcome[]): { currentStreak: number; longestStreak: number } {
  let longest = 0;
  let current = 0;
  for (const { failed } of days) {
    current = failed > 0 ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return { currentStreak: current, longestStreak: longest };
}

function mean(amounts: readonly number[]): number | null {
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
}
