import { badParameter, dayNumber, isDate, localDate } from '@app/core';

/** Local dates `YYYY-MM-DD`, both included. */
export interface DateRange {
  first: string;
  last: string;
}

/** Days in two years, the longest range that is answered. */
export const LONGEST_RANGE = 732;

/** The zone that days are asked in, and which day it is there. */
export interface LocalDay {
  zone: string;
  today: string;
}

/** An instant as RFC 3339 writes it. In an address a plus that is not escaped arrives as a blank. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:(Z)|([ +-])(\d{2}:\d{2}))$/i;

/**
 * A day from a request: `YYYY-MM-DD`, `today` as the legacy CLI and wakatime_exporter send it (contract §1.4), or an instant (RFC 3339), as
 * two clients send it, for the day that has it in the zone.
 */
export function dateOfParameter(name: string, text: string | undefined, { zone, today }: LocalDay): string {
  if (text?.toLowerCase() === 'today') return today;
  if (text !== undefined && isDate(text)) return text;
  const day = text === undefined ? undefined : dayOfInstant(text, zone);
  if (day === undefined) throw badParameter(name, 'Use YYYY-MM-DD, a day that exists, or today.');
  return day;
}

function dayOfInstant(text: string, zone: string): string | undefined {
  const [, date = '', time = '', utc, sign = '', offset = ''] = INSTANT.exec(text) ?? [];
  if (!isDate(date)) return undefined;
  const ms = Date.parse(`${date}T${time}${utc ? 'Z' : (sign === '-' ? '-' : '+') + offset}`);
  return Number.isNaN(ms) ? undefined : localDate(zone, ms);
}

/** Both days, included. Refused: a day that is none, an end before the start, more than two years. */
export function dateRangeOf(start: string | undefined, end: string | undefined, local: LocalDay): DateRange {
  const first = dateOfParameter('start', start, local);
  const last = dateOfParameter('end', end, local);
  const days = dayNumber(last) - dayNumber(first) + 1;
  if (days < 1) throw badParameter('end', `It lies before start (${first}); swap them.`);
  if (days > LONGEST_RANGE)
    throw badParameter('end', `The range has ${days} days; ask for at most two years (${LONGEST_RANGE} days) at once.`);
  return { first, last };
}
