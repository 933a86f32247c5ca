import { badParameter } from './domain-error.js';
import { must } from './must.js';
import { type DayBounds, dayBounds, isDate, localDate } from './zones.js';

/** The zone that days are asked in, and which day it is there. */
export interface LocalDay {
  zone: string;
  today: string;
}

/**
 * An instant as RFC 3339 writes it, also with a blank for the T, as Python does, and an offset without its colon. In an address a plus that is not
 * escaped arrives as a blank.
 */
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:(Z)|([ +-])(\d{2}):?(\d{2}))$/i;

/**
 * A day from a request: `YYYY-MM-DD`, `today` as the legacy CLI and wakatime_exporter send it (contract §1.4), or an instant (RFC 3339), as
 * two clients send it, for the day that has it in the zone.
 */
export function dateOfParameter(name: string, text: string | undefined, { zone, today }: LocalDay): string {
  if (text?.toLowerCase() === 'today') return today;
  if (text !== undefined && isDate(text)) return text;
  const day = text === undefined ? undefined : dayOfInstant(text, zone);
  if (day === undefined) throw badParameter(name, NO_DAY);
  return day;
}

const NO_DAY = 'Use YYYY-MM-DD, a day that exists, or today.';

/** Why a text is no day of a request, or undefined. Whether it is one is the same in every zone. */
export function dayProblem(text: string): string | undefined {
  return text.toLowerCase() === 'today' || isDate(text) || dayOfInstant(text, 'UTC') !== undefined ? undefined : NO_DAY;
}

/** The bounds of that day. `now` in ms since 1970. */
export function dayOfParameter(name: string, text: string | undefined, zone: string, now: number): DayBounds {
  const date = dateOfParameter(name, text, { zone, today: localDate(zone, now) });
  return must(dayBounds(zone, date, date)[0], 'day');
}

function dayOfInstant(text: string, zone: string): string | undefined {
  const [, date = '', time = '', utc, sign = '', hours = '', minutes = ''] = INSTANT.exec(text) ?? [];
  if (!isDate(date)) return undefined;
  const ms = Date.parse(`${date}T${time}${utc ? 'Z' : `${sign === '-' ? '-' : '+'}${hours}:${minutes}`}`);
  return Number.isNaN(ms) ? undefined : localDate(zone, ms);
}
