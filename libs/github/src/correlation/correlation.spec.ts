import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pearson, quartilesOf, ranksOf, spearman } from './correlation.js';

describe('correlation', () => {
  /** The worked example of docs/analytics.md: 14 days of coding hours and commits. */
  const HOURS = [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 8];
  const COMMITS = [0, 0, 1, 1, 3, 2, 4, 3, 5, 4, 6, 5, 8, 6];
  const pairs = HOURS.map((x, n) => [x, COMMITS[n] ?? 0] as const);

  it('is that of the worked example', () => {
    const r = pearson(pairs);
    expect([r?.value, r?.low, r?.high].map((x) => x?.toFixed(2))).toEqual(['0.88', '0.65', '0.96']);
    const rho = spearman(pairs);
    expect([rho?.value, rho?.low, rho?.high].map((x) => x?.toFixed(2))).toEqual(['0.92', '0.74', '0.97']);
  });

  it('is not told of fewer than 14 days, nor where one side never changes', () => {
    expect(pearson(pairs.slice(1))).toBeNull();
    expect(spearman(pairs.slice(1))).toBeNull();
    expect(pearson(pairs.map(([x]) => [x, 3]))).toBeNull();
  });

  it('is 1 where both rise together, whatever the curve for ranks', () => {
    const rising = Array.from({ length: 20 }, (_, n) => [n, n ** 3] as const);
    expect(spearman(rising)).toEqual({ value: 1, low: 1, high: 1 });
    expect(pearson(rising)?.value).toBeLessThan(1);
  });

  it('lies in its interval, is the same the other way round, and does not know units', () => {
    const amounts = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 50 })), {
      minLength: 14,
      maxLength: 60,
    });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 3600 }), (list, unit) => {
        for (const measure of [pearson, spearman]) {
          const found = measure(list);
          if (!found) continue;
          expect(found.low).toBeLessThanOrEqual(found.value);
          expect(found.high).toBeGreaterThanOrEqual(found.value);
          expect(measure(list.map(([x, y]) => [y, x]))?.value).toBeCloseTo(found.value, 9);
          expect(measure(list.map(([x, y]) => [x * unit, y]))?.value).toBeCloseTo(found.value, 9);
        }
      }),
    );
  });

  it('shares ranks, and cuts quartiles on a straight line', () => {
    expect(ranksOf([30, 10, 20, 20])).toEqual([4, 1, 2.5, 2.5]);
    expect(quartilesOf([40, 10, 20])).toEqual({ median: 20, p25: 15, p75: 30 });
    expect(quartilesOf([])).toBeNull();
  });
});
