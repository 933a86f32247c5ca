import { isKnownLanguage, type StatsResult } from '@app/analytics';
import { isoSeconds, uuidV8Of } from '@app/core';
import { toAiBlock } from './ai-block.shape.js';
import { sumOf, toItemLists, totalOf } from './items.shape.js';
import type { BestDay, Stats } from './stats.dto.js';
import { isoOf, lastSecondOf, minutesTextOf, partsOf, secondsOf } from '../texts.js';

/**
 * Stats (contract §1.5, §3.5.3), of the owner's own data: everything is visible. Totals and averages leave the language Other out and have
 * twins with it; lists, `best_day`, `daily_stats` and `hourly_stats` have it (§4.1). Always complete, never "pending": 202 and half answers
 * are read as no data. `now` in ms since 1970; with `applyMinimum` lists leave out what is shorter than the owner's displayMinimumDuration.
 */
export function toStats(answer: StatsResult, { now, applyMinimum }: { now: number; applyMinimum?: boolean }): Stats {
  const [first] = answer.days;
  const last = answer.days.at(-1);
  if (!first || !last) throw new RangeError('Stats need a day.');
  const total = totalOf(answer.lists);
  const known = sumOf(answer.lists.language.filter(isKnownLanguage));
  const active = answer.days.filter((day) => day.us > 0).length;
  const average = (us: number): number => (active === 0 ? 0 : us / active);
  return {
    data: {
      id: uuidV8Of(`stats ${answer.owner.publicId} ${answer.range.range} ${first.date}`),
      user_id: answer.owner.publicId,
      username: answer.owner.username,
      range: answer.range.range,
      human_readable_range: answer.range.humanReadable,
      start: isoOf(first.from),
      end: lastSecondOf({ from: first.from, to: last.to }),
      timezone: answer.zone,
      timeout: answer.timeout,
      writes_only: answer.writesOnly,
      holidays: answer.days.length - active,
      days_including_holidays: answer.days.length,
      days_minus_holidays: active,
      total_seconds: secondsOf(known),
      total_seconds_including_other_language: secondsOf(total),
      human_readable_total: minutesTextOf(known),
      human_readable_total_including_other_language: minutesTextOf(total),
      daily_average: Math.round(secondsOf(average(known))),
      daily_average_including_other_language: Math.round(secondsOf(average(total))),
      human_readable_daily_average: minutesTextOf(average(known)),
      human_readable_daily_average_including_other_language: minutesTextOf(average(total)),
      ...toItemLists(answer.lists, 'minutes', applyMinimum ? answer.displayMinimum : 0),
      best_day: toBestDay(answer.days),
      daily_stats: answer.days.map(({ date, us }) => {
        const { hours, minutes } = partsOf(us);
        return { date, total_seconds: secondsOf(us), text: minutesTextOf(us), hours, minutes };
      }),
      hourly_stats: answer.hours.map((us, hour) => ({ hour, total_seconds: secondsOf(us) })),
      status: 'ok',
      percent_calculated: 100,
      is_up_to_date: true,
      is_up_to_date_pending_future: false,
      is_already_updating: false,
      is_stuck: false,
      is_including_today: answer.range.includesToday,
      is_cached: false,
      is_coding_activity_visible: true,
      is_language_usage_visible: true,
      is_editor_usage_visible: true,
      is_category_usage_visible: true,
      is_os_usage_visible: true,
      is_other_usage_visible: true,
      created_at: isoSeconds(answer.owner.createdAt),
      modified_at: isoSeconds(now),
      ...toAiBlock(answer.ai),
    },
  };
}

/** The earliest of the days with the most time. Always an object: chronova-cli's type has no null (§3.5.3). */
export function toBestDay(days: readonly { date: string; us: number }[]): BestDay {
  const best = days.reduce((a, b) => (b.us > a.us ? b : a));
  return { date: best.date, text: minutesTextOf(best.us), total_seconds: secondsOf(best.us) };
}
