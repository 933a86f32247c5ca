import { roundedTo2, secondsOf } from '@app/compat';
import { dateOf, mapInTurns, must } from '@app/core';
import { formOf, type GoalAnalyticsResult, type JudgedGoal, type JudgedPeriod, progressOf, titleOf } from '@app/goals';
import type { BestPeriod, GoalAnalyticsAnswer, GoalAnalyticsData, GoalTrendPeriod, GoalWeekday } from './goal-analytics.dto.js';
import { WEEKDAYS } from './weekdays.js';

type OneGoal = GoalAnalyticsResult['goals'][number];

export async function toGoalAnalytics(result: GoalAnalyticsResult): Promise<GoalAnalyticsAnswer> {
  const { range, judged, goals, counts, currentStreak, longestStreak, averageProgress, best, weekdays, days } = result;
  return {
    data: {
      range: { name: range.name, start_date: range.first, end_date: range.last, timezone: judged.zone },
      overall: {
        counts,
        achievement_ratio: ratioOf(counts),
        current_streak: currentStreak,
        longest_streak: longestStreak,
        average_progress: twoDecimals(averageProgress),
        best_period: best && toBest(best.goal, best.period),
        weekdays: weekdays.map(toWeekday),
        trend: days.map(({ day, met, failed }) => ({ date: dateOf(day), met, failed })),
      },
      goals: await mapInTurns(goals, toOneGoal),
    },
  };
}

function toOneGoal({ goal, counts, longestStreak, averageProgress, averageUs, best, weekdays, trend }: OneGoal): GoalAnalyticsData {
  return {
    goal_id: goal.goal.publicId,
    title: titleOf(formOf(goal.goal)),
    counts,
    achievement_ratio: ratioOf(counts),
    current_streak: goal.streak,
    longest_streak: longestStreak,
    strength: goal.strength,
    average_progress: twoDecimals(averageProgress),
    average_seconds: averageUs === null ? null : secondsOf(Math.round(averageUs)),
    best_period: best && toBest(goal, best),
    weekdays: weekdays.map((one) => ({ ...toWeekday(one), average_seconds: secondsOf(one.averageUs) })),
    trend: { direction: trend.direction, change: twoDecimals(trend.change), data: trend.periods.map(toTrendPeriod) },
  };
}

function toTrendPeriod(period: JudgedPeriod): GoalTrendPeriod {
  return {
    date: dateOf(period.key),
    actual_seconds: secondsOf(period.us),
    goal_seconds: secondsOf(period.targetUs),
    percentage: must(twoDecimals(progressOf(period)), 'progress'),
    range_status: period.status,
  };
}

function toBest({ goal }: JudgedGoal, period: JudgedPeriod): BestPeriod {
  return { goal_id: goal.publicId, title: titleOf(formOf(goal)), ...toTrendPeriod(period) };
}

function toWeekday({ weekday, met, failed }: { weekday: number; met: number; failed: number }): GoalWeekday {
  return { weekday: must(WEEKDAYS[weekday], 'weekday'), met, failed, achievement_ratio: ratioOf({ met, failed }) };
}

function ratioOf({ met, failed }: { met: number; failed: number }): number | null {
  return met + failed === 0 ? null : Math.round((met / (met + failed)) * 10_000) / 10_000;
}

function twoDecimals(amount: number | null): number | null {
  return amount === null ? null : roundedTo2(amount);
}
