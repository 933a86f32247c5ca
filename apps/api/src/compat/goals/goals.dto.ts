import { ApiProperty } from '@nestjs/swagger';

/** How far the present period is. */
export class GoalProgress {
  /** Seconds that count in the present period. @example 10800 */
  current_seconds: number;
  /** Of the target, to two decimals; of days a week, met days of those wanted. It may be more than 100. @example 75 */
  percentage: number;
  /** Periods that were met one after the other. The present one counts when it is met, and never breaks it. @example 5 */
  streak: number;
}

/** When a period is. */
export class GoalRange {
  /** Its day; the first day of its week or month. @example "2026-11-27" */
  date: string;
  /** @example "2026-11-27T00:00:00Z" */
  start: string;
  /** Its last second. @example "2026-11-27T23:59:59Z" */
  end: string;
  /** @example "Today" */
  text: string;
  /** The zone that it was judged in. @example "Europe/Berlin" */
  timezone: string;
}

/** Time of one name that counted. */
export class GoalShare {
  /** @example "chronova" */
  name: string;
  /** @example 7200 */
  seconds: number;
}

/** What counted in a period: at most 20 names each, those with the most time; the last one stands for all others. */
export class GoalExplanation {
  projects: GoalShare[];
  languages: GoalShare[];
}

/** A day, week or month of a goal. */
export class GoalPeriod {
  /** Seconds that count. @example 6480 */
  actual_seconds: number;
  /** @example "1 hr 48 mins" */
  actual_seconds_text: string;
  /** What was asked for then; of days a week on each day. @example 10800 */
  goal_seconds: number;
  /** @example "3 hrs" */
  goal_seconds_text: string;
  /** @example "2026-11-27" */
  date: string;
  /** @example "2026-11-27T00:00:00Z" */
  range_start: string;
  /** @example "2026-11-27T23:59:59Z" */
  range_end: string;
  range: GoalRange;
  /** `success`, `fail`, `pending` or `ignored`. @example "pending" */
  range_status: string;
  /** Why, in a sentence. @example "Coded 1 hr 48 mins, 1 hr 12 mins under 3 hrs" */
  range_status_reason: string;
  /** Why, in a few words. @example "1 hr 12 mins under" */
  range_status_reason_short: string;
  /** Days that reached the target; null where the goal is not of days a week. @example null */
  @ApiProperty({ type: Number, nullable: true, example: null })
  met_days: number | null;
  explain: GoalExplanation;
}

/** Whose goal it is. */
export class GoalPerson {
  display_name: string;
  full_name: string;
  /** @example "ada" */
  username: string;
  @ApiProperty({ type: String, nullable: true })
  email: string | null;
  id: string;
  photo: string;
}

/** Who gets a mail when it is met. */
export class GoalSubscriber {
  display_name: string;
  full_name: string;
  /** @example "ada" */
  username: string;
  @ApiProperty({ type: String, nullable: true })
  email: string | null;
  /** @example "Once a period" */
  email_frequency: string;
  user_id: string;
}

/** WakaTime's keys, the API reference's and chronova-android's in one object (contract §1.7, §3.5.4). */
export class GoalData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** Its title; without one what it asks for. @example "Code 3 hrs a day in Rust" */
  title: string;
  /** What you call it. */
  @ApiProperty({ type: String, nullable: true, example: null })
  custom_title: string | null;
  /** As it was sent. @example "daily" */
  type: string;
  /** `day`, `week` or `month`. @example "day" */
  delta: string;
  /** `day`, `week`, `month` or `days_of_week`. @example "day" */
  period: string;
  /** Days of a week that must reach the target; null where the goal is not of days a week. */
  @ApiProperty({ type: Number, nullable: true, example: null })
  days_per_week: number | null;
  /** The target. @example 10800 */
  seconds: number;
  /** @example 10800 */
  target_seconds: number;
  @ApiProperty({ type: String, nullable: true, example: 'Rust' })
  language: string | null;
  /** @example ["Rust"] */
  languages: string[];
  @ApiProperty({ type: String, nullable: true, example: null })
  project: string | null;
  /** @example [] */
  projects: string[];
  /** @example [] */
  editors: string[];
  /** @example [] */
  categories: string[];
  /** @example [] */
  branches: string[];
  /** @example [] */
  machines: string[];
  /** @example [] */
  ai_agents: string[];
  progress: GoalProgress;
  /** 0 to 100; one miss does not erase it: s ← s · m + met · (1 − m) with m = 0.5^(days / 13). 13 met days make 50, one miss after them 47.4. @example 50 */
  strength: number;
  /** Of the present period: `success`, `fail`, `pending` or `ignored`. @example "pending" */
  status: string;
  /**
   * The average of the periods that are over among the last seven, without ignored ones, against the average of their targets. Of an hour a day: 120,
   * 0, 60 and 60 minutes are 60 on average, which is `success`, though a day failed. @example "success"
   */
  average_status: string;
  /**
   * The sum of the last seven periods, without ignored ones, against the sum of their targets: the same days and nothing today yet are 4 of 5 hours,
   * which is `pending`. @example "pending"
   */
  cumulative_status: string;
  /** Whole percent of the present period, at most 100. @example 60 */
  status_percent_calculated: number;
  /** @example "Today" */
  range_text: string;
  is_enabled: boolean;
  is_inverse: boolean;
  is_snoozed: boolean;
  is_tweeting: boolean;
  is_current_user_owner: boolean;
  ignore_zero_days: boolean;
  /** @example ["saturday", "sunday"] */
  ignore_days: string[];
  @ApiProperty({ type: Number, nullable: true, example: null })
  improve_by_percent: number | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  snooze_until: string | null;
  /** Whether you want a mail when it is met or, of "at most", broken. */
  is_mailed: boolean;
  @ApiProperty({ type: String, nullable: true, example: null })
  category: string | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  difficulty: string | null;
  @ApiProperty({ type: Number, nullable: true, example: null })
  priority: number | null;
  @ApiProperty({ type: String, nullable: true, example: null })
  tags: string | null;
  /** @example "2026-11-20T08:00:00Z" */
  created_at: string;
  @ApiProperty({ type: String, nullable: true, example: null })
  modified_at: string | null;
  owner: GoalPerson;
  @ApiProperty({ type: [Object], example: [] })
  shared_with: never[];
  subscribers: GoalSubscriber[];
  /** In the list the present period alone; of one goal the last seven, the present one last. */
  chart_data: GoalPeriod[];
}

/** All goals: 100 at most. */
export class GoalsAnswer {
  data: GoalData[];
  /** @example 1 */
  total: number;
  /** @example 1 */
  total_pages: number;
}

export class GoalAnswer {
  /** When it was computed: now. @example "2026-11-27T09:30:00Z" */
  cached_at: string;
  data: GoalData;
}

/** The goal, at top level as chronova-android reads it and under `data`. */
export class SavedGoal extends GoalData {
  data: GoalData;
}

export class GoalDone {
  /** @example "Deleted." */
  message: string;
}
