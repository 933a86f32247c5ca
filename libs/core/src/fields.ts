/**
 * Decorators for the fields of requests: what may be left out or empty, as clients send them, and what a value must be. Each says it in one
 * sentence of its own, and to Swagger by `FIELDS`.
 */
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsOptional, isUUID, ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';

/** Limits of a field, in the words of JSON Schema. */
export interface FieldSchema {
  type?: 'integer' | 'array';
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  enum?: readonly string[];
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  items?: { type: 'string'; format?: string; enum?: string[]; minLength?: number; maxLength?: number };
}

/** Every field that has limits, for the description of the API. */
export const FIELDS: { target: object; property: string | symbol; schema: FieldSchema }[] = [];

/** What a value must be; `must` goes on after "the field must be …". */
interface Rule {
  isGood: (value: unknown) => boolean;
  must: string;
  schema?: FieldSchema;
}

function Field({ isGood, must, schema }: Rule): PropertyDecorator {
  return (target, property) => {
    if (schema) FIELDS.push({ target, property, schema });
    ValidateBy({ name: 'field', validator: { validate: isGood } }, { message: `$property must be ${must}.` })(target, property);
  };
}

/** A text of `shortest` to `longest` characters. */
export function Text(longest: number, shortest = 0): PropertyDecorator {
  const size = shortest > 0 ? `${shortest} to ${longest} characters` : `at most ${longest} characters`;
  return Field({
    isGood: (value) => typeof value === 'string' && value.length >= shortest && value.length <= longest,
    must: `a text of ${size}`,
    schema: { ...(shortest > 0 && { minLength: shortest }), maxLength: longest },
  });
}

/** A text that has no problem; `problemOf` says which it has, in a sentence. `schema` is what Swagger can say of it. */
export function RuledText(problemOf: (text: string) => string | undefined, schema?: FieldSchema): PropertyDecorator {
  const message = ({ value, property }: ValidationArguments): string =>
    (typeof value === 'string' ? problemOf(value) : undefined) ?? `${property} must be a text.`;
  const validate = (value: unknown): boolean => typeof value === 'string' && problemOf(value) === undefined;
  return (target, property) => {
    if (schema) FIELDS.push({ target, property, schema });
    ValidateBy({ name: 'field', validator: { validate } }, { message })(target, property);
  };
}

/** The same for a parameter of an address: empty counts as left out, given twice the last one counts. */
export function RuledParameter(problemOf: (text: string) => string | undefined): PropertyDecorator {
  return applyDecorators(LastGiven(), RuledText(problemOf));
}

/** The same for one that may be left out. */
export function OptionalRuledParameter(problemOf: (text: string) => string | undefined): PropertyDecorator {
  return applyDecorators(IsOptional(), RuledParameter(problemOf));
}

/** One of these texts, in a parameter of an address that may be left out. */
export function OptionalOneOf(values: readonly string[]): PropertyDecorator {
  return OptionalRuledParameter((text) => (values.includes(text) ? undefined : `Use one of ${values.join(', ')}.`));
}

/** Empty counts as left out, as clients send `project=` (contract §1.4). Given twice: the last one. */
function LastGiven(): PropertyDecorator {
  return Transform(({ value }) => (Array.isArray(value) ? value.at(-1) : value) || undefined);
}

/** `true` or `false`. */
export function Flag(): PropertyDecorator {
  return Field({ isGood: (value) => typeof value === 'boolean', must: 'true or false' });
}

/** A whole number from `min` to `max`. */
export function WholeNumber(min: number, max: number): PropertyDecorator {
  return Field({
    isGood: (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
    must: `a whole number from ${min} to ${max}`,
    schema: { type: 'integer', minimum: min, maximum: max },
  });
}

/** A number from `min` to `max`. */
export function NumberFrom(min: number, max: number): PropertyDecorator {
  return Field({
    isGood: (value) => typeof value === 'number' && value >= min && value <= max,
    must: `a number from ${min} to ${max}`,
    schema: { minimum: min, maximum: max },
  });
}

/** A colour as `#rrggbb`. */
export function Color(): PropertyDecorator {
  return Field({
    isGood: (value) => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value),
    must: 'a colour such as #3572a5',
    schema: { minLength: 7, maxLength: 7, pattern: '^#[0-9a-fA-F]{6}$' },
  });
}

/** A list of at most `most` texts, none of them empty. */
export function TextList(most: number): PropertyDecorator {
  return Field({
    isGood: (value) => Array.isArray(value) && value.length <= most && value.every((item) => isStorable(item) && item !== ''),
    must: `a list of at most ${most} texts, none of them empty`,
    schema: { type: 'array', maxItems: most, items: { type: 'string' } },
  });
}

/** A list of at most `most` names of 1 to `longest` characters, none of them blank. */
export function NameList(most: number, longest: number): PropertyDecorator {
  return Field({
    isGood: (value) => Array.isArray(value) && value.length <= most && value.every((item) => isStorable(item) && isFilled(item, longest)),
    must: `a list of at most ${most} names of 1 to ${longest} characters, none of them blank`,
    schema: { type: 'array', maxItems: most, items: { type: 'string', minLength: 1, maxLength: longest } },
  });
}

function isFilled(text: string, longest: number): boolean {
  return text.trim() !== '' && text.length <= longest;
}

/** One of these texts. */
export function OneOf(values: readonly string[]): PropertyDecorator {
  return Field({ isGood: (value) => isOneOf(value, values), must: `one of ${values.join(', ')}`, schema: { enum: values } });
}

/** A list of one or more of these texts. */
export function SomeOf(values: readonly string[]): PropertyDecorator {
  return Field({
    isGood: (value) => Array.isArray(value) && value.length > 0 && value.every((item) => isOneOf(item, values)),
    must: `a list of one or more of ${values.join(', ')}`,
    schema: { type: 'array', minItems: 1, items: { type: 'string', enum: [...values] } },
  });
}

/** A list of ids. */
export function Ids(): PropertyDecorator {
  return Field({
    isGood: (value) => Array.isArray(value) && value.every((item) => isUUID(item, 'all')),
    must: 'a list of ids, each as the list of what they stand for gives it',
    schema: { type: 'array', items: { type: 'string', format: 'uuid' } },
  });
}

/** A text that may be left out; empty counts as left out. Given twice: the last one. */
export function OptionalText(): PropertyDecorator {
  return applyDecorators(LastGiven(), IsOptional(), Field({ isGood: isStorable, must: 'a text without the NUL character' }));
}

/** Texts that may be left out. */
export function OptionalTexts(): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    Field({ isGood: (value) => Array.isArray(value) && value.every(isStorable), must: 'texts without the NUL character' }),
  );
}

/** `true`/`false`/`1`/`0`, may be left out. */
export function OptionalFlag(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => (FLAGS.has(String(value).toLowerCase()) ? FLAGS.get(String(value).toLowerCase()) : value)),
    IsOptional(),
    Flag(),
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
  return applyDecorators(
    Transform(({ value }) => (value === undefined || value === '' ? undefined : Number(value))),
    IsOptional(),
    WholeNumber(min, max),
  );
}

/** A name for people: 1 to `longest` characters, not only blanks, on one line. */
export function OneLine(longest: number): PropertyDecorator {
  return Field({
    isGood: (value) => typeof value === 'string' && isOneLine(value, longest),
    must: `1 to ${longest} characters on one line, none of them invisible`,
    schema: { minLength: 1, maxLength: longest },
  });
}

/** Whether a text is a name for people: 1 to `longest` characters, not only blanks, none of them a line break or unseen. */
export function isOneLine(text: string, longest: number): boolean {
  return text.trim() !== '' && text.length <= longest && !hasUnseen(text);
}

/**
 * What belongs to what is seen: joiners between two emoji, such as a family's, and in the letters of Persian and of India, and what makes a
 * sign an emoji.
 */
const JOINERS =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})|(?<=[\p{Script=Arabic}\p{M}])[\u200C\u200D](?=\p{L})|(?<=[\p{Emoji}])\uFE0F/gu;

/** Characters that nobody sees, a blank of Braille and the placeholder of objects among them. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\uFFFC]/u;

/** Whether a text holds line breaks or characters that nobody sees, such as U+202E, which reverses what follows. */
export function hasUnseen(text: string): boolean {
  return UNSEEN.test(text.replace(JOINERS, ''));
}

/** A field that may be left out but, unlike with `IsOptional`, not be null: null would read as "unchanged". */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** Whether PostgreSQL can keep it: it keeps no text with NUL in it, so such a name is nobody's. */
function isStorable(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

function isOneOf(value: unknown, values: readonly string[]): boolean {
  return values.some((known) => known === value);
}
