import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { addDays, dateOf, dayBounds, dayNumber, offsetSegments } from './zones.js';

const QUARTER = 900_000_000;
const us = (text: string) => Date.parse(text) * 1000;
const startOf = (zone: string, date: string) => Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds * 1000;

/** Every true change of offset from 2000 to 2037. */
function changesOf(zone: string) {
  const found = [];
  let at = Temporal.ZonedDateTime.from(`1999-12-31T00:00[${zone}]`).getTimeZoneTransition('next');
  for (; at && at.year < 2038; at = at.getTimeZoneTransition('next')) found.push(at);
  return found;
}

describe('every zone, 2000 to 2037', () => {
  /** The only changes of clocks off the quarter, each at one minute past it. */
  const OFF_QUARTER: Record<string, [changes: number, first: string, last: string]> = {
    'America/Goose_Bay': [23, '2000-04-02', '2011-03-13'],
    'America/Moncton': [14, '2000-04-02', '2006-10-28'],
    'America/St_Johns': [23, '2000-04-02', '2011-03-13'],
    'Antarctica/Casey': [3, '2020-10-04', '2022-10-02'],
    'Asia/Gaza': [2, '2010-03-27', '2011-04-01'],
    'Asia/Hebron': [1, '2011-04-01', '2011-04-01'],
  };

  it('has offsets and starts of days in whole quarters, and all but the known changes of clocks', () => {
    const offQuarter: typeof OFF_QUARTER = {};
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const changes = changesOf(zone);
      for (const change of changes) {
        const date = change.toPlainDate().toString();
        if ((change.offsetNanoseconds / 1000) % QUARTER !== 0) throw new Error(`${change.toString()} has an offset off the quarter`);
        if ((change.epochMilliseconds * 1000) % QUARTER !== 0) {
          const known = offQuarter[zone];
          offQuarter[zone] = known ? [known[0] + 1, known[1], date] : [1, date, date];
        }
        // The days about a change are the only ones that could begin at an odd time; ours begin when Temporal's do.
        for (const near of [-1, 0, 1].map((n) => addDays(date, n))) {
          const start = startOf(zone, near);
          if (start % QUARTER !== 0) throw new Error(`${zone} ${near} begins off the quarter`);
          if (dayBounds(zone, near, near)[0]?.from !== start) throw new Error(`${zone} ${near} begins at another time than Temporal's`);
        }
      }
      const segments = offsetSegments(zone, us('2000-01-01'), us('2038-01-01'));
      if (segments.some((s) => s.from % QUARTER !== 0 || !Number.isInteger(s.offset)))
        throw new Error(`${zone} has a segment off the quarter`);
    }
    expect(offQuarter).toEqual(OFF_QUARTER);
  }, 120_000);

  it('begins days when Temporal does', () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    fc.assert(
      fc.property(zone, fc.integer({ min: dayNumber('2000-01-01'), max: dayNumber('2037-12-31') }), (name, n) => {
        const [bounds] = dayBounds(name, dateOf(n), dateOf(n));
        expect([bounds?.from, bounds?.to]).toEqual([startOf(name, dateOf(n)), startOf(name, dateOf(n + 1))]);
      }),
      { numRuns: 2_000 },
    );
  });
});
