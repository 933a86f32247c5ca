import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkSize, parseBody } from './json-body.js';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
/** A text that is long enough to be looked at. */
const long = (json: string): string => json.padEnd(70_000, ' ');

describe('a body', () => {
  it('is JSON, JSON in a text, or nothing', () => {
    expect(parseBody('[1]')).toEqual([1]);
    expect(parseBody('\uFEFF{"a":1}')).toEqual({ a: 1 });
    expect(parseBody('"{\\"a\\":1}"')).toEqual({ a: 1 });
    expect(parseBody(' \n')).toBeUndefined();
    expect(() => parseBody('{')).toThrow('not JSON');
    expect(() => parseBody('"text"')).toThrow('not JSON');
  });

  it('has at most 16 levels, also within a text', () => {
    expect(parseBody(long(nested(16)))).toBeDefined();
    expect(() => parseBody(long(nested(17)))).toThrow('more than 16 levels');
    expect(() => parseBody(JSON.stringify(long(nested(17))))).toThrow('more than 16 levels');
    expect(parseBody(long(`["${'['.repeat(100)}"]`))).toBeDefined();
  });

  it('has at most 250,000 values', () => {
    expect(() => checkSize(`[${'1,'.repeat(249_998)}1]`)).not.toThrow();
    expect(() => checkSize(`[${'1,'.repeat(250_000)}1]`)).toThrow('more than 250,000 values');
    expect(() => checkSize(`["${'1,'.repeat(300_000)}"]`)).not.toThrow();
  });

  it('is counted the same with whatever texts in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('"', '\\', '[', ',', '{', 'a') })), (texts) => {
        // One level and one value a text: neither brackets nor commas in texts count.
        const json = JSON.stringify([...texts, ...Array.from({ length: 249_999 - texts.length }, () => 0)]);
        expect(() => checkSize(json)).not.toThrow();
        expect(() => checkSize(`[${json},0]`)).toThrow('more than 250,000 values');
      }),
      { numRuns: 20 },
    );
  });
});
