import { type Calendar, localDate } from '@app/core';
import type { RangeContext } from './time-question.js';

/** What ranges depend on, by a guess at the user's calendar, in the zone asked for or the user's own. `now` in ms since 1970. */
export function rangeContext(guess: Calendar, askedZone: string | undefined, now: number): RangeContext {
  const zone = askedZone ?? guess.zone;
  const today = localDate(zone, now);
  const firstDay = guess.firstTime === null ? today : localDate(zone, Math.floor(guess.firstTime / 1000));
  return { zone, today, weekdayStart: guess.weekdayStart, firstDay };
}

/** What an answer depended on, as its own snapshot had it: the zone where none was asked for, the first heartbeat where the range begins there. */
export function presentCalendar(
  row: { zone: string; weekday_start: number; first_time: number | null },
  { askedZone, allTime }: { askedZone: string | undefined; allTime: boolean },
): Partial<Calendar> {
  return {
    weekdayStart: row.weekday_start,
    ...(askedZone === undefined && { zone: row.zone }),
    ...(allTime && { firstTime: row.first_time }),
  };
}
