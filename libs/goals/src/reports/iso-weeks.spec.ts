import { describe, expect, it } from '@jest/globals';
import { dateOf } from '@app/core';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { datesOfWeek, mondayOf, weekOf, weekProblem } from './iso-weeks.js';

describe('ISO weeks', () => {
  it('are those of the calendar', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3000, max: 100_000 }), (day) => {
        const date = dateOf(day);
        const { yearOfWeek, weekOfYear, dayOfWeek } = Temporal.PlainDate.from(date);
        expect(weekOf(date)).toBe(`${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`);
        expect(mondayOf(date)).toBe(dateOf(day - dayOfWeek + 1));
        expect(datesOfWeek(weekOf(date))).toEqual({ first: mondayOf(date), last: dateOf(day - dayOfWeek + 7) });
      }),
    );
  });

  it.each([
    ['2026-11-16', '2026-W47'],
    ['2026-11-22', '2026-W47'],
    ['2027-01-03', '2026-W53'],
    ['2024-12-30', '2025-W01'],
  ])('%s is in %s', (date, week) => {
    expect(weekOf(date)).toBe(week);
  });

  it('are asked for as year and week, of those that there are', () => {
    for (const week of ['1971-W01', '2026-W47', '2026-W53', '2999-W52']) expect(weekProblem(week)).toBeUndefined();
    for (const text of ['', '47', '2026-47', '2026W47', '2026-w47', '2026-W4', '2026-W047']) {
      expect(weekProblem(text)).toBe('Use a year and its ISO week, such as 2026-W47.');
    }
    for (const text of ['1970-W53', '0000-W01', '9999-W01']) expect(weekProblem(text)).toContain('from 1971-W01 to 2999-W52');
    expect(weekProblem('2025-W53')).toBe('There is no 2025-W53: the weeks of 2025 are W01 to W52.');
    expect(weekProblem('2026-W54')).toContain('W01 to W53');
    expect(weekProblem('2026-W00')).toContain('There is no 2026-W00');
  });
});
