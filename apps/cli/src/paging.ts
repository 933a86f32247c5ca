import { Misuse } from './usage.js';

/** Rows on a page of a list. */
const PER_PAGE = 50;

/** The value of `--page`. */
export function pageNumber(value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new Misuse(`--page: "${value}" is no page. Use a whole number from 1 on.`);
  return Number(value);
}

export function pageOf(page = 1): { page: number; perPage: number } {
  return { page, perPage: PER_PAGE };
}
