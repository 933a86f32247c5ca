import { ROUNDINGS, SHEET_COLUMNS, type TimesheetQuestion, type TimesheetResult } from '@app/analytics';
import { must } from '@app/core';
import { csvOf } from '../csv.js';
import { digitalSecondsOf, roundedTo2, secondsOf } from '../texts.js';
import { analyticsQuestion, toAnalyticsHead } from './analytics.shape.js';
import { columnsOf, type TimesheetAnswer, type TimesheetParams, type TimesheetRow } from './timesheet.dto.js';

const HOUR_US = 3_600_000_000;
/** Longest range, in days. */
const MOST_DAYS = { json: 92, csv: 366 } as const;

/** How a timesheet is written. */
export type TimesheetFormat = keyof typeof MOST_DAYS;

/** What a request for a timesheet asks. */
export function timesheetQuestion(params: TimesheetParams, format: TimesheetFormat): TimesheetQuestion {
  const { by = 'project', rounding = 'none', mode, per } = params;
  return {
    ...analyticsQuestion(true, params),
    by: columnsOf(by).map((name) =>
      must(
        SHEET_COLUMNS.find((column) => column === name),
        'a column of timesheets',
      ),
    ),
    rounding: {
      unit: must(Object.entries(ROUNDINGS).find(([name]) => name === rounding)?.[1], 'a rounding'),
      mode: mode === 'up' && rounding !== 'none' ? 'up' : 'nearest',
      per: per === 'day' ? 'day' : 'entry',
    },
    mostDays: MOST_DAYS[format],
  };
}

/** Time by row and day as JSON. */
export function toTimesheet({ head, by, rounding, dates, sheet }: TimesheetResult): TimesheetAnswer {
  return {
    data: {
      ...toAnalyticsHead(head),
      by: [...by],
      rounding: must(Object.entries(ROUNDINGS).find(([, unit]) => unit === rounding.unit)?.[0], 'a rounding'),
      mode: rounding.mode,
      per: rounding.per,
      dates,
      rows: sheet.rows.map(({ names, cells, us }): TimesheetRow => ({
        ...Object.fromEntries(by.map((column, n) => [column, names[n]])),
        seconds: cells.map(secondsOf),
        ...totalOf(us),
      })),
      day_seconds: sheet.dayTotals.map(secondsOf),
      ...totalOf(sheet.us),
    },
  };
}

function totalOf(us: number): { total_seconds: number; total_hours: number } {
  return { total_seconds: secondsOf(us), total_hours: roundedTo2(us / HOUR_US) };
}

/**
 * The same as CSV (RFC 4180): a line for each row, a column for each day, and totals. Rounded time is in hours, `1.25`, which is exact; time that is
 * rounded to seconds is `1:15:09`. A name that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function toTimesheetCsv({ by, rounding, dates, sheet }: TimesheetResult): Promise<string> {
  const cellOf = rounding.unit === ROUNDINGS.none ? digitalSecondsOf : (us: number): string => (us / HOUR_US).toFixed(2);
  const line = (names: readonly string[], cells: readonly number[], us: number): string[] => [...names, ...cells.map(cellOf), cellOf(us)];
  const total = by.map((_, n) => (n === 0 ? 'Total' : ''));
  const lines = function* (): Generator<string[]> {
    yield [...by, ...dates, 'total'];
    for (const { names, cells, us } of sheet.rows) yield line(names, cells, us);
    yield line(total, sheet.dayTotals, sheet.us);
  };
  return csvOf(lines());
}

/** What a file of it is called. */
export function timesheetFileName({ dates }: Pick<TimesheetResult, 'dates'>): string {
  return `timesheet_${must(dates[0], 'first date')}_to_${must(dates.at(-1), 'last date')}.csv`;
}
