import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addMonths, canonicalZone, dateOf, dayBounds, dayNumber, isDate, localDate, offsetSegments } from './zones.js';

const HOUR = 3_600_000_000;
const iso = (us: number) => new Date(us / 1000).toISOString().replace(':00.000Z', 'Z');
const us = (text: string) => Date.parse(text) * 1000;
const day = (zone: string, date: string) => {
  const [only] = dayBounds(zone, date, date);
  if (!only) throw new Error('no day');
  return { from: iso(only.from), to: iso(only.to), hours: (only.to - only.from) / HOUR };
};
const offsets = (zone: string, from: string, to: string) => offsetSegments(zone, us(from), us(to)).map((s) => [iso(s.from), s.offset / 4]);

describe('calendar', () => {
  it('numbers days and writes them', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayNumber('1969-12-31')).toBe(-1);
    expect(dateOf(20_819)).toBe('2027-01-01');
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    fc.assert(fc.property(fc.integer({ min: -20_000, max: 60_000 }), (n) => dayNumber(dateOf(n)) === n && isDate(dateOf(n))));
  });

  it('knows a date from what is none', () => {
    expect(['2024-02-29', '2000-02-29', '0001-01-01'].filter(isDate)).toHaveLength(3);
    const wrong = [
      '2023-02-29',
      '1900-02-29',
      '2023-13-01',
      '2023-00-10',
      '2023-04-31',
      '2023-1-1',
      '20230101',
      ' 2023-01-01',
      '2023-01-01T',
      '',
    ];
    expect(wrong.filter(isDate)).toEqual([]);
  });

  it('adds months and keeps to the length of the month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-03-31', -1)).toBe('2024-02-29');
    expect(addMonths('2026-01-15', -3)).toBe('2025-10-15');
    expect(addMonths('2026-12-01', 1)).toBe('2027-01-01');
    expect(addMonths('2026-05-31', -12)).toBe('2025-05-31');
    expect(addMonths('2024-02-29', -12)).toBe('2023-02-28');
    expect(addMonths('0050-01-31', 1)).toBe('0050-02-28');
  });
});

describe('canonicalZone', () => {
  it('takes any letter case and keeps aliases', () => {
    for (const zone of [
      ...Intl.supportedValuesOf('timeZone'),
      'UTC',
      'Etc/UTC',
      'Europe/Kyiv',
      'US/Pacific',
      'Asia/Kolkata',
      'GMT',
      'Etc/GMT+5',
      'EST5EDT',
    ]) {
      expect(canonicalZone(zone.toLowerCase())).toBe(zone);
      expect(canonicalZone(zone.toUpperCase())).toBe(zone);
    }
  });

  it('refuses offsets and nonsense', () => {
    for (const name of [
      '',
      '+02:00',
      '-0330',
      'Z',
      'Mars/Olympus',
      'Europe/Berlin ',
      '2020-01-01T00:00[Europe/Berlin]',
      '2020-01-01T00:00Z',
      'UTC+2',
      'constructor',
      '12',
    ]) {
      expect([name, canonicalZone(name)]).toEqual([name, undefined]);
    }
  });
});

describe('dayBounds', () => {
  it('follows the clocks of Berlin', () => {
    expect(day('Europe/Berlin', '2026-03-29')).toEqual({ from: '2026-03-28T23:00Z', to: '2026-03-29T22:00Z', hours: 23 });
    expect(day('Europe/Berlin', '2026-10-25')).toEqual({ from: '2026-10-24T22:00Z', to: '2026-10-25T23:00Z', hours: 25 });
  });

  it('begins a day whose midnight was left out at its first instant (Sao Paulo 2018)', () => {
    expect(day('America/Sao_Paulo', '2018-11-04')).toEqual({ from: '2018-11-04T03:00Z', to: '2018-11-05T02:00Z', hours: 23 });
    expect(day('America/Sao_Paulo', '2018-02-17').hours).toBe(25);
    expect(day('America/Sao_Paulo', '2018-02-18').from).toBe('2018-02-18T03:00Z');
  });

  it('knows offsets and changes of less than an hour', () => {
    expect(day('Asia/Kathmandu', '2026-06-01')).toEqual({ from: '2026-05-31T18:15Z', to: '2026-06-01T18:15Z', hours: 24 });
    expect(day('Australia/Lord_Howe', '2026-04-05').hours).toBe(24.5);
    expect(day('Australia/Lord_Howe', '2026-10-04').hours).toBe(23.5);
  });

  it('lists a date that never was, empty', () => {
    const days = dayBounds('Pacific/Apia', '2011-12-29', '2011-12-31');
    expect(days.map((d) => [d.date, iso(d.from), iso(d.to)])).toEqual([
      ['2011-12-29', '2011-12-29T10:00Z', '2011-12-30T10:00Z'],
      ['2011-12-30', '2011-12-30T10:00Z', '2011-12-30T10:00Z'],
      ['2011-12-31', '2011-12-30T10:00Z', '2011-12-31T10:00Z'],
    ]);
  });

  it('begins a day only once where the clocks went back over midnight (St. Johns 2010, Gaza 2012)', () => {
    expect(day('America/St_Johns', '2010-11-06').hours).toBe(24);
    expect(day('America/St_Johns', '2010-11-07')).toEqual({ from: '2010-11-07T02:30Z', to: '2010-11-08T03:30Z', hours: 25 });
    expect(day('Asia/Gaza', '2012-03-30')).toEqual({ from: '2012-03-29T22:00Z', to: '2012-03-30T21:00Z', hours: 23 });
    expect(day('Asia/Gaza', '2012-09-21').hours).toBe(25);
  });

  it('gives every date of a range once, each beginning where the last ended, over years', () => {
    const days = dayBounds('America/New_York', '2023-12-30', '2026-01-02');
    expect(days[0]?.date).toBe('2023-12-30');
    expect(days.at(-1)?.date).toBe('2026-01-02');
    for (const [i, { day: n, date, from }] of days.entries()) {
      expect(n).toBe(dayNumber('2023-12-30') + i);
      expect(date).toBe(dateOf(n));
      if (i > 0) expect(from).toBe(days[i - 1]?.to);
    }
    expect(dayBounds('UTC', '2026-01-02', '2026-01-01')).toEqual([]);
  });
});

describe('localDate', () => {
  it('is the date whose bounds hold the instant', () => {
    expect(localDate('America/Sao_Paulo', Date.parse('2023-01-30T02:10:00Z'))).toBe('2023-01-29');
    expect(localDate('Pacific/Kiritimati', Date.parse('2025-12-31T10:00:00Z'))).toBe('2026-01-01');
    expect(localDate('Pacific/Pago_Pago', Date.parse('2026-01-01T10:59:59.999Z'))).toBe('2025-12-31');
    expect(localDate('Pacific/Apia', Date.parse('2011-12-30T10:00:00Z'))).toBe('2011-12-31');
    for (const [name, newYear] of [
      ['America/New_York', '2026-01-01T05:00:00Z'],
      ['UTC', '2026-01-01T00:00:00Z'],
      ['Europe/Berlin', '2025-12-31T23:00:00Z'],
    ] as const) {
      const ms = Date.parse(newYear);
      expect([ms - 1, ms].map((at) => localDate(name, at))).toEqual(['2025-12-31', '2026-01-01']);
    }
    const zone = fc.constantFrom(
      'Pacific/Apia',
      'America/St_Johns',
      'Asia/Gaza',
      'America/Sao_Paulo',
      'Pacific/Kiritimati',
      'Africa/Monrovia',
    );
    fc.assert(
      fc.property(zone, fc.integer({ min: 0, max: Date.parse('2037-12-31') }), (name, ms) => {
        const date = localDate(name, ms);
        const [bounds] = dayBounds(name, date, date);
        return bounds !== undefined && bounds.from <= ms * 1000 && ms * 1000 < bounds.to;
      }),
    );
  });
});

describe('offsetSegments', () => {
  it('changes with the clocks', () => {
    expect(offsets('Europe/Berlin', '2026-01-01', '2027-02-01')).toEqual([
      ['2026-01-01T00:00Z', 1],
      ['2026-03-29T01:00Z', 2],
      ['2026-10-25T01:00Z', 1],
    ]);
    expect(offsets('Australia/Lord_Howe', '2026-04-01', '2026-05-01')).toEqual([
      ['2026-04-01T00:00Z', 11],
      ['2026-04-04T15:00Z', 10.5],
    ]);
    expect(offsets('Asia/Kathmandu', '2020-01-01', '2026-01-01')).toEqual([['2020-01-01T00:00Z', 5.75]]);
    expect(offsets('Pacific/Apia', '2011-12-30', '2012-01-02')).toEqual([
      ['2011-12-30T00:00Z', -10],
      ['2011-12-30T10:00Z', 14],
    ]);
  });

  it('begins and ends with a change of the clocks as with any other time', () => {
    const change = '2026-03-29T01:00Z';
    expect(offsets('Europe/Berlin', change, '2026-04-01')).toEqual([[change, 2]]);
    expect(offsets('Europe/Berlin', '2026-03-01', change)).toEqual([['2026-03-01T00:00Z', 1]]);
  });

  it('changes in the first hours of a year (Sao Tome 2019)', () => {
    expect(offsets('Africa/Sao_Tome', '2018-06-01', '2019-06-01')).toEqual([
      ['2018-06-01T00:00Z', 1],
      ['2019-01-01T01:00Z', 0],
    ]);
  });

  it('takes a change one minute past a quarter to be at the next quarter', () => {
    expect(offsets('America/St_Johns', '2010-11-07', '2010-11-08')).toEqual([
      ['2010-11-07T00:00Z', -2.5],
      ['2010-11-07T02:45Z', -3.5],
    ]);
  });

  it('covers what was asked', () => {
    expect(offsetSegments('UTC', 5, 5)).toEqual([]);
    const from = us('2025-12-31T23:59:59Z') + 7;
    const to = us('2026-04-01T00:00:00Z') + 1;
    const found = offsetSegments('Europe/Berlin', from, to);
    expect([found[0]?.from, found.at(-1)?.to]).toEqual([from, to]);
    expect(found[0]?.to).toBe(found[1]?.from);
  });
});
