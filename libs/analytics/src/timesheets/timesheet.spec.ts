import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { rounded, roundedDay, type Rounding, ROUNDINGS } from './rounding.js';
import { sheetOf } from './timesheet.js';

const MINUTE = 60_000_000;
const minutes = (...list: number[]): number[] => list.map((m) => m * MINUTE);
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

describe('rounding of a day', () => {
  // The example of the route: 50, 20 and 8 minutes.
  it.each<[Rounding['mode'], Rounding['per'], number[]]>([
    ['nearest', 'entry', [45, 15, 15]],
    ['up', 'entry', [60, 30, 15]],
    ['nearest', 'day', [45, 15, 15]],
    ['up', 'day', [60, 15, 15]],
  ])('of 50, 20 and 8 minutes to quarters, %s per %s, is %j', (mode, per, expected) => {
    expect(roundedDay(minutes(50, 20, 8), { unit: ROUNDINGS[15], mode, per })).toEqual(minutes(...expected));
  });

  it('is by tenths of an hour, and by whole seconds where none is asked for', () => {
    expect(rounded(8 * MINUTE, { unit: ROUNDINGS[6], mode: 'up' })).toBe(12 * MINUTE);
    expect(rounded(9 * MINUTE, { unit: ROUNDINGS[6], mode: 'nearest' })).toBe(12 * MINUTE);
    expect(rounded(1_499_999, { unit: ROUNDINGS.none, mode: 'nearest' })).toBe(1_000_000);
    expect(rounded(1_500_000, { unit: ROUNDINGS.none, mode: 'nearest' })).toBe(2_000_000);
  });

  const roundings = fc.record({
    unit: fc.constantFrom(ROUNDINGS.none, ROUNDINGS[6], ROUNDINGS[15]),
    mode: fc.constantFrom('up' as const, 'nearest' as const),
    per: fc.constantFrom('entry' as const, 'day' as const),
  });
  const amounts = fc.array(
    fc.oneof(
      fc.nat(100 * MINUTE),
      fc.nat(200).map((m) => m * MINUTE),
      fc.constant(0),
    ),
    { maxLength: 12 },
  );

  it('moves no entry by a unit, and rounds what it says', () => {
    fc.assert(
      fc.property(amounts, roundings, (entries, rounding) => {
        const cells = roundedDay(entries, rounding);
        const isRounded = (us: number, to: number): boolean =>
          to % rounding.unit === 0 &&
          (rounding.mode === 'up' ? to >= us && to - us < rounding.unit : to - us <= rounding.unit / 2 && us - to < rounding.unit / 2);
        for (const [n, us] of entries.entries()) {
          const cell = cells[n] ?? -1;
          expect(cell % rounding.unit).toBe(0);
          expect(Math.abs(cell - us)).toBeLessThan(rounding.unit);
          if (us === 0) expect(cell).toBe(0);
          if (rounding.per === 'entry') expect(isRounded(us, cell)).toBe(true);
        }
        if (rounding.per === 'entry') return;
        expect(isRounded(sum(entries), sum(cells))).toBe(true);
        // Whoever got a unit had no smaller rest than whoever did not.
        const rests = entries.map((us, n) => ({ rest: us % rounding.unit, isUp: (cells[n] ?? 0) > us }));
        const least = Math.min(...rests.filter(({ isUp }) => isUp).map(({ rest }) => rest));
        expect(rests.filter(({ isUp, rest }) => !isUp && rest > least)).toEqual([]);
      }),
    );
  });

  it('makes no list of days for rows that are folded', () => {
    const days = Array.from({ length: 400 }, (_, day) => day);
    const lists = jest.spyOn(days, 'map');
    const times = Array.from({ length: 2000 }, (_, n) => ({ day: n % 400, names: [`p${n}`], us: MINUTE }));
    const sheet = sheetOf(times, days, { unit: ROUNDINGS.none, mode: 'nearest', per: 'day' }, ['rest'], 3);
    expect(sheet.rows.map(({ us }) => us / MINUTE)).toEqual([1, 1, 1, 1997]);
    expect(sheet.dayTotals).toEqual(minutes(...days.map(() => 5)));
    expect(lists.mock.calls.length).toBeLessThan(10);
  });

  it('in a sheet adds up in rows and columns, however many rows are folded', () => {
    const times = fc.array(
      fc.record({
        day: fc.integer({ min: 0, max: 4 }),
        names: fc.option(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('x', 'y'))),
        us: fc.nat(100 * MINUTE),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(times, roundings, fc.nat(9), (list, rounding, most) => {
        const days = [0, 1, 2, 3];
        const { rows, dayTotals, us } = sheetOf(list, days, rounding, ['rest', 'rest'], most);
        expect(rows.length).toBeLessThanOrEqual(most + 1);
        for (const row of rows) expect(sum(row.cells)).toBe(row.us);
        for (const [n, total] of dayTotals.entries()) expect(sum(rows.map(({ cells }) => cells[n] ?? 0))).toBe(total);
        expect([sum(dayTotals), sum(rows.map((row) => row.us))]).toEqual([us, us]);
        if (rounding.per === 'entry') return;
        for (const [n, day] of days.entries()) {
          const own = sum(list.filter((one) => one.day === day).map((one) => one.us));
          expect(dayTotals[n]).toBe(rounded(own, rounding));
        }
      }),
    );
  });
});
