import { OptionalRuledParameter } from '@app/core';
import { ApiProperty } from '@nestjs/swagger';
import { AnalyticsHead, AnalyticsParams } from './analytics-params.dto.js';
import { COMPARED_BY, comparedByProblem } from './compared-by.js';

export class ComparisonParams extends AnalyticsParams {
  /** What time is told apart by; left out: `project`. */
  @ApiProperty({ enum: Object.keys(COMPARED_BY), required: false })
  @OptionalRuledParameter(comparedByProblem)
  by?: string;
}

/** One of the two periods. */
export class ComparedPeriod {
  /** First second. @example "2026-01-23T03:00:00Z" */
  start: string;
  /** Last second. @example "2026-01-30T02:59:59Z" */
  end: string;
  /** @example 7 */
  days: number;
  /** Days that have time. @example 5 */
  active_days: number;
  /** @example 36000.5 */
  total_seconds: number;
  /** @example "10 hrs" */
  text: string;
}

/** How an amount differs from the one before. */
export class AmountChange {
  /** Seconds in this period. @example 5400 */
  total_seconds: number;
  /** Seconds in the period before. @example 3600 */
  previous_seconds: number;
  /** Seconds more; below 0: less. @example 1800 */
  change_seconds: number;
  /** More, in percent of the period before, two decimals; null where that has no time. @example 50 */
  @ApiProperty({ type: Number, nullable: true })
  change_percent: number | null;
}

/** Time of one name in both periods. */
export class NameChange extends AmountChange {
  /** @example "chronova" */
  name: string;
  /** `new`: only in this period; `gone`: only in the one before; null: in both, or so many names that some were folded. */
  @ApiProperty({ type: String, nullable: true, enum: ['new', 'gone', null] })
  status: string | null;
}

export class ComparisonData extends AnalyticsHead {
  /** @example "project" */
  by: string;
  current: ComparedPeriod;
  previous: ComparedPeriod;
  total: AmountChange;
  /** Those with the most time in either period first: 100 at most, what is beyond is one entry such as "All other projects". */
  items: NameChange[];
}

/** A period and the one before it. */
export class ComparisonAnswer {
  data: ComparisonData;
}
