import type { RangeTime, StatsQuestion } from '@app/analytics';
import { isoOf, lastSecondOf } from '../texts.js';
import { statsQuestion } from '../time/time-questions.js';
import type { AnalyticsHead, AnalyticsParams } from './analytics-params.dto.js';

/** The range that is meant where none is named. */
const USUAL_RANGE = 'last_7_days';

/** What a request for an analysis asks. `includesToday` where the request does not say it. */
export function analyticsQuestion(includesToday: boolean, { range = USUAL_RANGE, ...params }: AnalyticsParams): StatsQuestion {
  return statsQuestion(range, includesToday, params);
}

/** What every answer says of the time that it is of. */
export function toAnalyticsHead({ range, zone, timeout, writesOnly, first, last, days }: RangeTime): AnalyticsHead {
  return {
    range: range.range,
    human_readable_range: range.humanReadable,
    start: isoOf(first.from),
    end: lastSecondOf({ from: first.from, to: last.to }),
    days,
    is_including_today: range.includesToday,
    timezone: zone,
    timeout,
    writes_only: writesOnly,
  };
}
