import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { reportTimes } from './report-times.js';

const iso = (ms: number): string => new Date(ms).toISOString();

describe('the report that was due last', () => {
  it.each([
    // Monday 07:59 in Berlin: that of a week ago.
    ['Europe/Berlin', '2026-11-23T06:59:59.999Z', '2026-W46', '2026-11-16T07:00:00.000Z', '2026-11-23T07:00:00.000Z'],
    ['Europe/Berlin', '2026-11-23T07:00:00.000Z', '2026-W47', '2026-11-23T07:00:00.000Z', '2026-11-30T07:00:00.000Z'],
    ['Europe/Berlin', '2026-11-29T23:59:00.000Z', '2026-W47', '2026-11-23T07:00:00.000Z', '2026-11-30T07:00:00.000Z'],
    // The clocks go back on Sunday, 25 October.
    ['Europe/Berlin', '2026-10-20T12:00:00.000Z', '2026-W42', '2026-10-19T06:00:00.000Z', '2026-10-26T07:00:00.000Z'],
    // Sunday evening in UTC is Monday morning there.
    ['Pacific/Kiritimati', '2026-11-22T18:00:00.000Z', '2026-W47', '2026-11-22T18:00:00.000Z', '2026-11-29T18:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-23T02:15:00.000Z', '2026-W47', '2026-11-23T02:15:00.000Z', '2026-11-30T02:15:00.000Z'],
  ])('in %s at %s is of %s', (zone, now, week, due, next) => {
    const times = reportTimes(zone, Date.parse(now));
    expect([times.week, iso(times.dueAt), iso(times.nextAt)]).toEqual([week, due, next]);
  });

  it('is of a Monday at 08:00, and the next one follows it, in every zone and at every moment', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.date({ min: new Date('2001-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (zone, date) => {
          const { week, dueAt, nextAt } = reportTimes(zone, date.getTime());
          expect(dueAt).toBeLessThanOrEqual(date.getTime());
          expect(nextAt).toBeGreaterThan(date.getTime());
          const due = Temporal.Instant.fromEpochMilliseconds(dueAt).toZonedDateTimeISO(zone);
          expect([due.dayOfWeek, due.hour, due.minute]).toEqual([1, 8, 0]);
          const before = due.toPlainDate().subtract({ days: 7 });
          expect(week).toBe(`${before.yearOfWeek}-W${String(before.weekOfYear).padStart(2, '0')}`);
          expect(reportTimes(zone, nextAt).dueAt).toBe(nextAt);
          expect(reportTimes(zone, nextAt - 1).dueAt).toBe(dueAt);
        },
      ),
    );
  });
});
