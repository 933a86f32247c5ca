import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainArray, textArray } from '../../libs/heartbeats/src/array-literals.js';
import { connect, type Connection, createDatabase } from '../support/database.js';

/** What an array literal gives a meaning to, and what looks like a value of another kind. */
const HOSTILE = [
  '',
  'NULL',
  'null',
  '"',
  '\\',
  '\\"',
  '""',
  '{}',
  '{',
  '}',
  ',',
  ' ',
  ' a ',
  '\t',
  '\n',
  '{"a"}',
  'é',
  '😀',
  '\\\\',
  "'",
  '$1',
];
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: fc.constantFrom(...HOSTILE, 'a') }),
  // PostgreSQL stores no U+0000.
  fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll('\u0000', '')),
);

describe('array literals as PostgreSQL reads them', () => {
  let db: Connection;
  beforeAll(async () => {
    db = await connect(await createDatabase());
  });
  afterAll(() => db.end());

  async function read(type: string, literal: string): Promise<unknown> {
    const { rows } = await db.query(`SELECT x FROM unnest($1::${type}[]) WITH ORDINALITY AS u (x, n) ORDER BY n`, [literal]);
    return rows.map((r: { x: unknown }) => r.x);
  }

  it('texts come back as they were, NULL as null', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (texts) => {
        expect(await read('text', textArray(texts))).toEqual(texts);
      }),
      { examples: [[[]], [['']], [[null]], [['NULL', null]], [HOSTILE]] },
    );
  });

  it('lists within a list come back as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(text)), async (lists) => {
        const { rows } = await db.query('SELECT x::text[] AS x FROM unnest($1::text[]) WITH ORDINALITY AS u (x, n) ORDER BY n', [
          textArray(lists.map(textArray)),
        ]);
        expect(rows.map((r: { x: unknown }) => r.x)).toEqual(lists);
      }),
      { examples: [[[]], [[[]]], [[HOSTILE, HOSTILE]]] },
    );
  });

  it('numbers and booleans come back as they were, NULL as null', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.integer())), fc.array(fc.option(fc.boolean())), async (numbers, booleans) => {
        expect(await read('int', plainArray(numbers))).toEqual(numbers);
        expect(await read('bool', plainArray(booleans))).toEqual(booleans);
      }),
    );
    expect(await read('bigint', plainArray([1_795_000_000_123_456, -1, null]))).toEqual(['1795000000123456', '-1', null]);
  });
});
