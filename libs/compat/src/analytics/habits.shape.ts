import type { HoursResult, Streak, StreaksQuestion, StreaksResult, WeekdaysResult } from '@app/analytics';
import { minutesTextOf, percentOf, secondsOf } from '../texts.js';
import { allTimeQuestion } from '../time/time-questions.js';
import { toAnalyticsHead } from './analytics.shape.js';
import type { BusiestHour, HoursAnswer, StreakItem, StreaksAnswer, StreaksParams, WeekdaysAnswer } from './habits.dto.js';

/** Time by weekday and local hour. */
export function toHours({ head, us, hours, weekdays }: HoursResult): HoursAnswer {
  return {
    data: {
      ...toAnalyticsHead(head),
      total_seconds: secondsOf(us),
      hours: hours.map(secondsOf),
      weekdays: weekdays.map((day) => ({
        weekday: day.weekday,
        total_seconds: secondsOf(day.hours.reduce((sum, hour) => sum + hour, 0)),
        hours: day.hours.map(secondsOf),
      })),
      busiest: busiestOf(weekdays),
    },
  };
}

/** Of the same amount the first of the week. */
function busiestOf(weekdays: HoursResult['weekdays']): BusiestHour | null {
  const all = weekdays.flatMap(({ weekday, hours }) => hours.map((us, hour) => ({ weekday, hour, us })));
  const [most] = all.toSorted((a, b) => b.us - a.us);
  return most && most.us > 0 ? { weekday: most.weekday, hour: most.hour, total_seconds: secondsOf(most.us) } : null;
}

/** Time by weekday. */
export function toWeekdays({ head, us, weekdays }: WeekdaysResult): WeekdaysAnswer {
  return {
    data: {
      ...toAnalyticsHead(head),
      total_seconds: secondsOf(us),
      weekdays: weekdays.map((day) => ({
        weekday: day.weekday,
        total_seconds: secondsOf(day.us),
        text: minutesTextOf(day.us),
        percent: percentOf(day.us, us),
        days: day.days,
        active_days: day.activeDays,
        average_seconds: secondsOf(day.average),
        average_text: minutesTextOf(day.average),
        average_of_all_days_seconds: secondsOf(day.averageOfAllDays),
      })),
    },
  };
}

/** What a request for streaks asks. */
export function streaksQuestion({ threshold, ...params }: StreaksParams): StreaksQuestion {
  return { ...allTimeQuestion(params), threshold };
}

/** Streaks of days. */
export function toStreaks({ head, threshold, metDays, today, current, longest }: StreaksResult): StreaksAnswer {
  const streaks = longest.map(toStreak);
  return {
    data: {
      ...toAnalyticsHead(head),
      threshold_minutes: threshold,
      met_days: metDays,
      today: { date: today.date, total_seconds: secondsOf(today.us), is_met: today.isMet },
      current: current && toStreak(current),
      longest: streaks[0] ?? null,
      streaks,
    },
  };
}

function toStreak({ days, first, last }: Streak): StreakItem {
  return { days, start: first, end: last };
}
