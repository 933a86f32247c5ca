import { ApiProperty } from '@nestjs/swagger';
import { AnalyticsHead } from './analytics-params.dto.js';

/** A change of project within a session. */
export class ContextSwitchItem {
  /** @example "chronova" */
  fromProject: string;
  /** @example "website" */
  toProject: string;
  /** When, in the answer's zone. @example "Thu Jan 29th 2026, 14:05" */
  timestampFormatted: string;
  /** @example "2026-01-29T17:05:12Z" */
  timestamp: string;
}

/** Changes of project within sessions. */
export class ContextSwitches {
  /** @example 6 */
  total: number;
  /** In an hour of time, two decimals. @example 3 */
  perHour: number;
  /** The newest, at most 20, newest first. */
  recent: ContextSwitchItem[];
}

/** Time of one project without a pause. */
export class DeepWorkItem {
  /** @example "chronova" */
  project: string;
  /** Seconds. @example 2700.5 */
  duration: number;
  /** In the answer's zone. @example "Thu Jan 29th 2026, 09:00" */
  startTimeFormatted: string;
  /** @example "Thu Jan 29th 2026, 09:45" */
  endTimeFormatted: string;
  /** @example "2026-01-29T12:00:00Z" */
  start: string;
  /** @example "2026-01-29T12:45:00Z" */
  end: string;
}

/** Deep-work blocks. */
export class DeepWork {
  /** The longest, at most 100, longest first. */
  blocks: DeepWorkItem[];
  /** All of them. @example 2 */
  totalBlocks: number;
  /** Hours in all of them, two decimals. @example 1.5 */
  totalDeepWorkHours: number;
}

/** Sessions: joined time without a pause over the timeout. */
export class FocusSessions {
  /** @example 3 */
  total: number;
  /** Seconds. @example 5400.5 */
  longestSeconds: number;
}

/** Time of one project. */
export class FocusProject {
  /** @example "chronova" */
  name: string;
  /** @example 6300.5 */
  totalSeconds: number;
  /** Of all time, two decimals. @example 87.5 */
  percent: number;
  /** Whole hours. @example 1 */
  hours: number;
  /** Whole minutes beside the hours. @example 45 */
  minutes: number;
}

/** The project with the most time. */
export class TopProject {
  /** @example "chronova" */
  name: string;
  /** @example 87.5 */
  percent: number;
}

export class FocusData extends AnalyticsHead {
  /** Whether the range has more days than the newest 366, which were read. */
  is_shortened: boolean;
  /** 0 to 100. @example 75 */
  concentrationScore: number;
  /** Seconds. @example 7200.5 */
  totalCodingTime: number;
  contextSwitches: ContextSwitches;
  deepWorkBlocks: DeepWork;
  sessions: FocusSessions;
  /** Most time first: 100 projects at most, what is beyond is the entry "All other projects". */
  projectDistribution: FocusProject[];
  /** Null without time. */
  @ApiProperty({ type: TopProject, nullable: true })
  topProject: TopProject | null;
  /** The same. */
  @ApiProperty({ type: TopProject, nullable: true })
  top_project: TopProject | null;
}

/** The same twice: at top level, and under `data` as elsewhere. Clients read either. */
export class FocusAnswer extends FocusData {
  data: FocusData;
}
