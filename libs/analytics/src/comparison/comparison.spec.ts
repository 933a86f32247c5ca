import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeOf, compareNames } from './comparison.js';

describe('a comparison', () => {
  it('of 90 minutes with 60 before is 30 more, 50 %', () => {
    expect(changeOf(90, 60)).toEqual({ us: 90, before: 60, change: 30, percent: 50 });
    expect(changeOf(0, 60).percent).toBe(-100);
    expect(changeOf(60, 0).percent).toBeNull();
  });

  it('says which names are new and which are gone', () => {
    const now = new Map([
      ['engine', 90],
      ['site', 30],
    ]);
    const before = new Map([
      ['engine', 60],
      ['docs', 40],
    ]);
    expect(compareNames(now, before, 'others').map(({ name, change, status }) => [name, change, status])).toEqual([
      ['engine', 30, null],
      ['docs', -40, 'gone'],
      ['site', 30, 'new'],
    ]);
  });

  it('does not call a name new or gone that may have been folded', () => {
    const before = new Map<string | null, number>([[null, 10]]);
    expect(compareNames(new Map([['engine', 90]]), before, 'others').map(({ name, status }) => [name, status])).toEqual([
      ['engine', null],
      ['others', null],
    ]);
  });

  it('adds up to both totals, however many names are folded', () => {
    const times = fc
      .array(fc.tuple(fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')), fc.nat(1000)), { maxLength: 7 })
      .map((entries) => new Map<string | null, number>(entries));
    fc.assert(
      fc.property(times, times, fc.nat(8), (now, before, most) => {
        const compared = compareNames(now, before, 'others', most);
        const total = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
        expect(total(compared.map(({ us }) => us))).toBe(total(now.values()));
        expect(total(compared.map((one) => one.before))).toBe(total(before.values()));
        expect(compared.length).toBeLessThanOrEqual(most + 1);
        for (const { name, status, us, before: was } of compared.filter((one) => one.name !== 'others')) {
          expect([us, was]).toEqual([now.get(name) ?? 0, before.get(name) ?? 0]);
          if (status === 'new') expect(before.has(null)).toBe(false);
          if (status === 'new') expect(was).toBe(0);
          if (status === 'gone') expect(us).toBe(0);
        }
      }),
    );
  });
});
