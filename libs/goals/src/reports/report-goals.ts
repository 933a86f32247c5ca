import { must } from '@app/core';
import type { PeriodKind } from '../days/periods.js';
import type { JudgedGoal } from '../evaluation/goal-reader.js';
import type { JudgedPeriod } from '../evaluation/judge-periods.js';
import { reasonOf } from '../evaluation/reasons.js';
import { currentStreak, overBy } from '../evaluation/streaks.js';
import { titleOf } from '../goals/goal-form.js';
import { formOf } from '../goals/goal-rows.js';

/** Goals that a report tells of; the others are counted. */
export const MOST_REPORTED_GOALS = 10;

/** How a goal went in a week: of the periods whose last day is in it. */
export interface ReportedGoal {
  id: string;
  title: string;
  period: PeriodKind;
  /** Periods that were met, and those that count: met or failed. */
  met: number;
  counted: number;
  /** Whether all that count were met; null: none counts. */
  isMet: boolean | null;
  /** `4 of 5 days`, `Met: 2 hrs over`, `Missed: 1 hr 12 mins under`, or why it did not count. */
  text: string;
  /** Periods in a row that were met, up to the end of the week. */
  streak: number;
}

/**
 * How goals went in the days from `first` to `last` (day numbers). Goals that were not there yet, or are switched off, are left out, and so is a goal
 * of months in a week in which no month ends. A week of a goal begins on its user's own day, so it may end within the week of the report.
 */
export function reportedGoals(goals: readonly JudgedGoal[], first: number, last: number): ReportedGoal[] {
  return goals.flatMap((judged) => {
    const ended = judged.periods.filter((period) => isIn(lastDayOf(period), first, last) && !period.isRunning && isKnown(period));
    return ended.length === 0 ? [] : [toReported(judged, ended, last)];
  });
}

function toReported({ goal, periods }: JudgedGoal, ended: readonly JudgedPeriod[], last: number): ReportedGoal {
  const met = ended.filter(({ status }) => status === 'success').length;
  const counted = ended.filter(({ status }) => status === 'success' || status === 'fail').length;
  return {
    id: goal.publicId,
    title: titleOf(formOf(goal)),
    period: goal.period,
    met,
    counted,
    isMet: counted === 0 ? null : met === counted,
    text: textFor(goal.period, goal.daysPerWeek, ended, met, counted),
    streak: currentStreak(overBy(periods, last)).length,
  };
}

function textFor(kind: PeriodKind, daysPerWeek: number | null, ended: readonly JudgedPeriod[], met: number, counted: number): string {
  const { short } = reasonOf(must(ended.at(-1), 'period'), daysPerWeek);
  if (counted === 0) return short;
  if (kind === 'day') return `${met} of ${counted} ${counted === 1 ? 'day' : 'days'}`;
  return `${met === counted ? 'Met' : 'Missed'}: ${short}`;
}

function isKnown({ ignored }: JudgedPeriod): boolean {
  return ignored !== 'before-history' && ignored !== 'disabled';
}

function lastDayOf({ days }: JudgedPeriod): number {
  return must(days.at(-1), 'last day').day;
}

function isIn(day: number, first: number, last: number): boolean {
  return day >= first && day <= last;
}
