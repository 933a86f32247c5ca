import { dayNumber } from '@app/core';
import { describe, expect, it } from '@jest/globals';
import { NAMED_RANGES, parseStatsRange } from '../ranges.js';
import { periodBefore } from './period-before.js';

/** `first_to_last` of the period before a range, as it is on a day. */
function before(range: string, today = '2026-11-24', weekdayStart = 1): string | undefined {
  const parsed = parseStatsRange(range, { today, weekdayStart, includeToday: true });
  if (!parsed.ok) throw new Error(parsed.reason);
  const found = periodBefore(parsed);
  return found && `${found.first}_to_${found.last}`;
}

describe('the period before', () => {
  it.each([
    ['today', '2026-11-23_to_2026-11-23'],
    ['last_7_days', '2026-11-11_to_2026-11-17'],
    ['2026-11-10_to_2026-11-12', '2026-11-07_to_2026-11-09'],
    ['2026-11-10', '2026-11-09_to_2026-11-09'],
    // A Tuesday.
    ['this_week', '2026-11-16_to_2026-11-17'],
    ['last_week', '2026-11-09_to_2026-11-15'],
    ['this_month', '2026-10-01_to_2026-10-24'],
    ['last_month', '2026-09-01_to_2026-09-30'],
    ['2026-03', '2026-02-01_to_2026-02-28'],
    ['2026', '2025-01-01_to_2025-11-24'],
    ['2025', '2024-01-01_to_2024-12-31'],
    ['last_year', '2024-11-25_to_2025-11-24'],
    ['last_3_months', '2026-05-25_to_2026-08-24'],
  ])('of %s is %s', (range, dates) => {
    expect(before(range)).toBe(dates);
  });

  it.each([
    ['this_month', '2026-03-31', '2026-02-01_to_2026-02-28'],
    ['this_month', '2026-03-30', '2026-02-01_to_2026-02-28'],
    ['2026', '2026-12-31', '2025-01-01_to_2025-12-31'],
    ['2024', '2024-02-29', '2023-01-01_to_2023-02-28'],
    ['this_month', '2026-02-28', '2026-01-01_to_2026-01-31'],
  ])('of %s on %s is %s', (range, today, dates) => {
    expect(before(range, today)).toBe(dates);
  });

  it('is none of all time and of the first year', () => {
    expect(before('all_time')).toBeUndefined();
    expect(before('1970')).toBeUndefined();
    expect(before('1970-01-02_to_1970-01-03')).toBeUndefined();
  });

  it('ends before the range begins, on every day and whichever day weeks begin on', () => {
    for (let n = 0; n < 800; n++) {
      const today = new Date(Date.UTC(2023, 11, 1 + n)).toISOString().slice(0, 10);
      for (const range of NAMED_RANGES.filter((name) => name !== 'all_time')) {
        const parsed = parseStatsRange(range, { today, weekdayStart: n % 7, includeToday: n % 2 === 0 });
        if (!parsed.ok || parsed.first === null) throw new Error(range);
        const found = periodBefore(parsed);
        if (!found) throw new Error(range);
        expect(found.first <= found.last && found.last < parsed.first).toBe(true);
        if (!/month|year/.test(range))
          expect(dayNumber(found.last) - dayNumber(found.first)).toBe(dayNumber(parsed.last) - dayNumber(parsed.first));
      }
    }
  });
});
