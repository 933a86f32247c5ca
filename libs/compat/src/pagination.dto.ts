import { OptionalInteger } from '@app/core';

/** The longest page of any list. */
const LONGEST_PAGE = 100;
/** The highest page that can be asked for. */
const LAST_PAGE = 1_000_000;

/** Which part of a list. */
export class PageParams {
  /** From 1. @example 1 */
  @OptionalInteger(1, LAST_PAGE)
  page?: number;

  /** Entries a page, 1 to 100. @example 100 */
  @OptionalInteger(1, LONGEST_PAGE)
  per_page?: number;
}

/** Which part of a list an answer is. Every paged answer says it, the empty one too. */
export class PageInfo {
  /** Entries on all pages. @example 1 */
  total: number;
  /** From 1. @example 1 */
  page: number;
  /** @example 100 */
  per_page: number;
  /** At least 1. @example 1 */
  total_pages: number;
}

/** A part of a list, as queries take it: `page` from 1, `perPage` entries. */
export interface Page {
  page: number;
  perPage: number;
}

/** The page that was asked for; left out: the first, of 100 entries unless the list says otherwise. */
export function pageOf({ page = 1, per_page }: PageParams, usual = LONGEST_PAGE): Page {
  return { page, perPage: per_page ?? usual };
}

/** What an answer says of its page. */
export function toPageInfo(total: number, { page, perPage }: Page): PageInfo {
  return { total, page, per_page: perPage, total_pages: Math.max(1, Math.ceil(total / perPage)) };
}
