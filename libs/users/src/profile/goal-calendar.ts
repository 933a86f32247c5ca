import { CHECK_GOALS, lockTime, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** The settings that decide which day it is for goals and reports. */
interface CalendarSettings {
  /** IANA zone. */
  zone: string;
  /** 0 = Sunday … 6 = Saturday. */
  weekdayStart: number;
  /** Minutes after midnight. */
  dayStart: number;
}

const QUARTER_MS = 900_000;
/** Changes that are kept of an account. Beyond, the oldest is forgotten, and the one after it holds since ever. */
const MOST_CHANGES = 1_000;

/**
 * Does `change`, which may change these settings, in the caller's transaction, before anything else there. Where they are different afterwards, it is
 * written down that the old ones held until now (ms since 1970) and that the new ones do from the next quarter of an hour on: goal days of the
 * past stay what they were.
 */
export async function keepingCalendar(em: EntityManager, userId: number, now: number, change: () => Promise<void>): Promise<void> {
  // Locks are taken in one order, this one first.
  await lockTime(em, userId);
  const [before] = await sql<CalendarSettings>(em, SETTINGS, [userId]);
  await change();
  const [after] = await sql<CalendarSettings>(em, SETTINGS, [userId]);
  if (!before || !after || isSame(before, after)) return;
  await sql(em, KEEP_FIRST, [userId, before.zone, before.weekdayStart, before.dayStart]);
  await sql(em, KEEP, [userId, Math.ceil(now / QUARTER_MS), after.zone, after.weekdayStart, after.dayStart]);
  await sql(em, FORGET_OLDEST, [userId]);
  await sql(em, CHECK_GOALS, [userId]);
}

function isSame(a: CalendarSettings, b: CalendarSettings): boolean {
  return a.zone === b.zone && a.weekdayStart === b.weekdayStart && a.dayStart === b.dayStart;
}

const DAY_START = /^0([0-5]):(00|15|30|45)$|^06:00$/;

/** The minutes of a day start, `HH:MM`; undefined: it is none. */
export function dayStartOf(text: string): number | undefined {
  return DAY_START.test(text) ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : undefined;
}

/** Why a text is no day start, or undefined. */
export function dayStartProblem(text: string): string | undefined {
  return dayStartOf(text) === undefined ? 'Use a time from 00:00 to 06:00 on a quarter of an hour, such as 04:00.' : undefined;
}

const SETTINGS = `
  SELECT timezone AS zone, weekday_start AS "weekdayStart", day_start AS "dayStart"
    FROM users
   WHERE id = $1
     FOR NO KEY UPDATE`;

const KEEP_FIRST = `
  INSERT INTO goal_calendar (user_id, since_bucket, zone, weekday_start, day_start)
  SELECT $1::int, 0, $2, $3::smallint, $4::smallint
   WHERE NOT EXISTS (SELECT 1 FROM goal_calendar WHERE user_id = $1::int)`;

const KEEP = `
  INSERT INTO goal_calendar (user_id, since_bucket, zone, weekday_start, day_start)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (user_id, since_bucket)
  DO UPDATE SET zone = excluded.zone, weekday_start = excluded.weekday_start, day_start = excluded.day_start`;

const FORGET_OLDEST = `
  DELETE FROM goal_calendar
   WHERE user_id = $1
     AND since_bucket < (SELECT since_bucket FROM goal_calendar WHERE user_id = $1 ORDER BY since_bucket DESC OFFSET ${MOST_CHANGES - 1} LIMIT 1)`;
