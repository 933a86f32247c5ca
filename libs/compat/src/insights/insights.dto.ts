import { INSIGHTS } from '@app/analytics';
import { OptionalFlag, OptionalText } from '@app/core';
import { ApiProperty } from '@nestjs/swagger';
import { Item, MachineItem } from '../time/items.dto.js';
import { BestDay } from '../time/stats.dto.js';
import { TimeParams } from '../time/time-params.dto.js';

/** What insights there are, for the description of the path. */
export const INSIGHT_TYPES: readonly string[] = INSIGHTS;

export class InsightParams extends TimeParams {
  /** Only days of this weekday, 0 (Monday) to 6 or `monday` to `sunday`. Counts for `days` alone. */
  @OptionalText()
  weekday?: string;

  /** Whether ranges such as `last_7_days` end today. Left out: yes under `/api/v1`, no under `/api/v1/compat/waka`. */
  @OptionalFlag()
  is_including_today?: boolean;
}

/** Time in one category on the days of one weekday. */
export class WeekdayCategory {
  /** Of the category, or of the weekday. @example "Coding" */
  name: string;
  /** Seconds on all of the days. @example 14400.5 */
  total: number;
  /** @example "4 hrs" */
  human_readable_total: string;
  /** Seconds a day, over the weekday's `count`. @example 7200.25 */
  average: number;
  /** @example "2 hrs" */
  human_readable_average: string;
}

/** Time on the days of one weekday. */
export class WeekdayInsight extends WeekdayCategory {
  /** How many of the range's days of this weekday have time. @example 4 */
  count: number;
  categories: WeekdayCategory[];
}

/** Time in one category on one day. */
export class DayCategory {
  /** @example "Coding" */
  name: string;
  /** Seconds. @example 7200.5 */
  total: number;
}

/** The time of one local day. */
export class DayInsight {
  /** @example "2026-01-29" */
  date: string;
  /** Seconds. @example 7200.5 */
  total: number;
  categories: DayCategory[];
}

/** The time of one local day, with and without an AI. */
export class AiDayInsight {
  /** @example "2026-01-29" */
  date: string;
  /** Seconds. @example 7200.5 */
  total: number;
  /** Of them with an AI: the category is "ai coding", or the client named an agent or a model. Others do not see it. @example 1800.5 */
  ai_total?: number;
  /** The rest. @example 5400 */
  human_total?: number;
}

/** What stats of the same range begin with. */
export class StatsInsight {
  /** Without the language Other. @example 7200.5 */
  total_seconds: number;
  /** @example "2 hrs" */
  human_readable_total: string;
  /** @example 7500.5 */
  total_seconds_including_other_language: number;
  /** @example "2 hrs 5 mins" */
  human_readable_total_including_other_language: string;
  /** Seconds a day, over the days that have time, without the language Other. @example 3600 */
  daily_average: number;
  /** @example "1 hr" */
  human_readable_daily_average: string;
  /** @example 3750 */
  daily_average_including_other_language: number;
  /** @example "1 hr 2 mins" */
  human_readable_daily_average_including_other_language: string;
  best_day: BestDay;
}

/** Seconds, and the same in words. */
export class Amount {
  /** @example 7200.5 */
  seconds: number;
  /** @example "2 hrs" */
  text: string;
}

/** Time a day, over the days that have time, without the language Other. */
export class DailyAverageInsight extends Amount {
  /** @example 7500.5 */
  seconds_including_other_language: number;
  /** @example "2 hrs 5 mins" */
  text_including_other_language: string;
}

/** The same two amounts as WakaTime's own dashboard reads them. */
export class CurrentUserInsight {
  total: Amount;
  daily_average: Amount;
}

/** The key that is called like the insight has it; the other insights' keys are absent. */
export class InsightData {
  /** Of `weekdays` and `weekday`: seven, Monday first. */
  @ApiProperty({ type: [WeekdayInsight], required: false })
  weekdays?: WeekdayInsight[];
  /** Of `weekday`: the same as `weekdays`, which clients look for. */
  @ApiProperty({ type: [WeekdayInsight], required: false })
  weekday?: WeekdayInsight[];
  /** Of `days`: ascending, days without time included. */
  @ApiProperty({ type: [DayInsight], required: false })
  days?: DayInsight[];
  /** Of `ai_days`: ascending, days without time included. */
  @ApiProperty({ type: [AiDayInsight], required: false })
  ai_days?: AiDayInsight[];
  @ApiProperty({ type: StatsInsight, required: false })
  stats?: StatsInsight;
  @ApiProperty({ type: BestDay, required: false })
  best_day?: BestDay;
  @ApiProperty({ type: DailyAverageInsight, required: false })
  daily_average?: DailyAverageInsight;
  /** Of `daily_average`. */
  @ApiProperty({ type: CurrentUserInsight, required: false })
  current_user?: CurrentUserInsight;
  @ApiProperty({ type: [Item], required: false })
  projects?: Item[];
  @ApiProperty({ type: [Item], required: false })
  languages?: Item[];
  @ApiProperty({ type: [Item], required: false })
  editors?: Item[];
  @ApiProperty({ type: [Item], required: false })
  categories?: Item[];
  @ApiProperty({ type: [MachineItem], required: false })
  machines?: MachineItem[];
  @ApiProperty({ type: [Item], required: false })
  operating_systems?: Item[];
  /** @example "last_7_days" */
  range: string;
  /** @example "last 7 days" */
  human_readable_range: string;
  /** Days without time. @example 2 */
  holidays: number;
  /** @example 7 */
  days_including_holidays: number;
  /** @example 5 */
  days_minus_holidays: number;
  /** Always "ok". @example "ok" */
  status: string;
  /** Whether the range has today. */
  is_including_today: boolean;
  is_up_to_date: boolean;
  is_up_to_date_pending_future: boolean;
  is_stuck: boolean;
  is_already_updating: boolean;
  /** Always 100. @example 100 */
  percent_calculated: number;
  /** First second of the first day. @example "2026-01-23T03:00:00Z" */
  start: string;
  /** Last second of the last day. @example "2026-01-30T02:59:59Z" */
  end: string;
  /** @example "America/Sao_Paulo" */
  timezone: string;
  /** Keystroke timeout in minutes. @example 15 */
  timeout: number;
  writes_only: boolean;
  /** @example "5b0f3c9e-9d43-4f0c-8f5e-2f6f1f7f6d11" */
  user_id: string;
  /** @example "2024-03-05T08:15:00Z" */
  created_at: string;
  /** @example "2026-01-29T10:03:20Z" */
  modified_at: string;
}

/** One fold over the time of a range. */
export class InsightAnswer {
  data: InsightData;
}
