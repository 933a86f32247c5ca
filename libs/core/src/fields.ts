/** Decorators for the fields of requests: what may be left out or empty, as clients send them, and what a text may be. */
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Max, Min, ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';

/** A text that may be left out; empty counts as left out, as clients send `project=` (contract §1.4). Given twice: the last one. */
export function OptionalText(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => (Array.isArray(value) ? value.at(-1) : value) || undefined),
    IsOptional(),
    IsString(),
    Storable(),
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

/** PostgreSQL keeps no text with NUL in it: such a name is nobody's. */
export function Storable(options: ValidationOptions = {}): PropertyDecorator {
  return ValidateBy({ name: 'storable', validator: { validate: hasNoNul } }, { message: 'leave out the NUL character', ...options });
}

function hasNoNul(value: unknown): boolean {
  return typeof value !== 'string' || !value.includes('\0');
}

/** A name for people: 1 to `longest` characters, not only blanks, on one line. */
export function OneLine(longest: number): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && isOneLine(value, longest);
  const message = `use 1 to ${longest} characters, on one line, none of them invisible`;
  return ValidateBy({ name: 'oneLine', validator: { validate } }, { message });
}

/** Whether a text is a name for people: 1 to `longest` characters, not only blanks, none of them a line break or unseen. */
export function isOneLine(text: string, longest: number): boolean {
  return text.trim() !== '' && text.length <= longest && !hasUnseen(text);
}

/** Joiners that belong to what is seen: between two emoji, such as a family's, and in the letters of Persian and of India. */
const JOINERS =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})|(?<=[\p{Script=Arabic}\p{M}])[\u200C\u200D](?=\p{L})/gu;

/** Whether a text holds line breaks or characters that nobody sees, such as U+202E, which reverses what follows. */
export function hasUnseen(text: string): boolean {
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text.replace(JOINERS, ''));
}

/** A field that may be left out but, unlike with `IsOptional`, not be null: null would read as "unchanged". */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
