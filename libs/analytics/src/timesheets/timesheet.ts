import { sumOf } from '@app/core';
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
  const columns = days.map((_, place) =>
    roundedDay(
      rows.map(({ cells }) => cells[place] ?? 0),
      rounding,
    ),
  );
  const roundedRows = rows.map(({ names }, n): SheetRow => {
    const cells = columns.map((column) => column[n] ?? 0);
    return { names, cells, us: sumOf(cells) };
  });
  const dayTotals = columns.map(sumOf);
  return { rows: roundedRows, dayTotals, us: sumOf(dayTotals) };
}

/** The rows before rounding. */
function rowsOf(times: readonly SheetTime[], days: readonly number[], rest: readonly string[], most: number): SheetRow[] {
  const places = new Map(days.map((day, place) => [day, place]));
  const rows = new Map<string, SheetRow>();
  const folded = emptyRow(rest, days);
  for (const { day, names, us } of times) {
    const place = places.get(day);
    if (place === undefined || us === 0) continue;
    const key = JSON.stringify(names);
    const row = names === null ? folded : (rows.get(key) ?? emptyRow(names, days));
    if (names !== null) rows.set(key, row);
    add(row, place, us);
  }
  const inOrder = [...rows.values()].toSorted((a, b) => b.us - a.us || compare(a.names, b.names));
  for (const row of inOrder.slice(most)) row.cells.forEach((us, place) => add(folded, place, us));
  return [...inOrder.slice(0, most), ...(folded.us > 0 ? [folded] : [])];
}

function emptyRow(names: readonly string[], days: readonly number[]): SheetRow {
  return { names, cells: days.map(() => 0), us: 0 };
}

function add(row: SheetRow, place: number, us: number): void {
  row.cells[place] = (row.cells[place] ?? 0) + us;
  row.us += us;
}

function compare(a: readonly string[], b: readonly string[]): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
