import type { Change, ComparisonQuestion, ComparisonResult, Period } from '@app/analytics';
import { must } from '@app/core';
import { isoOf, lastSecondOf, minutesTextOf, roundedTo2, secondsOf } from '../texts.js';
import { analyticsQuestion, toAnalyticsHead } from './analytics.shape.js';
import { COMPARED_BY } from './compared-by.js';
import type { AmountChange, ComparedPeriod, ComparisonAnswer, ComparisonParams } from './comparison.dto.js';

/** What a request for a comparison asks. `includesToday` where the request does not say it. */
export function comparisonQuestion(includesToday: boolean, { by = 'project', ...params }: ComparisonParams): ComparisonQuestion {
  return { ...analyticsQuestion(includesToday, params), by: must(COMPARED_BY[by], 'what time is told apart by') };
}

/** A period and the one before it. */
export function toComparison({ head, by, now, before, total, names }: ComparisonResult): ComparisonAnswer {
  return {
    data: {
      ...toAnalyticsHead(head),
      by: must(
        Object.keys(COMPARED_BY).find((name) => COMPARED_BY[name] === by),
        'the name of a dimension',
      ),
      current: toPeriod(now, total.us),
      previous: toPeriod(before, total.before),
      total: toChange(total),
      items: names.map((item) => ({ name: item.name, ...toChange(item), status: item.status })),
    },
  };
}

function toPeriod({ first, last, days, activeDays }: Period, us: number): ComparedPeriod {
  return {
    start: isoOf(first.from),
    end: lastSecondOf({ from: first.from, to: last.to }),
    days,
    active_days: activeDays,
    total_seconds: secondsOf(us),
    text: minutesTextOf(us),
  };
}

function toChange({ us, before, change, percent }: Change): AmountChange {
  return {
    total_seconds: secondsOf(us),
    previous_seconds: secondsOf(before),
    change_seconds: secondsOf(change),
    change_percent: percent === null ? null : roundedTo2(percent),
  };
}
