import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonInTurns } from './json-in-turns.js';

describe('jsonInTurns', () => {
  it('is what JSON.stringify makes of any value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect(await jsonInTurns(value)).toBe(JSON.stringify(value));
        expect(await jsonInTurns({ data: [{ list: value }], value })).toBe(JSON.stringify({ data: [{ list: value }], value }));
      }),
    );
  });

  it('leaves out what is not there, and takes dates for what they say', async () => {
    for (const value of [{ a: undefined, b: 1, c: undefined }, [undefined, 1], { at: new Date(0), list: [new Date(1)] }, {}, []])
      expect(await jsonInTurns(value)).toBe(JSON.stringify(value));
  });
});
