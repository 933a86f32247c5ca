import { clockTextOf } from '@app/compat';
import { type ReportList, type WeeklyReport, weekProblem } from '@app/goals';
import { OneOf, OptionalRuledParameter, OptionalText } from '@app/core';

const US_PER_SECOND = 1_000_000;

/** Which week, and how it is written. */
export class WeeklyReportParams {
  /** A year and its ISO week, Monday to Sunday in your zone. Left out: the last week that is over. */
  @OptionalRuledParameter(weekProblem)
  week?: string;

  /** `html`: as it is mailed; `json`. Left out: what `Accept` names, and JSON where it names neither. @example "json" */
  @OptionalText()
  @OneOf(['json', 'html'])
  format?: 'json' | 'html';
}

export class ReportDay {
  /** @example "2026-11-16" */
  date: string;
  /** @example 18000 */
  total_seconds: number;
}

export class ReportItem {
  /** @example "chronova" */
  name: string;
  /** @example 54000 */
  total_seconds: number;
  /** Of the week's total. @example 60 */
  percent: number;
}

/** The five names with the most time. With `others_seconds` they add up to the total. */
export class ReportItems {
  items: ReportItem[];
  /** All other names. @example 0 */
  others_seconds: number;
}

export class WeekBefore {
  /** @example "2026-W46" */
  week: string;
  /** @example 72000 */
  total_seconds: number;
}

export class ReportChange {
  /** Below 0: less. @example 18000 */
  seconds: number;
  /** Of the week before; null: that had no time. @example 25 */
  percent: number | null;
}

export class ReportStreak {
  /** Up to the last day of the week; while the week runs up to today, or yesterday where today has no time yet. @example 5 */
  days: number;
  /** The longest one of the year that ends with the week. @example 12 */
  longest_days: number;
}

export class ReportAi {
  /** @example 9000 */
  total_seconds: number;
  /** Of the week's total. @example 10 */
  percent: number;
}

/** A goal in the week: its periods whose last day is in it. */
export class ReportGoal {
  /** @example "5f0c1c7e-3f57-4a5e-9c0b-0d8f4b1f3a11" */
  id: string;
  /** @example "Code 4 hrs a day" */
  title: string;
  /** `day`, `week`, `month` or `days_of_week`. @example "day" */
  period: string;
  /** Periods that were met. @example 4 */
  met: number;
  /** Periods that were met or failed; others are ignored. @example 5 */
  counted: number;
  /** Whether all that count were met; null: none counts. @example false */
  is_met: boolean | null;
  /** @example "4 of 5 days" */
  text: string;
  /** Periods in a row that were met, up to the end of the week. Those of the last ten years are known. @example 3 */
  streak: number;
}

export class WeeklyReportData {
  /** @example "2026-W47" */
  week: string;
  /** The Monday. @example "2026-11-16" */
  start_date: string;
  /** The Sunday. @example "2026-11-22" */
  end_date: string;
  /** When days begin: your `day_start`. @example "00:00" */
  day_start: string;
  /** @example "Europe/Berlin" */
  timezone: string;
  /** False: the week runs, and the numbers are those so far. @example true */
  is_over: boolean;
  /** @example 90000 */
  total_seconds: number;
  week_before: WeekBefore;
  /** This week minus the week before; null while the week runs. */
  change: ReportChange | null;
  /** Seven, from Monday. */
  days: ReportDay[];
  /** How many of them have time. @example 5 */
  active_days: number;
  /** The day with the most time, the first of several; null: there was no time. */
  best_day: ReportDay | null;
  /** Days in a row with time. */
  streak: ReportStreak;
  /** By their making, ten at most. */
  goals: ReportGoal[];
  /** How many goals are beyond these ten. @example 0 */
  other_goals: number;
  projects: ReportItems;
  languages: ReportItems;
  editors: ReportItems;
  /** Time with an AI agent or an AI model, or of the category "ai coding". */
  ai: ReportAi;
}

export class WeeklyReportAnswer {
  data: WeeklyReportData;
}

/** A report as JSON. */
export function toWeeklyReportAnswer(report: WeeklyReport): WeeklyReportAnswer {
  const items = ({ names, othersUs }: ReportList): ReportItems => ({
    items: names.map(({ name, us }) => ({ name, total_seconds: secondsOf(us), percent: Math.round((us / report.us) * 10_000) / 100 })),
    others_seconds: secondsOf(othersUs),
  });
  return {
    data: {
      week: report.week,
      start_date: report.first,
      end_date: report.last,
      day_start: clockTextOf(report.dayStart),
      timezone: report.zone,
      is_over: report.isOver,
      total_seconds: secondsOf(report.us),
      week_before: { week: report.before.week, total_seconds: secondsOf(report.before.us) },
      change: report.change && { seconds: secondsOf(report.change.us), percent: report.change.percent },
      days: report.days.map(toDay),
      active_days: report.activeDays,
      best_day: report.bestDay && toDay(report.bestDay),
      streak: { days: report.streak.days, longest_days: report.streak.longest },
      goals: report.goals.map(({ isMet, ...goal }) => ({ ...goal, is_met: isMet })),
      other_goals: report.otherGoals,
      projects: items(report.projects),
      languages: items(report.languages),
      editors: items(report.editors),
      ai: { total_seconds: secondsOf(report.ai.us), percent: report.ai.percent },
    },
  };
}

function toDay({ date, us }: { date: string; us: number }): ReportDay {
  return { date, total_seconds: secondsOf(us) };
}

function secondsOf(us: number): number {
  return us / US_PER_SECOND;
}
