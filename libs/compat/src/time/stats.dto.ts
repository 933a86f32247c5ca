import { IntersectionType } from '@nestjs/swagger';
import { AiBlockFields } from './ai-block.dto.js';
import { ItemLists } from './items.dto.js';

/** The day with the most time, all languages. Without any time: the first day, with none. */
export class BestDay {
  /** @example "2026-01-29" */
  date: string;
  /** @example "7 hrs 3 mins" */
  text: string;
  /** @example 25380.5 */
  total_seconds: number;
}

/** The time of one local day, all languages. */
export class DailyStat {
  /** @example "2026-01-29" */
  date: string;
  /** @example 25380.5 */
  total_seconds: number;
  /** @example "7 hrs 3 mins" */
  text: string;
  /** Whole hours. @example 7 */
  hours: number;
  /** Whole minutes beside the hours. @example 3 */
  minutes: number;
}

/** The time of one local hour of the day, over all days. */
export class HourlyStat {
  /** 0 to 23. @example 14 */
  hour: number;
  /** @example 9120.5 */
  total_seconds: number;
}

export class StatsData extends IntersectionType(ItemLists, AiBlockFields) {
  /** The same for the same user, range and first day. @example "8d1f6f0e-3c0a-8b57-9a0e-0c1d2e3f4a5b" */
  id: string;
  /** @example "5b0f3c9e-9d43-4f0c-8f5e-2f6f1f7f6d11" */
  user_id: string;
  /** @example "ada" */
  username: string;
  /** @example "last_7_days" */
  range: string;
  /** @example "last 7 days" */
  human_readable_range: string;
  /** First second of the first day. @example "2026-01-23T03:00:00Z" */
  start: string;
  /** Last second of the last day. @example "2026-01-30T02:59:59Z" */
  end: string;
  /** @example "America/Sao_Paulo" */
  timezone: string;
  /** Keystroke timeout in minutes. @example 15 */
  timeout: number;
  writes_only: boolean;
  /** Days without time. @example 2 */
  holidays: number;
  /** @example 7 */
  days_including_holidays: number;
  /** @example 5 */
  days_minus_holidays: number;
  /** Without the language Other. @example 80473.1 */
  total_seconds: number;
  /** @example 84013.1 */
  total_seconds_including_other_language: number;
  /** @example "22 hrs 21 mins" */
  human_readable_total: string;
  /** @example "23 hrs 20 mins" */
  human_readable_total_including_other_language: string;
  /** Seconds a day, over the days that have time, without the language Other. @example 16095 */
  daily_average: number;
  /** @example 16803 */
  daily_average_including_other_language: number;
  /** @example "4 hrs 28 mins" */
  human_readable_daily_average: string;
  /** @example "4 hrs 40 mins" */
  human_readable_daily_average_including_other_language: string;
  best_day: BestDay;
  /** One a day, ascending. */
  daily_stats: DailyStat[];
  /** 24, from midnight. */
  hourly_stats: HourlyStat[];
  /** Always "ok": the answer is computed when it is asked for. @example "ok" */
  status: string;
  /** Always 100. @example 100 */
  percent_calculated: number;
  is_up_to_date: boolean;
  is_up_to_date_pending_future: boolean;
  is_already_updating: boolean;
  is_stuck: boolean;
  /** Whether the range has today. */
  is_including_today: boolean;
  is_cached: boolean;
  is_coding_activity_visible: boolean;
  is_language_usage_visible: boolean;
  is_editor_usage_visible: boolean;
  is_category_usage_visible: boolean;
  is_os_usage_visible: boolean;
  is_other_usage_visible: boolean;
  /** @example "2024-03-05T08:15:00Z" */
  created_at: string;
  /** @example "2026-01-29T10:03:20Z" */
  modified_at: string;
}

/** Time over a range. */
export class Stats {
  data: StatsData;
}
