import { type GoalCalendar, goalDays } from '../../libs/goals/src/days/goal-days.js';
import { periodsOf } from '../../libs/goals/src/days/periods.js';
import type { JudgedGoal, JudgedGoals } from '../../libs/goals/src/evaluation/goal-reader.js';
import type { GoalVersion } from '../../libs/goals/src/evaluation/goal-rules.js';
import { GoalTimes } from '../../libs/goals/src/evaluation/goal-times.js';
import { judgePeriods } from '../../libs/goals/src/evaluation/judge-periods.js';
import type { Goal } from '../../libs/goals/src/goals/goal.js';

const DAY = 86_400_000_000;
const HOUR = DAY / 24;
const UTC: GoalCalendar = [{ since: 0, zone: 'UTC', weekdayStart: 1, dayStart: 0 }];
/** The day that it is. */
export const LAST = 20_000;

/** Goals of an hour a day, over so many days of which each has two, in equal parts of so many projects. */
export function judgedGoals(goals: number, days: number, projects = 1): JudgedGoals {
  const version: GoalVersion = {
    since: 0,
    isEnabled: true,
    targetUs: HOUR,
    filter: {},
    isInverse: false,
    ignoreDays: [],
    ignoreZeroDays: false,
    improveByPercent: null,
  };
  const one: Goal = {
    id: 1,
    publicId: '',
    versions: [version],
    createdAt: 0,
    modifiedAt: null,
    title: null,
    type: 'daily',
    period: 'day',
    daysPerWeek: null,
    snoozeUntil: null,
    category: null,
    difficulty: null,
    priority: null,
    tags: null,
    isMailed: false,
  };
  const all = goalDays(UTC, LAST + 1 - days, LAST);
  const names = Array.from({ length: projects }, (_, n) => ({ project: `p${n}` }));
  const times = new GoalTimes(
    names.flatMap((of) => all.map(({ day }) => ({ day, us: (2 * HOUR) / projects, names: of }))),
    [],
  );
  const rules = { period: 'day' as const, knownSince: 0, daysPerWeek: null, versions: one.versions, rests: [] };
  const periods = judgePeriods(rules, periodsOf(all, 'day', UTC), () => 2 * HOUR, (LAST + 1) * DAY);
  return {
    owner: { publicId: '', username: '', displayName: '', email: null },
    calendar: UTC,
    zone: 'UTC',
    now: ((LAST + 1) * DAY) / 1000,
    today: LAST,
    goals: Array.from({ length: goals }, (_, id): JudgedGoal => ({ goal: { ...one, id }, periods, streak: days, strength: 100 })),
    times,
  };
}
