import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dayTextOf,
  decimalOf,
  digitalOf,
  digitalSecondsOf,
  isoOf,
  lastSecondOf,
  machineNameId,
  minutesTextOf,
  partsOf,
  percentOf,
  secondsOf,
  textOf,
} from './texts.js';

const s = 1_000_000;
const h = 3600 * s;
const min = 60 * s;

describe('amounts', () => {
  it('writes case 33', () => {
    const us = 4330.5 * s;
    expect([textOf(us), digitalOf(us), decimalOf(us), partsOf(us), secondsOf(us)]).toEqual([
      '1 hr 12 mins',
      '1:12',
      '1.20',
      { hours: 1, minutes: 12, seconds: 10 },
      4330.5,
    ]);
    expect([3600, 28_800, 60].map((n) => textOf(n * s))).toEqual(['1 hr', '8 hrs', '1 min']);
  });

  it('writes the examples of §4.2', () => {
    const texts = [52 * h + 47 * min, h + 7 * min, 11 * h + 3 * min, 3 * h + min, min + 59.9 * s, 7.8 * s, s, 0];
    expect(texts.map(textOf)).toEqual([
      '52 hrs 47 mins',
      '1 hr 7 mins',
      '11 hrs 3 mins',
      '3 hrs 1 min',
      '1 min',
      '7 secs',
      '1 sec',
      '0 secs',
    ]);
    expect([59.999 * s, 60 * s, 1_772_421_959.3 * s].map(minutesTextOf)).toEqual(['0 secs', '1 min', '492,339 hrs 25 mins']);
    expect(textOf(1234 * h + 5 * min)).toBe('1,234 hrs 5 mins');
    expect(textOf(1_234_567 * h)).toBe('1,234,567 hrs');
    expect([52 * h + 47 * min, 7 * min].map(digitalOf)).toEqual(['52:47', '0:07']);
    expect([2 * h + 17 * min + 36 * s, 7 * s].map(digitalSecondsOf)).toEqual(['2:17:36', '0:00:07']);
    expect([35 * h + 20 * min, 2 * h + 17 * min + 59 * s, 49 * s].map(decimalOf)).toEqual(['35.33', '2.28', '0.00']);
    expect([percentOf(8615, 10_000), percentOf(1, 3), percentOf(5, 5), percentOf(0, 0)]).toEqual([86.15, 33.33, 100, 0]);
  });

  it('never rounds a part up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e15 }), (us) => {
        const { hours, minutes, seconds } = partsOf(us);
        const whole = (hours * 3600 + minutes * 60 + seconds) * s;
        return minutes < 60 && seconds < 60 && whole <= us && us < whole + s;
      }),
    );
  });
});

describe('days', () => {
  it('writes today, yesterday and others', () => {
    expect(
      ['2023-01-29', '2023-02-01', '2023-02-02', '2023-02-03', '2023-02-11', '2023-02-22'].map((d) => dayTextOf(d, '2023-03-01')),
    ).toEqual(['Sun Jan 29th 2023', 'Wed Feb 1st 2023', 'Thu Feb 2nd 2023', 'Fri Feb 3rd 2023', 'Sat Feb 11th 2023', 'Wed Feb 22nd 2023']);
    expect([dayTextOf('2023-03-01', '2023-03-01'), dayTextOf('2023-02-28', '2023-03-01')]).toEqual(['Today', 'Yesterday']);
  });

  it('names every weekday and month, and every day of a month by its ordinal', () => {
    const format = (part: Intl.DateTimeFormatOptions, ms: number) =>
      new Intl.DateTimeFormat('en-US', { ...part, timeZone: 'UTC' }).format(ms);
    const suffixes = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
    const ordinals = new Intl.PluralRules('en-US', { type: 'ordinal' });
    for (let day = 1; day <= 366; day++) {
      const ms = Date.UTC(2024, 0, day);
      const date = new Date(ms);
      const n = date.getUTCDate();
      const names = [format({ weekday: 'short' }, ms), format({ month: 'short' }, ms)].join(' ');
      expect(dayTextOf(date.toISOString().slice(0, 10), '2026-01-01')).toBe(`${names} ${n}${suffixes[ordinals.select(n)]} 2024`);
    }
  });

  it('writes instants in whole seconds, and ends in the last one', () => {
    const from = Date.parse('2023-01-29T03:00:00Z') * 1000;
    expect(isoOf(from + 5_999_999)).toBe('2023-01-29T03:00:05Z');
    expect(lastSecondOf({ from, to: from + 24 * h })).toBe('2023-01-30T02:59:59Z');
    expect(lastSecondOf({ from, to: from })).toBe('2023-01-29T03:00:00Z');
  });
});

describe('machineNameId', () => {
  it('is a UUIDv8 that depends on the name alone', () => {
    // Clients keep it: it never changes.
    expect(machineNameId('laptop')).toBe('b0f06a97-e741-82fc-b791-4310fcdc3564');
    const ids = Array.from({ length: 100 }, (_, n) => machineNameId(`laptop ${n}`));
    expect(ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
    expect(machineNameId('laptop')).toBe(machineNameId('laptop'));
    expect(machineNameId('laptop')).not.toBe(machineNameId('laptop2'));
  });
});
