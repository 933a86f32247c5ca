import { addDays } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import { dateRangeOf, LONGEST_RANGE, readableRange } from './date-range.js';

const TODAY = '2026-11-24';
const LOCAL = { zone: 'Asia/Kolkata', today: TODAY };
const refused = (name: string, text: RegExp) =>
  expect.objectContaining({ kind: 'invalid', fields: { [name]: [expect.stringMatching(text)] } });

describe('dateRangeOf', () => {
  it('takes two days, both included, or one day twice', () => {
    expect(dateRangeOf('2026-11-01', 'today', LOCAL)).toEqual({ first: '2026-11-01', last: TODAY });
    expect(dateRangeOf(TODAY, TODAY, LOCAL)).toEqual({ first: TODAY, last: TODAY });
  });

  it('names the parameter that is no day', () => {
    expect(() => dateRangeOf('x', TODAY, LOCAL)).toThrow(refused('start', /YYYY-MM-DD/));
    expect(() => dateRangeOf(TODAY, undefined, LOCAL)).toThrow(refused('end', /YYYY-MM-DD/));
  });

  it('refuses an end before the start, by a single day too', () => {
    expect(() => dateRangeOf(TODAY, '2026-11-23', LOCAL)).toThrow(refused('end', /before start \(2026-11-24\)/));
  });

  it('takes two years, one of them a leap year, and a day more no longer', () => {
    const last = (days: number) => addDays('2024-01-01', days - 1);
    expect(LONGEST_RANGE).toBeGreaterThanOrEqual(366 + 365);
    expect(dateRangeOf('2024-01-01', last(LONGEST_RANGE), LOCAL).last).toBe(last(LONGEST_RANGE));
    expect(() => dateRangeOf('2024-01-01', last(LONGEST_RANGE + 1), LOCAL)).toThrow(refused('end', /has 733 days.*\(732 days\)/));
  });
});

describe('readableRange', () => {
  it('is the range, or its last day where it is too long', () => {
    const range = { first: '2026-11-01', last: TODAY };
    expect(readableRange(range, 24)).toBe(range);
    expect(readableRange(range, 23)).toEqual({ first: TODAY, last: TODAY });
  });
});
