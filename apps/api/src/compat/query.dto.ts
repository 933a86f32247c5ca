import { zoneOf, timeoutOf } from '@app/users';
import type { TimeRules } from '@app/analytics';
import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, Min, type ValidationOptions } from 'class-validator';
import type { Principal } from '../http/auth.js';

/** A text that may be left out; empty counts as left out, as clients send `project=` (contract §1.4). Given twice: the last one. */
export function OptionalText(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => (Array.isArray(value) ? value.at(-1) : value) || undefined),
    IsOptional(),
    IsString(),
    Matches(STORABLE, NOT_STORABLE),
  );
}

/** PostgreSQL keeps no text with NUL in it. */
const STORABLE = /^[^\0]*$/;
const NOT_STORABLE: ValidationOptions = { message: ({ property }) => `${property}: holds a NUL character; leave it out` };

/** `true`/`false`/`1`/`0`, may be left out. */
export function OptionalFlag(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => FLAGS.get(String(value).toLowerCase()) ?? value),
    IsOptional(),
    IsBoolean({ message: ({ property }) => `${property}: use true or false` }),
  );
}

const FLAGS = new Map<string, boolean | undefined>([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
  ['', undefined],
]);

/** The rules of time that a question may change for itself. */
export class TimeParams {
  /** Keystroke timeout in minutes, 1 to 240; left out: your setting. */
  @Transform(({ value }) => (value === '' ? undefined : value))
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'timeout: use whole minutes from 1 to 240' })
  @Min(1, { message: 'timeout: use whole minutes from 1 to 240' })
  @Max(240, { message: 'timeout: use whole minutes from 1 to 240' })
  timeout?: number;

  /** Whether only saves count; left out: your setting. */
  @OptionalFlag()
  writes_only?: boolean;

  /** IANA zone that days are cut in; left out: yours. */
  @OptionalText()
  timezone?: string;
}

export class StatsParams extends TimeParams {
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

export class ProjectParams extends TimeParams {
  /** Only this project. */
  @OptionalText()
  project?: string;

  /** Only these branches of the project: a comma list, or given several times. */
  @Transform(({ value }) => branchList(value))
  @IsOptional()
  @IsString({ each: true })
  @Matches(STORABLE, { ...NOT_STORABLE, each: true })
  branches?: string[];
}

export class SummariesParams extends ProjectParams {
  /** First local day, `YYYY-MM-DD` or `today`. @example "today" */
  @OptionalText()
  start?: string;

  /** Last local day, `YYYY-MM-DD` or `today`. @example "today" */
  @OptionalText()
  end?: string;

  /** A named range in place of start and end, such as `Last 7 Days`. */
  @OptionalText()
  range?: string;

  /** Whether entries shorter than your `displayMinimumDuration` are left out of lists. Totals and percentages stay those of everything. */
  @OptionalFlag()
  apply_minimum_duration?: boolean;
}

export class DurationsParams extends ProjectParams {
  /** Local day, `YYYY-MM-DD` or `today`. @example "today" */
  @OptionalText()
  date?: string;

  /** What blocks are cut by: entity, language, dependencies, os, editor, category or machine. */
  @OptionalText()
  slice_by?: string;
}

export class AllTimeParams extends TimeParams {
  /** Only this project. */
  @OptionalText()
  project?: string;
}

function branchList(value: unknown): string[] | undefined {
  const names = [value]
    .flat()
    .flatMap((v) => (typeof v === 'string' ? v.split(',') : []))
    .map((b) => b.trim());
  const given = names.filter((b) => b !== '');
  return given.length > 0 ? given : undefined;
}

/** Whose time, by which rules. Refused: a zone that is none. */
export function rulesOf(user: Pick<Principal, 'userId'>, params: TimeParams): TimeRules {
  return {
    userId: user.userId,
    ...(params.timezone !== undefined && { zone: zoneOf(params.timezone) }),
    ...(params.timeout !== undefined && { timeout: timeoutOf(params.timeout) }),
    ...(params.writes_only !== undefined && { writesOnly: params.writes_only }),
  };
}
