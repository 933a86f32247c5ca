import { must, sumOf } from '@app/core';
import { type Rounding, roundedDay } from './rounding.js';

/** Time of one row on one day, µs. Without names: what there was no room for. */
export interface SheetTime {
  day: number;
  names: readonly string[] | null;
  us: number;
}

/** One line: its names, and its time of each day, rounded. */
export interface SheetRow {
  names: readonly string[];
  cells: number[];
  us: number;
}

/** Rows and days; both totals are sums of the cells. Amounts are µs. */
export interface Sheet {
  /** Most time first, what there was no room for last. */
  rows: SheetRow[];
  dayTotals: number[];
  us: number;
}

/** The sheet of times over `days`, with at most `most` rows; all that has no row is in a last one that is called `rest`. */
export function sheetOf(
  times: readonly SheetTime[],
  days: readonly number[],
  rounding: Rounding,
  rest: readonly string[],
  most: number,
): Sheet {
  const rows = rowsOf(times, days, rest, most);
  const cells = rows.map(() => days.map(() => 0));
  for (const [place, entries] of entriesByPlace(rows)) {
    const amounts = roundedDay(
      entries.map(({ us }) => us),
      rounding,
    );
    for (const [n, { row }] of entries.entries()) must(cells[row], 'a row')[place] = must(amounts[n], 'an amount');
  }
  const roundedRows = rows.map(({ names }, n): SheetRow => {
    const ofRow = must(cells[n], 'a row');
    return { names, cells: ofRow, us: sumOf(ofRow) };
  });
  const dayTotals = days.map((_, place) => sumOf(cells.map((ofRow) => ofRow[place] ?? 0)));
  return { rows: roundedRows, dayTotals, us: sumOf(dayTotals) };
}

/** A row before rounding: only the days that it has time on, by their place. */
interface SparseRow {
  names: readonly string[];
  times: Map<number, number>;
  us: number;
}

/** The rows before rounding. There may be many more than `most` before they are folded, and most have few days. */
function rowsOf(times: readonly SheetTime[], days: readonly number[], rest: readonly string[], most: number): SparseRow[] {
  const places = new Map(days.map((day, place) => [day, place]));
  const rows = new Map<string, SparseRow>();
  const folded: SparseRow = { names: rest, times: new Map(), us: 0 };
  for (const { day, names, us } of times) {
    const place = places.get(day);
    if (place === undefined || us === 0) continue;
    const key = JSON.stringify(names);
    const row = names === null ? folded : (rows.get(key) ?? { names, times: new Map<number, number>(), us: 0 });
    if (names !== null) rows.set(key, row);
    add(row, place, us);
  }
  const inOrder = [...rows.values()].toSorted((a, b) => b.us - a.us || compare(a.names, b.names));
  for (const row of inOrder.slice(most)) for (const [place, us] of row.times) add(folded, place, us);
  return [...inOrder.slice(0, most), ...(folded.us > 0 ? [folded] : [])];
}

/** The entries of each day that has any, in the order of the rows. An entry without time is rounded to none and takes no unit, so it is left out. */
function entriesByPlace(rows: readonly SparseRow[]): Map<number, { row: number; us: number }[]> {
  return Map.groupBy(
    rows.flatMap(({ times }, row) => [...times].map(([place, us]) => ({ place, row, us }))),
    ({ place }) => place,
  );
}

function add(row: SparseRow, place: number, us: number): void {
  row.times.set(place, (row.times.get(place) ?? 0) + us);
  row.us += us;
}

function compare(a: readonly string[], b: readonly string[]): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
