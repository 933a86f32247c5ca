import { stringify } from 'csv-stringify/sync';

/** In some countries spreadsheets part cells at semicolons, too: a name that has one is quoted, or what follows it could be a formula. */
const CSV = { record_delimiter: 'windows', escape_formulas: true, quoted_match: /[;\t]/ } as const;

/**
 * A line of CSV (RFC 4180). Where a text may be a name that somebody gave, `withoutFormula` goes first; what a spreadsheet would take for a formula begins
 * with an apostrophe.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return stringify([cells], CSV);
}

/** Spreadsheets skip line breaks before a formula; the writer of CSV knows all its other beginnings. */
export function withoutFormula(name: string): string {
  return name.startsWith('\n') ? `'${name}` : name;
}
