import { describe, expect, it } from '@jest/globals';
import { windowsBefore } from './placeholders.js';

const DAY_US = 86_400_000_000;

describe('the time in which last values are looked for', () => {
  it('reaches from each instant back 24 h', () => {
    expect(windowsBefore([5 * DAY_US])).toEqual([[4 * DAY_US, 5 * DAY_US]]);
  });

  it('is one stretch where instants are near each other, whatever their order', () => {
    expect(windowsBefore([5 * DAY_US - 7, 5 * DAY_US, 5 * DAY_US - 3, 5 * DAY_US])).toEqual([[4 * DAY_US - 7, 5 * DAY_US]]);
    expect(windowsBefore([3 * DAY_US, 5 * DAY_US, 4 * DAY_US])).toEqual([[2 * DAY_US, 5 * DAY_US]]);
  });

  it('is two stretches where there is time between them', () => {
    expect(windowsBefore([1.9 * DAY_US, 3 * DAY_US])).toEqual([
      [2 * DAY_US, 3 * DAY_US],
      [0.9 * DAY_US, 1.9 * DAY_US],
    ]);
  });

  it('is none of nothing', () => {
    expect(windowsBefore([])).toEqual([]);
  });
});
