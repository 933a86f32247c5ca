import { describe, expect, it } from '@jest/globals';
import { dayNumber, localDate } from '@app/core';
import fc from 'fast-check';
import { type CalendarVersion, type GoalCalendar, goalDayAt, goalDays, isPlain } from './goal-days.js';

const QUARTER = 900_000_000;
const us = (text: string): number => Date.parse(text) * 1000;
const iso = (at: number): string => new Date(at / 1000).toISOString().replace(':00.000Z', 'Z');
const version = (since: string, zone: string, dayStart = 0): CalendarVersion => ({
  since: since === '' ? 0 : us(since),
  zone,
  weekdayStart: 1,
  dayStart,
});
const listed = (calendar: GoalCalendar, first: string, last: string): string[] =>
  goalDays(calendar, dayNumber(first), dayNumber(last)).map(({ date, from, to }) => `${date} ${iso(from)} ${iso(to)}`);

// Clocks that change at midnight, by half an hour, far from UTC on both sides, and one that left out a date.
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Pacific/Apia',
  'Africa/Cairo',
];
const START = us('2011-10-01T00:00Z');
const QUARTERS = 200 * 96;
const calendars = fc
  .array(
    fc.record({
      since: fc.integer({ min: 0, max: QUARTERS }).map((n) => START + n * QUARTER),
      zone: fc.constantFrom(...ZONES),
      weekdayStart: fc.integer({ min: 0, max: 6 }),
      dayStart: fc.integer({ min: 0, max: 24 }).map((n) => n * 15),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((versions) => {
    const [first, ...others] = versions.toSorted((a, b) => a.since - b.since).filter(({ since }, n, all) => since !== all[n - 1]?.since);
    if (!first) throw new Error('no version');
    return [first, ...others] satisfies GoalCalendar;
  });

/** The definition, instant by instant: the largest local date of (t − day start), by what was in force, of all quarters of an hour up to t. */
function definition(calendar: GoalCalendar, from: number, to: number): number[] {
  const dates: number[] = [];
  let latest = -Infinity;
  for (let at = Math.min(from, START) - 3 * 96 * QUARTER; at < to; at += QUARTER) {
    let inForce: CalendarVersion = calendar[0];
    for (const one of calendar) if (one.since <= at) inForce = one;
    latest = Math.max(latest, dayNumber(localDate(inForce.zone, (at - inForce.dayStart * 60_000_000) / 1000)));
    if (at >= from) dates.push(latest);
  }
  return dates;
}

describe('goal days', () => {
  it('are local days where nothing was changed', () => {
    expect(listed([version('', 'Europe/Berlin')], '2026-10-24', '2026-10-26')).toEqual([
      '2026-10-24 2026-10-23T22:00Z 2026-10-24T22:00Z',
      '2026-10-25 2026-10-24T22:00Z 2026-10-25T23:00Z',
      '2026-10-26 2026-10-25T23:00Z 2026-10-26T23:00Z',
    ]);
    expect(isPlain([version('', 'Europe/Berlin')])).toBe(true);
  });

  it('begin and end later with a day start', () => {
    expect(listed([version('', 'UTC', 240)], '2026-11-25', '2026-11-25')).toEqual(['2026-11-25 2026-11-25T04:00Z 2026-11-26T04:00Z']);
    expect(isPlain([version('', 'UTC', 240)])).toBe(false);
  });

  it('are longer after a flight west, and end early after one east', () => {
    const west: GoalCalendar = [version('', 'Europe/Berlin'), version('2026-11-25T12:00Z', 'America/New_York')];
    expect(listed(west, '2026-11-24', '2026-11-26')).toEqual([
      '2026-11-24 2026-11-23T23:00Z 2026-11-24T23:00Z',
      '2026-11-25 2026-11-24T23:00Z 2026-11-26T05:00Z',
      '2026-11-26 2026-11-26T05:00Z 2026-11-27T05:00Z',
    ]);
    const east: GoalCalendar = [version('', 'America/New_York'), version('2026-11-25T20:00Z', 'Asia/Tokyo')];
    expect(listed(east, '2026-11-25', '2026-11-26')).toEqual([
      '2026-11-25 2026-11-25T05:00Z 2026-11-25T20:00Z',
      '2026-11-26 2026-11-25T20:00Z 2026-11-26T15:00Z',
    ]);
    expect(isPlain(east)).toBe(false);
  });

  it('never go back to a date: what follows a flight west late at night belongs to the day that had begun', () => {
    const west: GoalCalendar = [version('', 'Asia/Tokyo'), version('2026-11-25T16:00Z', 'America/Los_Angeles')];
    expect(listed(west, '2026-11-26', '2026-11-27')).toEqual([
      '2026-11-26 2026-11-25T15:00Z 2026-11-27T08:00Z',
      '2026-11-27 2026-11-27T08:00Z 2026-11-28T08:00Z',
    ]);
  });

  it('leave out a date that never was', () => {
    expect(listed([version('', 'Pacific/Apia')], '2011-12-29', '2011-12-31').map((line) => line.slice(0, 10))).toEqual([
      '2011-12-29',
      '2011-12-31',
    ]);
  });

  it('are those of the definition, in any history of zones and day starts', () => {
    fc.assert(
      fc.property(calendars, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 40 }), (calendar, skip, length) => {
        const first = goalDayAt(calendar, START + skip * 96 * QUARTER);
        const days = goalDays(calendar, first, first + length);
        const from = days[0]?.from ?? 0;
        const to = days.at(-1)?.to ?? 0;
        const dates = definition(calendar, from, to);
        expect(days.flatMap(({ day, from: a, to: b }) => Array.from({ length: (b - a) / QUARTER }, () => day))).toEqual(dates);
        const middle = from + Math.floor(dates.length / 2) * QUARTER;
        if (dates.length > 0) expect(goalDayAt(calendar, middle)).toBe(dates[Math.floor(dates.length / 2)]);
      }),
      { numRuns: 25 },
    );
  });

  it('add up: the seconds of all goal days are the total of the range', () => {
    const work = fc.array(fc.tuple(fc.integer({ min: 0, max: QUARTERS }), fc.integer({ min: 1, max: 900 })), { maxLength: 60 });
    fc.assert(
      fc.property(calendars, work, (calendar, quarters) => {
        const days = goalDays(
          calendar,
          goalDayAt(calendar, START - 3 * 96 * QUARTER),
          goalDayAt(calendar, START + (QUARTERS + 300) * QUARTER),
        );
        const sums = days.map(({ from, to }) =>
          quarters.reduce((sum, [n, seconds]) => (START + n * QUARTER >= from && START + n * QUARTER < to ? sum + seconds : sum), 0),
        );
        expect(sums.reduce((a, b) => a + b, 0)).toBe(quarters.reduce((sum, [, seconds]) => sum + seconds, 0));
        for (const [n, { from, to }] of days.entries()) {
          expect(to).toBeGreaterThan(from);
          if (n > 0) expect(from).toBe(days[n - 1]?.to);
        }
      }),
    );
  });
});
