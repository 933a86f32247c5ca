import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concentrationScore, switchesPerHour } from './focus.js';

const MINUTE = 60_000_000;

describe('the concentration score', () => {
  it('is 75 for two hours, 90 minutes of them in blocks, with 6 switches', () => {
    expect(switchesPerHour({ us: 120 * MINUTE, switches: 6 })).toBe(3);
    expect(concentrationScore({ us: 120 * MINUTE, deepUs: 90 * MINUTE, switches: 6 })).toBe(75);
  });

  it.each([
    ['nothing', { us: 0, deepUs: 0, switches: 0 }, 0],
    ['one block', { us: 60 * MINUTE, deepUs: 60 * MINUTE, switches: 0 }, 100],
    ['short work without switches', { us: 20 * MINUTE, deepUs: 0, switches: 0 }, 30],
    ['a switch every five minutes', { us: 60 * MINUTE, deepUs: 0, switches: 12 }, 0],
    ['one every minute', { us: 60 * MINUTE, deepUs: 0, switches: 60 }, 0],
  ])('of %s', (_, time, score) => {
    expect(concentrationScore(time)).toBe(score);
  });

  it('is a whole number of 0 to 100, higher with more time in blocks and lower with more switches', () => {
    const worlds = fc
      .record({ us: fc.integer({ min: 1, max: 1e12 }), share: fc.double({ min: 0, max: 1, noNaN: true }), switches: fc.nat(500) })
      .map(({ us, share, switches }) => ({ us, deepUs: Math.floor(us * share), switches }));
    fc.assert(
      fc.property(worlds, (time) => {
        const score = concentrationScore(time);
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
        expect(concentrationScore({ ...time, deepUs: time.us })).toBeGreaterThanOrEqual(score);
        expect(concentrationScore({ ...time, switches: time.switches + 1 })).toBeLessThanOrEqual(score);
      }),
    );
  });
});
