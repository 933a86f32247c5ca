import { IntersectionType } from '@nestjs/swagger';
import { AiBlockFields } from './ai-block.dto.js';
import { DayRange, GrandTotal, Item, ItemLists } from './items.dto.js';

/** The total of a day and, where clients reported any, what was done with an AI. */
export class DayGrandTotal extends IntersectionType(GrandTotal, AiBlockFields) {}

/** The time of one local day. */
export class SummaryDay extends ItemLists {
  grand_total: DayGrandTotal;
  /** Only where one project was asked for. */
  branches?: Item[];
  /** Files, apps and domains. Only where one project was asked for; empty on ranges of more than 31 days. */
  entities?: Item[];
  range: DayRange;
}

/** The time of all the days. */
export class CumulativeTotal {
  /** @example 30313.5 */
  seconds: number;
  /** @example "8 hrs 25 mins" */
  text: string;
  /** Hours to two decimals. @example "8.42" */
  decimal: string;
  /** @example "8:25" */
  digital: string;
}

/** Time a day, over the days that have any. A holiday is a day without. */
export class DailyAverage {
  /** @example 2 */
  holidays: number;
  /** @example 7 */
  days_including_holidays: number;
  /** @example 5 */
  days_minus_holidays: number;
  /** Without the language Other. @example 5402.7 */
  seconds: number;
  /** @example "1 hr 30 mins" */
  text: string;
  /** @example 6062.7 */
  seconds_including_other_language: number;
  /** @example "1 hr 41 mins" */
  text_including_other_language: string;
}

/** Time by local day. */
export class Summaries {
  /** One a day, ascending, days without activity included. */
  data: SummaryDay[];
  cumulative_total: CumulativeTotal;
  daily_average: DailyAverage;
  /** First second of the first day. @example "2026-01-23T03:00:00Z" */
  start: string;
  /** Last second of the last day. @example "2026-01-30T02:59:59Z" */
  end: string;
  /** The branches of the project, at most 1,000. Only where one project was asked for. */
  available_branches?: string[];
  /** The branches that are counted. Only where one project was asked for. */
  branches?: string[];
  /** The project's colour. Only where one project was asked for. @example "#3178c6" */
  color?: string | null;
}
