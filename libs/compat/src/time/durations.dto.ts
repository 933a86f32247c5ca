import { ApiProperty } from '@nestjs/swagger';

/**
 * Time without a break in one project and one value of what was sliced by. That value stands under the name that was asked for: one of
 * `entity`, `language`, `dependencies`, `os`, `editor`, `category` and `machine` is there.
 */
export class Duration {
  /** @example "chronova" */
  project: string;
  /** Start, seconds since 1970. @example 1769680800.25 */
  time: number;
  /** Seconds. @example 28.5 */
  duration: number;
  /** Of the project, where you gave it one. @example "#3572a5" */
  @ApiProperty({ type: String, nullable: true, example: null })
  color: string | null;
  /** File, app or domain. @example "/home/me/chronova/README.md" */
  entity?: string;
  /** @example "TypeScript" */
  language?: string;
  dependencies?: string[];
  /** @example "Linux" */
  os?: string;
  /** The same as `os`, and there with it. @example "Linux" */
  operating_system?: string;
  /** @example "VS Code" */
  editor?: string;
  /** @example "Coding" */
  category?: string;
  /** @example "laptop" */
  machine?: string;
  /** There with `machine`. @example "9b3c2c3e-52c0-8c5e-a5e6-0c2f7d1f6f0a" */
  machine_name_id?: string;
  /** Only of an external duration: of the part of it that no time between heartbeats covers. It is here even where it does not count in totals. */
  external_id?: string;
}

/** The joined time of one local day. */
export class Durations {
  /**
   * Ascending. Of a day with more than 5,000 blocks the longest; the others are one block an hour, of "All other entities" (or whatever was sliced
   * by), whose duration is their sum.
   */
  data: Duration[];
  /** First second of the day. @example "2026-01-29T03:00:00Z" */
  start: string;
  /** Last second of the day. @example "2026-01-30T02:59:59Z" */
  end: string;
  /** @example "America/Sao_Paulo" */
  timezone: string;
  /** The branches of the project, at most 1,000. Only where one project was asked for. */
  available_branches?: string[];
  /** The branches that are counted. Only where one project was asked for. */
  branches?: string[];
}
