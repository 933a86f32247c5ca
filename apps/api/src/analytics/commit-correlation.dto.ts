import { AnalyticsHead } from '@app/compat';
import { ApiProperty } from '@nestjs/swagger';

/** Coding time and commits of one day. */
export class CommitDayItem {
  /** @example "2026-01-29" */
  date: string;
  /** @example 7200 */
  total_seconds: number;
  /** @example 4 */
  commits: number;
}

/** Half of the commits have at most `median`, a quarter at most `p25`, three quarters at most `p75`; between two amounts on a straight line. */
export class QuartilesItem {
  /** @example 1200 */
  median: number;
  /** @example 900 */
  p25: number;
  /** @example 1800 */
  p75: number;
}

/** Coding time and commits of an hour of the day or of a weekday. */
export class HistogramItem {
  /** @example 7200 */
  total_seconds: number;
  /** @example 4 */
  commits: number;
}

/** Sessions: time without a pause over the keystroke timeout. */
export class CommittedSessions {
  /** @example 8 */
  total: number;
  /** Those that end within ten minutes of a commit, before or after it. @example 5 */
  ending_in_commit: number;
  /** Of 100, two decimals; null without sessions. @example 62.5 */
  @ApiProperty({ type: Number, nullable: true })
  percent: number | null;
}

/** From −1 to 1. */
export class CorrelationItem {
  /** Four decimals. @example 0.8798 */
  value: number;
  /** Where the interval that holds the true value in 95 of 100 cases begins. @example 0.6547 */
  low: number;
  /** @example 0.9603 */
  high: number;
}

/** How the coding hours and the commits of days go together. A pattern of these days: it says nothing of what causes what. */
export class CorrelationsItem {
  /** Days with time or commits. @example 14 */
  n: number;
  /** Pearson's r. Null of fewer than 14 days, and where one side never changes. */
  @ApiProperty({ type: CorrelationItem, nullable: true })
  pearson: CorrelationItem | null;
  /** Spearman's ρ, of ranks: one very long day weighs no more than another. */
  @ApiProperty({ type: CorrelationItem, nullable: true })
  spearman: CorrelationItem | null;
}

/** A project, its time and its commits in the range. */
export class DensityItem {
  /** @example "chronova" */
  project: string;
  /** @example 7200 */
  total_seconds: number;
  /** @example 4 */
  commits: number;
  /** Two decimals. @example 2 */
  commits_per_hour: number;
}

/** With an AI: its category is "ai coding", or the client named an agent or a model. */
export class AiBehindCommits {
  /** All time behind the commits of the range. @example 7200 */
  total_seconds: number;
  /** What of it was spent with an AI. @example 1800 */
  ai_seconds: number;
  /** Of 100, two decimals; null without time. @example 25 */
  @ApiProperty({ type: Number, nullable: true })
  percent: number | null;
}

export class CommitCorrelationData extends AnalyticsHead {
  /** Coding time of the range. @example 7200 */
  total_seconds: number;
  /** Your own commits, by author date. @example 4 */
  commits: number;
  /** Whether there are more than the newest 50,000, which were read. */
  is_shortened: boolean;
  /** Two decimals; null without time. @example 2 */
  @ApiProperty({ type: Number, nullable: true })
  commits_per_hour: number | null;
  /** Every day of the range. */
  daily: CommitDayItem[];
  /** Of `total_seconds` of commits that have any; null of none. */
  @ApiProperty({ type: QuartilesItem, nullable: true })
  seconds_per_commit: QuartilesItem | null;
  /** Of `file_seconds` of commits that have any; null of none. */
  @ApiProperty({ type: QuartilesItem, nullable: true })
  file_seconds_per_commit: QuartilesItem | null;
  sessions: CommittedSessions;
  /** From where the time behind a commit begins to its author date, pauses included; null of none. */
  @ApiProperty({ type: QuartilesItem, nullable: true })
  first_edit_to_commit_seconds: QuartilesItem | null;
  /** 24, from midnight in the answer's zone. */
  hours: HistogramItem[];
  /** 7, from Sunday. */
  weekdays: HistogramItem[];
  correlation: CorrelationsItem;
  /** Of projects with commits and an hour of time or more: the five with the most commits an hour. */
  most_dense: DensityItem[];
  /** The five with the fewest, the fewest first. */
  least_dense: DensityItem[];
  ai: AiBehindCommits;
}

export class CommitCorrelationAnswer {
  data: CommitCorrelationData;
}
