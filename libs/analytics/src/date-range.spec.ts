import { addDays } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import { dateOfParameter, dateRangeOf, LONGEST_RANGE } from './date-range.js';

const TODAY = '2026-11-24';
const refused = (name: string, text: RegExp) =>
  expect.objectContaining({ kind: 'invalid', fields: { [name]: [expect.stringMatching(text)] } });

describe('dateOfParameter', () => {
  it('takes a date, or today in any letter case', () => {
    expect(dateOfParameter('date', '2024-02-29', TODAY)).toBe('2024-02-29');
    expect(['today', 'TODAY', 'Today'].map((text) => dateOfParameter('date', text, TODAY))).toEqual([TODAY, TODAY, TODAY]);
  });

  it.each([undefined, '', 'yesterday', '2026-02-30', '24.11.2026'])('refuses %j and says what to send', (text) => {
    expect(() => dateOfParameter('date', text, TODAY)).toThrow(refused('date', /YYYY-MM-DD/));
  });
});

describe('dateRangeOf', () => {
  it('takes two days, both included, or one day twice', () => {
    expect(dateRangeOf('2026-11-01', 'today', TODAY)).toEqual({ first: '2026-11-01', last: TODAY });
    expect(dateRangeOf(TODAY, TODAY, TODAY)).toEqual({ first: TODAY, last: TODAY });
  });

  it('names the parameter that is no day', () => {
    expect(() => dateRangeOf('x', TODAY, TODAY)).toThrow(refused('start', /YYYY-MM-DD/));
    expect(() => dateRangeOf(TODAY, undefined, TODAY)).toThrow(refused('end', /YYYY-MM-DD/));
  });

  it('refuses an end before the start, by a single day too', () => {
    expect(() => dateRangeOf(TODAY, '2026-11-23', TODAY)).toThrow(refused('end', /before start \(2026-11-24\)/));
  });

  it('takes two years, one of them a leap year, and a day more no longer', () => {
    const last = (days: number) => addDays('2024-01-01', days - 1);
    expect(LONGEST_RANGE).toBeGreaterThanOrEqual(366 + 365);
    expect(dateRangeOf('2024-01-01', last(LONGEST_RANGE), TODAY).last).toBe(last(LONGEST_RANGE));
    expect(() => dateRangeOf('2024-01-01', last(LONGEST_RANGE + 1), TODAY)).toThrow(refused('end', /has 733 days.*\(732 days\)/));
  });
});
