import { dateOf, dayNumber } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStatsRange, parseSummariesRange, type RangeProblem, STATS_RANGES, type StatsRange, SUMMARIES_RANGES } from './ranges.js';

/** A Tuesday. */
const live = { today: '2026-11-24', weekdayStart: 1, includeToday: true };
const waka = { ...live, includeToday: false };

function dates(range: StatsRange | RangeProblem) {
  return range.ok ? [range.range, range.first, range.last, range.includesToday] : range.reason;
}

describe('parseStatsRange', () => {
  it.each([
    ['today', '2026-11-24', '2026-11-24', true],
    ['yesterday', '2026-11-23', '2026-11-23', false],
    ['last_7_days', '2026-11-18', '2026-11-24', true],
    ['last_14_days', '2026-11-11', '2026-11-24', true],
    ['last_30_days', '2026-10-26', '2026-11-24', true],
    ['last_90_days', '2026-08-27', '2026-11-24', true],
    ['last_3_months', '2026-08-25', '2026-11-24', true],
    ['last_6_months', '2026-05-25', '2026-11-24', true],
    ['last_12_months', '2025-11-25', '2026-11-24', true],
    ['last_year', '2025-11-25', '2026-11-24', true],
    ['all_time', null, '2026-11-24', true],
    ['this_week', '2026-11-23', '2026-11-24', true],
    ['last_week', '2026-11-16', '2026-11-22', false],
    ['this_month', '2026-11-01', '2026-11-24', true],
    ['last_month', '2026-10-01', '2026-10-31', false],
    ['2025', '2025-01-01', '2025-12-31', false],
    ['2026', '2026-01-01', '2026-11-24', true],
    ['2027', '2027-01-01', '2027-12-31', false],
    ['2025-06', '2025-06-01', '2025-06-30', false],
    ['2026-11', '2026-11-01', '2026-11-24', true],
    ['2024-02-29', '2024-02-29', '2024-02-29', false],
    ['2026-01-01_to_2026-12-31', '2026-01-01', '2026-12-31', true],
    ['2026-01-01_to_2026-11-24', '2026-01-01', '2026-11-24', true],
    ['2026-11-24_to_2026-12-31', '2026-11-24', '2026-12-31', true],
    ['2026-11-24_to_2026-11-24', '2026-11-24', '2026-11-24', true],
    ['2026-01-01_to_2026-11-23', '2026-01-01', '2026-11-23', false],
    ['2026-11-25_to_2026-12-31', '2026-11-25', '2026-12-31', false],
    ['1970-01-01', '1970-01-01', '1970-01-01', false],
    ['2999-12-31', '2999-12-31', '2999-12-31', false],
  ])('%s', (name, first, last, includesToday) => {
    expect(dates(parseStatsRange(name, live))).toEqual([name, first, last, includesToday]);
  });

  it.each([
    ['today', '2026-11-24', '2026-11-24', true],
    ['last_7_days', '2026-11-17', '2026-11-23', false],
    ['last_30_days', '2026-10-25', '2026-11-23', false],
    ['last_6_months', '2026-05-24', '2026-11-23', false],
    ['last_year', '2025-11-24', '2026-11-23', false],
    ['all_time', null, '2026-11-24', true],
    ['this_week', '2026-11-23', '2026-11-24', true],
  ])('%s without today, as WakaTime has it', (name, first, last, includesToday) => {
    expect(dates(parseStatsRange(name, waka))).toEqual([name, first, last, includesToday]);
  });

  it('begins weeks where the user does', () => {
    expect(dates(parseStatsRange('this_week', { ...live, weekdayStart: 0 }))).toEqual(['this_week', '2026-11-22', '2026-11-24', true]);
    expect(dates(parseStatsRange('this_week', { ...live, weekdayStart: 2 }))).toEqual(['this_week', '2026-11-24', '2026-11-24', true]);
    expect(dates(parseStatsRange('last_week', { ...live, weekdayStart: 3 }))).toEqual(['last_week', '2026-11-11', '2026-11-17', false]);
  });

  it('takes any letter case, spaces and underscores, and says it for people', () => {
    const said = (text: string) => {
      const range = parseStatsRange(text, live);
      return range.ok ? [range.range, range.humanReadable] : range.reason;
    };
    expect(said(' Last 7  Days ')).toEqual(['last_7_days', 'last 7 days']);
    expect(said('ALL_TIME')).toEqual(['all_time', 'all time']);
    expect(said('2025')).toEqual(['2025', '2025']);
    const months = [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ];
    for (const [n, month] of months.entries()) {
      const name = `2025-${String(n + 1).padStart(2, '0')}`;
      expect(said(name)).toEqual([name, `${month} 2025`]);
    }
    expect(said('2026-01-01 to 2026-01-31')).toEqual(['2026-01-01_to_2026-01-31', '2026-01-01 to 2026-01-31']);
  });

  it.each([
    '',
    'last_8_days',
    'last_5_months',
    'tomorrow',
    '2025-13',
    '2025-02-30',
    '20250101',
    '0000',
    '9999',
    '2026-01-01_to_',
    'today_to_today',
    '2026-01-01_to_2026-01-02_to_2026-01-03',
    '2026-01-01_to_2026-01-02_to_2026-01-02',
    '1969-12-31',
    '3000-01-01',
    'the last_7_days',
    'last_7_days ago',
    'not last_3_months',
    'last_3_months ago',
    'in 2025',
    'in 2025-06',
    '2025-061',
  ])('refuses "%s" and names what is allowed', (text) => {
    expect(parseStatsRange(text, live)).toEqual({ ok: false, reason: expect.stringContaining('last_7_days, last_14_days') });
  });

  it('repeats what was sent, cut after 60 characters', () => {
    const reason = (text: string) => {
      const range = parseStatsRange(text, live);
      return range.ok ? '' : range.reason.split(' is not a range.')[0];
    };
    expect(reason('soon')).toBe('"soon"');
    expect(reason('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
    expect(reason('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`);
  });

  it('takes every range that it says it takes', () => {
    const names = STATS_RANGES.replaceAll('YYYY-MM-DD', '2026-01-31').replaceAll('YYYY-MM', '2026-01').replaceAll('YYYY', '2026');
    const ranges = names.replace(' or ', ', ').replace(' (at most two years)', '').split(', ');
    expect(ranges.length).toBeGreaterThan(18);
    expect(ranges.filter((range) => !parseStatsRange(range, live).ok)).toEqual([]);
  });

  it('says what is wrong with two dates', () => {
    expect(parseStatsRange('2026-02-01_to_2026-01-01', live)).toEqual({ ok: false, reason: expect.stringContaining('before it begins') });
    expect(parseStatsRange('2020-01-01_to_2026-01-01', live)).toEqual({ ok: false, reason: expect.stringContaining('732 days') });
    expect(parseStatsRange('2024-01-01_to_2026-01-01', live).ok).toBe(true);
    expect(parseStatsRange('2024-01-01_to_2026-01-02', live).ok).toBe(false);
  });

  it('always spans the days it says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30_000 }),
        fc.constantFrom(7, 14, 30, 90),
        fc.constantFrom(3, 6, 12),
        fc.boolean(),
        fc.integer({ min: 0, max: 6 }),
        (n, days, months, includeToday, weekdayStart) => {
          const context = { today: dateOf(n), weekdayStart, includeToday };
          const span = (name: string) => {
            const range = parseStatsRange(name, context);
            if (!range.ok || range.first === null) throw new Error(name);
            expect(range.includesToday).toBe(range.last === context.today);
            return dayNumber(range.last) - dayNumber(range.first) + 1;
          };
          expect(span(`last_${days}_days`)).toBe(days);
          const long = span(`last_${months}_months`);
          expect(long).toBeGreaterThanOrEqual(months * 30 - 2);
          expect(long).toBeLessThanOrEqual(months * 31);
          expect(span('last_week')).toBe(7);
          expect(span('this_week')).toBeLessThanOrEqual(7);
        },
      ),
    );
  });
});

describe('parseSummariesRange', () => {
  it.each([
    ['Today', 'today', '2026-11-24', '2026-11-24', true],
    ['Yesterday', 'yesterday', '2026-11-23', '2026-11-23', false],
    ['Last 7 Days', 'last_7_days', '2026-11-18', '2026-11-24', true],
    ['Last 7 Days from Yesterday', 'last_7_days_from_yesterday', '2026-11-17', '2026-11-23', false],
    ['Last 14 Days', 'last_14_days', '2026-11-11', '2026-11-24', true],
    ['last_30_days', 'last_30_days', '2026-10-26', '2026-11-24', true],
    ['This Week', 'this_week', '2026-11-23', '2026-11-24', true],
    ['Last Week', 'last_week', '2026-11-16', '2026-11-22', false],
    ['This Month', 'this_month', '2026-11-01', '2026-11-24', true],
    ['Last Month', 'last_month', '2026-10-01', '2026-10-31', false],
    ['2025-06', '2025-06', '2025-06-01', '2025-06-30', false],
  ])('%s', (text, name, first, last, includesToday) => {
    expect(dates(parseSummariesRange(text, live))).toEqual([name, first, last, includesToday]);
  });

  it('says the range without underscores', () => {
    const said = (text: string) => {
      const range = parseSummariesRange(text, live);
      return range.ok ? range.humanReadable : range.reason;
    };
    expect(said('Last 7 Days from Yesterday')).toBe('last 7 days from yesterday');
    expect(said('2025-06')).toBe('June 2025');
    expect(said('2026-02-01_to_2026-01-01')).toContain('before it begins');
  });

  it('takes every range that it says it takes: not all time', () => {
    const names = SUMMARIES_RANGES.replaceAll('YYYY-MM-DD', '2026-01-31').replaceAll('YYYY-MM', '2026-01').replaceAll('YYYY', '2026');
    const ranges = names.replace(' or ', ', ').replace(' (at most two years)', '').split(', ');
    expect(ranges.length).toBeGreaterThan(20);
    expect(ranges.filter((range) => !parseSummariesRange(range, live).ok)).toEqual([]);
  });

  it.each(['the last_7_days_from_yesterday', 'last_7_days_from_yesterday ago'])('refuses "%s"', (text) => {
    expect(parseSummariesRange(text, live).ok).toBe(false);
  });

  it('refuses what is none', () => {
    expect(parseSummariesRange('Last 90 Days from Yesterday', live)).toEqual({
      ok: false,
      reason: expect.stringContaining('from_yesterday'),
    });
    expect(parseStatsRange('last_7_days_from_yesterday', live).ok).toBe(false);
    expect(parseSummariesRange('All Time', live)).toEqual({ ok: false, reason: expect.stringContaining('all_time_since_today') });
  });
});
