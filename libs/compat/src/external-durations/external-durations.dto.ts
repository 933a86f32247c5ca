import { dayProblem, Ids, OptionalRuledParameter, OptionalText, OptionalTexts, RuledParameter, Text } from '@app/core';
import { zoneProblem } from '@app/users';
import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { branchList } from '../time/time-params.dto.js';

/** Time that another program kept; unknown keys are ignored. */
export class ExternalDurationInput {
  /** What the other program calls it, 1 to 255 characters: one that is sent again takes the place of what was sent before. @example "meeting-4711" */
  external_id: string;
  /** What it was about: a name, path, address or app, at most 4,096 characters. @example "Planning" */
  entity: string;
  /** Such as `app`, `event`, `url`, `domain` or `file`; left out: `app`. @example "event" */
  type?: string;
  /** Left out: coding. @example "meeting" */
  category?: string;
  /** Seconds since 1970, with a fraction. @example 1767607200.5 */
  start_time: number;
  /** After the start, at most 24 hours later. @example 1767607260.5 */
  end_time: number;
  /** @example "engine" */
  project?: string;
  /** @example "main" */
  branch?: string;
  language?: string;
  /** The program that it comes from, at most 255 characters; it stands where a heartbeat has its editor. @example "Calendar" */
  provider?: string;
  /** Whatever you want to find again, at most 2,083 characters. @example "https://calendar.example/4711" */
  meta?: string;
}

/** A stored external duration, with the names that are shown. */
export class ExternalDurationItem {
  /** @example "5a1b7bb0-3c76-8d2e-9d0e-5b1d2c0a7b11" */
  id: string;
  /** @example "meeting-4711" */
  external_id: string;
  /** @example "Planning" */
  entity: string;
  /** @example "event" */
  type: string;
  /** @example "Calendar" */
  provider: string | null;
  /** @example "meeting" */
  category: string;
  /** Seconds since 1970. @example 1767607200.5 */
  start_time: number;
  /** Seconds since 1970. @example 1767607260.5 */
  end_time: number;
  /** @example "engine" */
  project: string | null;
  branch: string | null;
  language: string | null;
  meta: string | null;
}

export class ExternalDurationAnswer {
  data: ExternalDurationItem;
}

/** The external durations of a day. */
export class ExternalDurationList {
  /** Those that touch the day, ascending; those that begin first, as far as one answer of 5 MB has room. */
  data: ExternalDurationItem[];
  /** First second of the day. @example "2026-01-29T03:00:00Z" */
  start: string;
  /** Last second of the day. @example "2026-01-30T02:59:59Z" */
  end: string;
  /** @example "America/Sao_Paulo" */
  timezone: string;
}

export class ExternalBulkItem {
  /** Present when stored. */
  data?: ExternalDurationItem;
  /** Present when this item cannot be stored: field → texts. */
  @ApiProperty({
    required: false,
    type: Object,
    additionalProperties: { type: 'array', items: { type: 'string' } },
    example: { end_time: ['The end must be after the start.'] },
  })
  errors?: Record<string, string[]>;
}

export class ExternalBulkAnswer {
  /** One `[body, status]` pair an item, in order; the status is 201 or 400. */
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { oneOf: [{ $ref: getSchemaPath(ExternalBulkItem) }, { type: 'integer' }] }, minItems: 2, maxItems: 2 },
  })
  responses: [ExternalBulkItem, number][];
}

export class ExternalDurationsParams {
  /** Local day, `YYYY-MM-DD`, `today` or an instant (RFC 3339). @example "today" */
  @RuledParameter(dayProblem)
  @ApiProperty({ required: true })
  date?: string;

  /** Only this project. */
  @OptionalText()
  project?: string;

  /** Only these branches of the project: a comma list, or given several times. */
  @Transform(({ value }) => branchList(value))
  @OptionalTexts()
  branches?: string[];

  /** IANA zone that the day is cut in; left out: yours. Such as `Europe/Berlin`. */
  @OptionalRuledParameter(zoneProblem)
  timezone?: string;
}

export class DeleteExternalDurationsBody {
  /** A local day that they touch, `YYYY-MM-DD`. @example "2026-01-05" */
  @Text(40, 1)
  date: string;

  /** As storing and listing answer them. @example ["5a1b7bb0-3c76-8d2e-9d0e-5b1d2c0a7b11"] */
  @Ids()
  ids: string[];
}
