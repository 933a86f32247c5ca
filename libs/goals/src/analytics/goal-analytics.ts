import { mapInTurns, sumOf, weekdayOf } from '@app/core';
import type { JudgedGoal, JudgedGoals } from '../evaluation/goal-reader.js';
import type { JudgedPeriod } from '../evaluation/judge-periods.js';
import { longestStreak, sinceRest } from '../evaluation/streaks.js';

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
  /**
   * Days on which all goals that ended there were met, one after the other, up to the present, whatever the range; days on which none ended neither
   * add nor break.
   */
  currentStreak: number;
  /** The longest such run in the range. */
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
 * pending" is 2 of 3. A hundred goals of ten years take a while, so others have their turn in between.
 */
export async function analyse(judged: JudgedGoals, range: DayRange, latest: number): Promise<GoalsAnalytics> {
  const goals = await mapInTurns(judged.goals, (goal) => analyseGoal(goal, judged, range, latest));
  const [ofRange, ofAll] = [new Outcomes(judged.today), new Outcomes(judged.today)];
  await mapInTurns(judged.goals, (goal) => ofRange.add(within(goal, range)));
  await mapInTurns(judged.goals, ({ periods }) => ofAll.add(sinceRest(periods)));
  const days = ofRange.days();
  return {
    judged,
    goals,
    counts: allCounts(goals),
    currentStreak: dayStreaks(ofAll.days()).current,
    longestStreak: dayStreaks(days).longest,
    averageProgress: meanOfMeans(goals),
    best: bestOf(goals),
    weekdays: weekdays((weekday) => metAndFailedOn(goals, weekday)),
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
  const counted = periods.filter(isCounted);
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
function isCounted({ status, isRunning }: JudgedPeriod): boolean {
  return status === 'success' || (status === 'fail' && !isRunning);
}

function countsOf(periods: readonly JudgedPeriod[]): PeriodCounts {
  const ignored = periods.filter(({ status }) => status === 'ignored').length;
  const { met, failed } = metAndFailed(periods);
  return { met, failed, ignored, pending: periods.length - met - failed - ignored };
}

function allCounts(goals: readonly GoalAnalytics[]): PeriodCounts {
  return {
    met: sumOf(goals.map(({ counts }) => counts.met)),
    failed: sumOf(goals.map(({ counts }) => counts.failed)),
    ignored: sumOf(goals.map(({ counts }) => counts.ignored)),
    pending: sumOf(goals.map(({ counts }) => counts.pending)),
  };
}

/** The average over all periods of all goals, from the averages of each. */
function meanOfMeans(goals: readonly GoalAnalytics[]): number | null {
  const periods = sumOf(goals.map(({ counts: { met, failed } }) => met + failed));
  const progress = sumOf(goals.map(({ counts: { met, failed }, averageProgress }) => (averageProgress ?? 0) * (met + failed)));
  return periods === 0 ? null : progress / periods;
}

function metAndFailedOn(goals: readonly GoalAnalytics[], weekday: number): { met: number; failed: number } {
  const all = goals.flatMap(({ weekdays: known }) => known.filter((one) => one.weekday === weekday));
  return { met: sumOf(all.map(({ met }) => met)), failed: sumOf(all.map(({ failed }) => failed)) };
}

function metAndFailed(periods: readonly JudgedPeriod[]): { met: number; failed: number } {
  const counted = periods.filter(isCounted);
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
  const progress = periods.filter(isCounted).map((period) => progressOf(period));
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

/** What became of goals by day: the last day of each period that counts, or today while it runs. */
class Outcomes {
  private readonly byDay = new Map<number, DayOutcome>();

  constructor(private readonly today: number) {}

  add(periods: readonly JudgedPeriod[]): void {
    for (const period of periods) {
      if (!isCounted(period)) continue;
      const day = Math.min(period.days.at(-1)?.day ?? this.today, this.today);
      const outcome = this.byDay.get(day) ?? { day, met: 0, failed: 0 };
      if (period.status === 'success') outcome.met++;
      else outcome.failed++;
      this.byDay.set(day, outcome);
    }
  }

  /** Ascending. */
  days(): DayOutcome[] {
    return [...this.byDay.values()].toSorted((a, b) => a.day - b.day);
  }
}

function dayStreaks(days: readonly DayOutcome[]): { current: number; longest: number } {
  let longest = 0;
  let current = 0;
  for (const { failed } of days) {
    current = failed > 0 ? 0 : current + 1;
    longest = Math.max(longest, current);
  }
  return { current, longest };
}

function mean(amounts: readonly number[]): number | null {
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
}
