import type { AllTimeResult } from '@app/analytics';
import { localDate } from '@app/core';
import type { AllTime } from './all-time.dto.js';
import { dayTextOf, decimalOf, digitalOf, isoOf, lastSecondOf, minutesTextOf, secondsOf } from '../texts.js';

/** All time (contract §1.4, case 39). `now` in ms since 1970. */
export function toAllTime(answer: AllTimeResult, { now }: { now: number }): AllTime {
  const { first, last, us, zone } = answer;
  const today = localDate(zone, now);
  return {
    data: {
      total_seconds: secondsOf(us),
      text: minutesTextOf(us),
      decimal: decimalOf(us),
      digital: digitalOf(us),
      daily_average: answer.activeDays === 0 ? 0 : Math.round(secondsOf(us / answer.activeDays)),
      is_up_to_date: true,
      percent_calculated: 100,
      range: {
        start: isoOf(first.from),
        start_date: first.date,
        start_text: dayTextOf(first.date, today),
        end: lastSecondOf(last),
        end_date: last.date,
        end_text: dayTextOf(last.date, today),
        timezone: zone,
      },
      timeout: answer.timeout,
    },
  };
}
