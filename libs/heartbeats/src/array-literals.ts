/**
 * Arrays as PostgreSQL reads them (chapter 8.15.2 of its manual), for the statement that runs all the time: the driver's own conversion looks at the
 * type of each value and quotes numbers too.
 */

const SPECIAL = /["\\]/;
const SPECIALS = /["\\]/g;

/** Texts as one array literal, null as NULL. Every text is quoted: none is read as NULL, as nothing or as an array. */
export function textArray(texts: readonly (string | null)[]): string {
  if (texts.every(isNull)) return nulls(texts.length);
  let items = '';
  for (const text of texts) items += text === null ? ',NULL' : `,"${SPECIAL.test(text) ? text.replace(SPECIALS, '\\$&') : text}"`;
  return `{${items.slice(1)}}`;
}

/** Numbers or booleans as one array literal, null as NULL. */
export function plainArray(values: readonly (number | boolean | null)[]): string {
  if (values.every(isNull)) return nulls(values.length);
  let items = '';
  for (const value of values) items += value === null ? ',NULL' : `,${value}`;
  return `{${items.slice(1)}}`;
}

function isNull(value: unknown): value is null {
  return value === null;
}

/** Most heartbeats leave most columns empty, and come in batches of the same few sizes. */
const NULLS = new Map<number, string>();
const MOST_REMEMBERED = 1_000;

function nulls(length: number): string {
  let literal = NULLS.get(length);
  if (literal === undefined) {
    literal = `{${Array.from({ length }, () => 'NULL').join(',')}}`;
    if (NULLS.size < MOST_REMEMBERED) NULLS.set(length, literal);
  }
  return literal;
}
