import { addDays } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { streaksOf } from './streaks.js';

const MINUTE = 60_000_000;
const daysOf = (minutes: readonly (number | null)[]) =>
  minutes.map((m, n) => ({ date: addDays('2026-11-01', n), us: (m ?? 0) * MINUTE, exists: m !== null }));

describe('streaks', () => {
  it('are of days that each have enough time; today breaks none', () => {
    const { current, all } = streaksOf(daysOf([30, 0, 45, 31, 30, 12]), 30 * MINUTE);
    expect(current).toEqual({ days: 3, first: '2026-11-03', last: '2026-11-05' });
    expect(all).toEqual([current, { days: 1, first: '2026-11-01', last: '2026-11-01' }]);
  });

  it('count today as soon as it has enough time', () => {
    expect(streaksOf(daysOf([0, 10, 10]), 10 * MINUTE).current).toEqual({ days: 2, first: '2026-11-02', last: '2026-11-03' });
  });

  it('end on the day before yesterday: there is no current one', () => {
    expect(streaksOf(daysOf([10, 0, 0]), 0).current).toBeNull();
  });

  it('need some time, whatever the threshold', () => {
    expect(streaksOf(daysOf([0, 0]), 0).all).toEqual([]);
  });

  it('go on over a date that never was', () => {
    expect(streaksOf(daysOf([10, null, 10]), 0).all).toEqual([{ days: 2, first: '2026-11-01', last: '2026-11-03' }]);
  });

  it('equal their definition: of any two days that are met, with nothing between that is not, one streak has both', () => {
    const worlds = fc.tuple(fc.array(fc.option(fc.nat(40), { freq: 8 }), { maxLength: 40 }), fc.nat(30));
    fc.assert(
      fc.property(worlds, ([minutes, threshold]) => {
        const days = daysOf(minutes);
        const { current, all } = streaksOf(days, threshold * MINUTE);
        const isGood = (n: number): boolean => (minutes[n] ?? 0) > 0 && (minutes[n] ?? 0) >= threshold;
        const met = days.map((_, n) => n).filter(isGood);
        const isJoined = (a: number, b: number): boolean => days.every((day, n) => n < a || n > b || !day.exists || isGood(n));
        for (const a of met)
          for (const b of met.filter((n) => n >= a)) {
            const holds = all.some(({ first, last }) => first <= (days[a]?.date ?? '') && (days[b]?.date ?? '') <= last);
            expect(holds).toBe(isJoined(a, b));
          }
        expect(all.reduce((sum, streak) => sum + streak.days, 0)).toBe(met.length);
        expect(all.map((streak) => streak.days)).toEqual(all.map((streak) => streak.days).toSorted((a, b) => b - a));
        // The current one ends on the last day that there is, but for today.
        const end = met.at(-1);
        const goesOn = end !== undefined && days.every((day, n) => n <= end || n === days.length - 1 || !day.exists);
        expect(current?.last).toBe(goesOn ? days[end]?.date : undefined);
      }),
    );
  });
});
