import { OptionalInteger, OptionalText } from '@app/core';
import { ApiProperty } from '@nestjs/swagger';
import { GroupParams } from '../time/time-params.dto.js';
import { AnalyticsHead } from './analytics-params.dto.js';

/** Time of one weekday by local hour. */
export class WeekdayHours {
  /** @example "Monday" */
  weekday: string;
  /** Seconds. @example 14400.5 */
  total_seconds: number;
  /** Seconds of each local hour of the day, 0 to 23. @example [0, 0, 0, 0, 0, 0, 0, 0, 600, 3600, 3600, 2400, 0, 1800, 2400.5, 0, 0, 0, 0, 0, 0, 0, 0, 0] */
  hours: number[];
}

/** The hour of the week with the most time. */
export class BusiestHour {
  /** @example "Monday" */
  weekday: string;
  /** @example 9 */
  hour: number;
  /** @example 3600 */
  total_seconds: number;
}

export class HoursData extends AnalyticsHead {
  /** Seconds, which all hours add up to. @example 14400.5 */
  total_seconds: number;
  /** Seconds of each local hour over all days, 0 to 23. @example [0, 0, 0, 0, 0, 0, 0, 0, 600, 3600, 3600, 2400, 0, 1800, 2400.5, 0, 0, 0, 0, 0, 0, 0, 0, 0] */
  hours: number[];
  /** Seven, beginning with the day that your weeks begin on. */
  weekdays: WeekdayHours[];
  /** Null without time. */
  @ApiProperty({ type: BusiestHour, nullable: true })
  busiest: BusiestHour | null;
}

/** Time by weekday and local hour. */
export class HoursAnswer {
  data: HoursData;
}

/** The days of one weekday. */
export class WeekdayStat {
  /** @example "Monday" */
  weekday: string;
  /** Seconds on all of its days. @example 14400.5 */
  total_seconds: number;
  /** @example "4 hrs" */
  text: string;
  /** Of all time, two decimals. @example 40.5 */
  percent: number;
  /** How many days of the range there are. @example 4 */
  days: number;
  /** How many of them have time. @example 2 */
  active_days: number;
  /** Seconds, over the days that have time. @example 7200.25 */
  average_seconds: number;
  /** @example "2 hrs" */
  average_text: string;
  /** Seconds, over all days. @example 3600.125 */
  average_of_all_days_seconds: number;
}

export class WeekdaysData extends AnalyticsHead {
  /** Seconds. @example 35555.5 */
  total_seconds: number;
  /** Seven, beginning with the day that your weeks begin on. */
  weekdays: WeekdayStat[];
}

/** Time by weekday. */
export class WeekdaysAnswer {
  data: WeekdaysData;
}

export class StreaksParams extends GroupParams {
  /** Only this project. */
  @OptionalText()
  project?: string;

  /** Minutes that a day must have to count, 0 to 1440; left out: 0, which is any time at all. */
  @OptionalInteger(0, 1440)
  threshold?: number;
}

/** Days one after the other that each have enough time. */
export class StreakItem {
  /** How many. @example 12 */
  days: number;
  /** First day. @example "2026-01-18" */
  start: string;
  /** Last day. @example "2026-01-29" */
  end: string;
}

/** The running day. */
export class StreakToday {
  /** @example "2026-01-29" */
  date: string;
  /** Seconds. @example 5400.5 */
  total_seconds: number;
  /** Whether it has enough time. Until then it breaks nothing. */
  is_met: boolean;
}

export class StreaksData extends AnalyticsHead {
  /** @example 30 */
  threshold_minutes: number;
  /** Days of all time that have enough time. @example 212 */
  met_days: number;
  today: StreakToday;
  /** The one that goes on; null: neither today nor yesterday has enough time. */
  @ApiProperty({ type: StreakItem, nullable: true })
  current: StreakItem | null;
  /** Null: no day has enough time. */
  @ApiProperty({ type: StreakItem, nullable: true })
  longest: StreakItem | null;
  /** The ten longest, longest first. */
  streaks: StreakItem[];
}

/** Streaks of days. */
export class StreaksAnswer {
  data: StreaksData;
}
