import { OptionalInteger, OptionalText } from '@app/core';
import { ApiProperty } from '@nestjs/swagger';

/** Of which days. */
export class GoalAnalyticsParams {
  /** A range of `stats/{range}`. Left out: the last 30 days. @example "last_30_days" */
  @OptionalText()
  range?: string;

  /** Periods that make the trend, 1 to 100. Left out: 12. @example 12 */
  @OptionalInteger(1, 100)
  periods?: number;
}

/** What became of periods. */
export class GoalCounts {
  /** @example 20 */
  met: number;
  /** @example 5 */
  failed: number;
  /** @example 4 */
  ignored: number;
  /** @example 1 */
  pending: number;
}

/** A period of a trend. */
export class GoalTrendPeriod {
  /** @example "2026-11-26" */
  date: string;
  /** @example 7200 */
  actual_seconds: number;
  /** @example 7200 */
  goal_seconds: number;
  /** @example 100 */
  percentage: number;
  /** @example "success" */
  range_status: string;
}

export class GoalTrend {
  /** `up`, `down` or `flat` (less than 5 percent points); null where fewer than two periods count. @example "up" */
  @ApiProperty({ type: String, nullable: true, example: 'up' })
  direction: string | null;
  /** The average progress of the later half less that of the earlier half, in percent points: of 50, 60, 90, 100 it is 40. */
  @ApiProperty({ type: Number, nullable: true, example: 40 })
  change: number | null;
  /** The latest last. */
  data: GoalTrendPeriod[];
}

/** A weekday. */
export class GoalWeekday {
  /** @example "monday" */
  weekday: string;
  /** Of goals by the day. @example 4 */
  met: number;
  /** @example 1 */
  failed: number;
  /** Met of met and failed; null where there is none. */
  @ApiProperty({ type: Number, nullable: true, example: 0.8 })
  achievement_ratio: number | null;
}

export class GoalWeekdayTime extends GoalWeekday {
  /** Seconds on such a day, on average. @example 6120 */
  average_seconds: number;
}

export class BestPeriod extends GoalTrendPeriod {
  goal_id: string;
  /** @example "Code 2 hrs a day" */
  title: string;
}

class GoalFigures {
  counts: GoalCounts;
  /** Met of met and failed periods, to four decimals: met, met, fail, ignored, pending is 0.6667. Null where there is none. */
  @ApiProperty({ type: Number, nullable: true, example: 0.8 })
  achievement_ratio: number | null;
  /** At present, whatever the range. @example 3 */
  current_streak: number;
  /** In the range. @example 9 */
  longest_streak: number;
  /** Percent of the target over met and failed periods, to two decimals: of 50 and 120 it is 85. */
  @ApiProperty({ type: Number, nullable: true, example: 85 })
  average_progress: number | null;
  /** The most of its target; of "at most" the one that used the least of it. */
  @ApiProperty({ type: BestPeriod, nullable: true })
  best_period: BestPeriod | null;
}

/** How one goal went. */
export class GoalAnalyticsData extends GoalFigures {
  goal_id: string;
  /** @example "Code 2 hrs a day" */
  title: string;
  /** 0 to 100. @example 50 */
  strength: number;
  /** Over met and failed periods. */
  @ApiProperty({ type: Number, nullable: true, example: 6120 })
  average_seconds: number | null;
  /** Sunday first. */
  weekdays: GoalWeekdayTime[];
  trend: GoalTrend;
}

/** All goals that ended on a day. */
export class GoalDay {
  /** @example "2026-11-26" */
  date: string;
  /** @example 2 */
  met: number;
  /** @example 0 */
  failed: number;
}

/**
 * How all goals went. Streaks are of days on which every goal that ended was met; days on which none ended neither add nor break. Ten days in a
 * row up to yesterday are a current streak of 10 in every range; the longest one of the last 7 days is 6 then, as today still runs.
 */
export class AllGoalsData extends GoalFigures {
  /** Of goals by the day; Sunday first. */
  weekdays: GoalWeekday[];
  /** The last days on which goals ended, the latest last. */
  trend: GoalDay[];
}

export class GoalAnalyticsRange {
  /** @example "last_30_days" */
  name: string;
  /** @example "2026-10-29" */
  start_date: string;
  /** @example "2026-11-27" */
  end_date: string;
  /** @example "Europe/Berlin" */
  timezone: string;
}

export class GoalAnalyticsBody {
  range: GoalAnalyticsRange;
  overall: AllGoalsData;
  goals: GoalAnalyticsData[];
}

export class GoalAnalyticsAnswer {
  data: GoalAnalyticsBody;
}
