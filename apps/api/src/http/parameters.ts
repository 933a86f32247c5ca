/** Query parameters that may be left out or empty, as clients send them. */
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** A text that may be left out; empty counts as left out, as clients send `project=` (contract §1.4). Given twice: the last one. */
export function OptionalText(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => textOf(value)),
    IsOptional(),
    IsString(),
  );
}

/** `true`/`false`/`1`/`0`, may be left out. */
export function OptionalFlag(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => (FLAGS.has(String(value).toLowerCase()) ? FLAGS.get(String(value).toLowerCase()) : value)),
    IsOptional(),
    IsBoolean({ message: 'use true or false' }),
  );
}

const FLAGS = new Map<string, boolean | undefined>([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
  ['', undefined],
]);

/** A whole number from `min` to `max` that may be left out; empty counts as left out. */
export function OptionalInteger(min: number, max: number): PropertyDecorator {
  const message = `use a whole number from ${min} to ${max}`;
  return applyDecorators(
    Transform(({ value }) => (value === undefined || value === '' ? undefined : Number(value))),
    IsOptional(),
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
}

// oxlint-disable-next-line no-control-regex -- what ingest strips from names, no name that is asked for has
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/** A name as ingest would have stored it: nothing that is stored has control characters. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '');
}

function textOf(value: unknown): unknown {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? withoutControls(last) || undefined : last;
}
