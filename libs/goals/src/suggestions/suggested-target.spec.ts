import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { suggestedTarget } from './suggested-target.js';

const MINUTE = 60_000_000;
const daysOf = (minutes: readonly number[], weeks = 5) => minutes.map((m, n) => ({ week: n % weeks, us: m * MINUTE }));

describe('a suggested target', () => {
  it('is 60 minutes with a confidence of 0.42 for the example', () => {
    expect(suggestedTarget(daysOf([20, 30, 40, 50, 60, 60, 70, 80, 90, 100]))).toEqual({
      us: 60 * MINUTE,
      activeDays: 10,
      activeWeeks: 5,
      median: 60 * MINUTE,
      share: 0.6,
      confidence: 0.42,
    });
  });

  it('needs ten days, and five minutes', () => {
    expect(suggestedTarget(daysOf(Array.from({ length: 9 }, () => 60)))).toBeUndefined();
    expect(suggestedTarget(daysOf(Array.from({ length: 12 }, () => 4.9)))).toBeUndefined();
    expect(suggestedTarget(daysOf(Array.from({ length: 12 }, () => 5)))?.us).toBe(5 * MINUTE);
  });

  it('is certain where every day of eight weeks has the same', () => {
    expect(
      suggestedTarget(
        daysOf(
          Array.from({ length: 40 }, () => 62),
          8,
        ),
      ),
    ).toMatchObject({ us: 60 * MINUTE, share: 1, confidence: 1 });
  });

  it('is met on at least 60 % of the days, and on fewer if it were 5 minutes more than the day it is made of', () => {
    const worlds = fc.array(fc.record({ week: fc.nat(7), us: fc.integer({ min: 1, max: 600 * MINUTE }) }), {
      minLength: 10,
      maxLength: 56,
    });
    fc.assert(
      fc.property(worlds, (days) => {
        const target = suggestedTarget(days);
        if (!target) return;
        const metBy = (us: number): number => days.filter((day) => day.us >= us).length;
        expect(target.us % (5 * MINUTE)).toBe(0);
        expect(target.share).toBe(metBy(target.us) / days.length);
        expect(target.share).toBeGreaterThanOrEqual(0.6);
        // No larger multiple is met on more than 60 % of them.
        expect(metBy(target.us + 5 * MINUTE) / days.length).toBeLessThanOrEqual(0.6);
        expect(target.confidence).toBeGreaterThanOrEqual(0);
        expect(target.confidence).toBeLessThanOrEqual(target.activeWeeks / 8);
        expect(suggestedTarget(days.toReversed())).toEqual(target);
      }),
    );
  });
});
