import { ROUNDINGS, SHEET_COLUMNS } from '@app/analytics';
import { OptionalOneOf, OptionalRuledParameter } from '@app/core';
import { ApiProperty } from '@nestjs/swagger';
import { AnalyticsHead, AnalyticsParams } from './analytics-params.dto.js';

/** The names in a comma list, each once. */
export const columnsOf = (text: string): string[] => [...new Set(text.split(',').map((name) => name.trim()))];

function byProblem(text: string): string | undefined {
  const isKnown = columnsOf(text).every((name) => SHEET_COLUMNS.some((column) => column === name));
  return isKnown ? undefined : `Use one or more of ${SHEET_COLUMNS.join(', ')}, with commas between them.`;
}

const FORMATS = ['json', 'csv'];

export class TimesheetParams extends AnalyticsParams {
  /** What rows are told apart by: one or more of client, project, branch, category, language, with commas; left out: `project`. Such as `client,project`. */
  @OptionalRuledParameter(byProblem)
  by?: string;

  /** To how many minutes time is rounded; left out: `none`, which is to whole seconds. */
  @ApiProperty({ enum: ['none', '6', '15'], required: false })
  @OptionalOneOf(['none', ...Object.keys(ROUNDINGS).filter((name) => name !== 'none')])
  rounding?: string;

  /** Rounding to the next multiple or to the nearest; left out: `nearest`. Of `rounding=none` it is always the nearest second. */
  @ApiProperty({ enum: ['nearest', 'up'], required: false })
  @OptionalOneOf(['nearest', 'up'])
  mode?: string;

  /** Whether each entry (a row on a day) is rounded, or the sum of a day, which its entries then share; left out: `entry`. */
  @ApiProperty({ enum: ['entry', 'day'], required: false })
  @OptionalOneOf(['entry', 'day'])
  per?: string;

  /** How the answer is written; left out: `csv` where the request accepts `text/csv`, else `json`. */
  @ApiProperty({ enum: FORMATS, required: false })
  @OptionalOneOf(FORMATS)
  format?: string;
}

/** One row. Of `client` to `language` it has those that rows are told apart by. */
export class TimesheetRow {
  /** @example "Acme" */
  client?: string;
  /** @example "chronova" */
  project?: string;
  /** @example "main" */
  branch?: string;
  /** @example "Coding" */
  category?: string;
  /** @example "TypeScript" */
  language?: string;
  /** Of each date, rounded. @example [2700, 0, 5400] */
  seconds: number[];
  /** What they add up to. @example 8100 */
  total_seconds: number;
  /** The same in hours, two decimals. @example 2.25 */
  total_hours: number;
}

export class TimesheetData extends AnalyticsHead {
  /** @example ["project"] */
  by: string[];
  /** @example "15" */
  rounding: string;
  /** @example "nearest" */
  mode: string;
  /** @example "entry" */
  per: string;
  /** @example ["2026-01-27", "2026-01-28", "2026-01-29"] */
  dates: string[];
  /** Most time first: 1000 at most, what is beyond is one row such as "All other projects". */
  rows: TimesheetRow[];
  /** Of each date: what its entries add up to. @example [2700, 0, 5400] */
  day_seconds: number[];
  /** What all entries add up to. @example 8100 */
  total_seconds: number;
  /** The same in hours, two decimals. @example 2.25 */
  total_hours: number;
}

/** Time by row and day. */
export class TimesheetAnswer {
  data: TimesheetData;
}
