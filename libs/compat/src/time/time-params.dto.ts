import { sliceProblem, SLICES, summariesRangeProblem } from '@app/analytics';
import { zoneProblem } from '@app/users';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateIf } from 'class-validator';
import { dayProblem, OptionalFlag, OptionalInteger, OptionalRuledParameter, OptionalText, OptionalTexts, RuledParameter } from '@app/core';

/** The rules of time that a question may change for itself. */
export class TimeParams {
  /** Keystroke timeout in minutes, 1 to 240; left out: your setting. */
  @OptionalInteger(1, 240)
  timeout?: number;

  /** Whether only saves count; left out: your setting. */
  @OptionalFlag()
  writes_only?: boolean;

  /** IANA zone that days are cut in; left out: yours. Such as `Europe/Berlin`. */
  @OptionalRuledParameter(zoneProblem)
  timezone?: string;
}

/** Which of your projects are counted, by what you group them under. */
export class GroupParams extends TimeParams {
  /** Only projects with this label, by its name or id. */
  @OptionalText()
  label?: string;

  /** Only projects of this client, by its name or id. */
  @OptionalText()
  client?: string;
}

export class StatsParams extends GroupParams {
  /** Only this project. */
  @OptionalText()
  project?: string;

  /** Whether ranges such as `last_7_days` end today. Left out: yes under `/api/v1`, no under `/api/v1/compat/waka`. */
  @OptionalFlag()
  is_including_today?: boolean;

  /** Whether entries shorter than your `displayMinimumDuration` are left out of lists. Totals and percentages stay those of everything. */
  @OptionalFlag()
  apply_minimum_duration?: boolean;
}

export class ProjectParams extends GroupParams {
  /** Only this project. */
  @OptionalText()
  project?: string;

  /** Only these branches of the project: a comma list, or given several times. A branch with a comma in its name is given by itself. */
  @Transform(({ value }) => branchList(value))
  @OptionalTexts()
  branches?: string[];
}

export class SummariesParams extends ProjectParams {
  /** First local day, `YYYY-MM-DD`, `today` or an instant (RFC 3339). @example "today" */
  @ValidateIf(hasDays)
  @RuledParameter(dayProblem)
  start?: string;

  /** Last local day, `YYYY-MM-DD`, `today` or an instant (RFC 3339). @example "today" */
  @ValidateIf(hasDays)
  @RuledParameter(dayProblem)
  end?: string;

  /** A named range in place of start and end, which win where all are given. Such as `Last 7 Days`. */
  @ValidateIf((params: SummariesParams) => !hasDays(params))
  @OptionalRuledParameter(summariesRangeProblem)
  range?: string;

  /** Whether entries shorter than your `displayMinimumDuration` are left out of lists. Totals and percentages stay those of everything. */
  @OptionalFlag()
  apply_minimum_duration?: boolean;
}

export class DurationsParams extends ProjectParams {
  /** Local day, `YYYY-MM-DD`, `today` or an instant (RFC 3339). @example "today" */
  @RuledParameter(dayProblem)
  @ApiProperty({ required: true })
  date?: string;

  /** What blocks are cut by, beside the project: entity, language, dependencies, os, editor, category or machine; left out: entity. `project`: by nothing else. */
  @ApiProperty({ enum: SLICES, required: false })
  @OptionalRuledParameter(sliceProblem)
  slice_by?: string;
}

export class AllTimeParams extends GroupParams {
  /** Only this project. */
  @OptionalText()
  project?: string;
}

/** Whether days are asked for: then both are, and win over a range. */
function hasDays({ start, end }: SummariesParams): boolean {
  return start !== undefined || end !== undefined;
}

/** Branches as they were asked for, without empty ones. */
export function branchList(value: unknown): string[] | undefined {
  const given = [value]
    .flat()
    .map((v) => (typeof v === 'string' ? v.trim() : ''))
    // Commas alone name none.
    .filter((list) => /[^,\s]/.test(list));
  return given.length > 0 ? given : undefined;
}
