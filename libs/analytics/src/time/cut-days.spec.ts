import { describe, expect, it } from '@jest/globals';
import { dayBounds } from '@app/core';
import fc from 'fast-check';
import { localDaysOf } from './cut-days.js';
import type { NumberedDay } from './time-question.js';

const QUARTER = 900_000_000;
const HOUR = 4 * QUARTER;

describe('days that are cut otherwise than local ones', () => {
  it('are whole local days, but for the hours before four in the morning', () => {
    const local = dayBounds('UTC', '2026-03-01', '2026-03-02');
    const cut = local.map((day) => ({ ...day, from: day.from + 4 * HOUR, to: day.to + 4 * HOUR }));
    const [first, second] = [local[0]?.day ?? 0, local[1]?.day ?? 0];
    const { local: found, moves } = localDaysOf('UTC', cut);
    expect(found.map(({ day, countedAs }) => [day, countedAs])).toEqual([
      [first, first],
      [second, second],
      [second + 1, second],
    ]);
    expect(moves.map(({ local: day, from, to, outOf, into }) => [day, (to - from) / HOUR, outOf, into])).toEqual([
      [first, 4, first, null],
      [second, 4, second, first],
      // Of the last one four hours are asked for: it counts as the day before, without the rest.
      [second + 1, 20, second, null],
    ]);
  });

  it('have each quarter of an hour once, whatever the cuts', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'America/Sao_Paulo');
    const dates = fc.constantFrom('2026-03-27', '2026-10-23', '2011-12-28', '2017-10-13', '2026-06-01');
    const lengths = fc.array(fc.integer({ min: 1, max: 60 * 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(zones, dates, fc.integer({ min: 0, max: 96 }), lengths, (zone, date, late, list) => {
        const begin = (dayBounds(zone, date, date)[0]?.from ?? 0) + late * QUARTER;
        const cut: NumberedDay[] = [];
        for (const [n, quarters] of list.entries()) {
          const from = cut.at(-1)?.to ?? begin;
          // Some numbers are left out.
          cut.push({ day: 1000 + 2 * n, date: '', from, to: from + quarters * QUARTER });
        }
        const { local, moves } = localDaysOf(zone, cut);
        const sums = new Map<string, number>();
        const add = (day: number, from: number, to: number, sign: number): void => {
          for (let at = from; at < to; at += QUARTER) sums.set(`${day} ${at}`, (sums.get(`${day} ${at}`) ?? 0) + sign);
        };
        for (const { countedAs, from, to } of local) add(countedAs, from, to, 1);
        for (const { from, to, outOf, into } of moves) {
          add(outOf, from, to, -1);
          if (into !== null) add(into, from, to, 1);
        }
        const expected = cut.flatMap(({ day, from, to }) =>
          Array.from({ length: (to - from) / QUARTER }, (_, n) => `${day} ${from + n * QUARTER}`),
        );
        expect(
          [...sums]
            .filter(([, n]) => n !== 0)
            .map(([key, n]) => `${key} ${n}`)
            .toSorted(),
        ).toEqual(expected.map((key) => `${key} 1`).toSorted());
      }),
    );
  });
});
