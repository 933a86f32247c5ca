import { addDays, dayBounds, dayNumber, localDate, must, offsetSegments } from '@app/core';
import { mondayOf, weekOf } from './iso-weeks.js';

const US_PER_MS = 1_000;
const US_PER_DAY = 86_400_000_000;
const US_PER_QUARTER = 900_000_000;
/** When a report is sent, in µs after midnight as the clock shows it. */
const EIGHT = 8 * 4 * US_PER_QUARTER;

/** A report that could not be sent for so long, in ms, is not sent any more: it would be old news. */
export const LATEST_MS = 3 * 86_400_000;

/** The report that was due last in a zone, and when the next one is. Instants in ms since 1970. */
export interface ReportTimes {
  /** The week that the report is of. */
  week: string;
  /** Monday after it, 08:00. */
  dueAt: number;
  /** Monday after that, 08:00. */
  nextAt: number;
}

/** Which report was due last at an instant, ms since 1970. */
export function reportTimes(zone: string, now: number): ReportTimes {
  const monday = mondayOf(localDate(zone, now));
  const begun = eightOClock(zone, monday) <= now ? monday : addDays(monday, -7);
  return {
    week: weekOf(addDays(begun, -7)),
    dueAt: eightOClock(zone, begun),
    nextAt: eightOClock(zone, addDays(begun, 7)),
  };
}

/** 08:00 of a day by the zone's clocks, ms since 1970; where they leave it out, the first instant after it. */
function eightOClock(zone: string, date: string): number {
  const { from, to } = must(dayBounds(zone, date, date)[0], 'day');
  const wanted = dayNumber(date) * US_PER_DAY + EIGHT;
  for (const segment of offsetSegments(zone, from, to)) {
    const at = Math.max(wanted - segment.offset * US_PER_QUARTER, segment.from);
    if (at < segment.to) return at / US_PER_MS;
  }
  return to / US_PER_MS;
}
