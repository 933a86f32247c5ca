import { mapInTurns } from '@app/core';
import { stringify } from 'csv-stringify/sync';

/** In some countries spreadsheets part cells at semicolons, too: a name that has one is quoted, or what follows it could be a formula. */
const CSV = { record_delimiter: 'windows', escape_formulas: true, quoted_match: /[;\t]/ } as const;

/** A line of CSV (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe. */
export function csvLine(cells: readonly string[]): string {
  return stringify([cells.map(withoutFormula)], CSV);
}

/** Lines of CSV, as one text. Other requests are answered in between. */
export async function csvOf(lines: Iterable<readonly string[]>): Promise<string> {
  return (await mapInTurns(lines, csvLine)).join('');
}

/** Spreadsheets skip line breaks before a formula; the writer of CSV knows all its other beginnings. */
function withoutFormula(text: string): string {
  return text.startsWith('\n') ? `'${text}` : text;
}
