import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type GoalCalendar, goalDayAt } from '../days/goal-days.js';

/** Until when a goal is to rest. Instants in ms since 1970. */
interface Snoozing {
  userId: number;
  goalId: number;
  calendar: GoalCalendar;
  now: number;
  /** Null, or past: not any more. */
  until: number | null;
}

/**
 * Keeps as a pause that a goal is snoozed from today until an instant, in the caller's transaction: the days before the one in which it ends, as the
 * goal is there again on that one. Snoozing again moves the end; ending it early
 * leaves the days that it rested. So a past period stays ignored whatever is snoozed later.
 */
export async function snoozeGoal(em: EntityManager, { userId, goalId, calendar, now, until }: Snoozing): Promise<void> {
  const today = goalDayAt(calendar, now * 1000);
  const last = until !== null && until > now ? goalDayAt(calendar, until * 1000) - 1 : today - 1;
  await sql(em, FORGET, [userId, goalId, today, last]);
  const moved = await sql(em, MOVE, [userId, goalId, today, last]);
  if (moved.length > 0 || last < today) return;
  await sql(em, ADD, [userId, goalId, today, last]);
  await sql(em, FORGET_OLDEST, [userId, goalId]);
}

/** One that began today and is to end before. */
const FORGET = `
  DELETE FROM goal_pauses
   WHERE user_id = $1 AND goal_id = $2 AND is_snooze AND from_day >= $3::int AND $4::int < from_day`;

const MOVE = `
  UPDATE goal_pauses
     SET until_day = $4::int
   WHERE user_id = $1 AND goal_id = $2 AND is_snooze AND until_day >= $3::int - 1
  RETURNING id`;

const ADD = `
  INSERT INTO goal_pauses (user_id, id, goal_id, from_day, until_day, reason, is_snooze)
  SELECT $1::int, coalesce(max(id), 0) + 1, $2::int, $3::int, $4::int, 'snoozed', true
    FROM goal_pauses
   WHERE user_id = $1::int`;

/** Times that a goal was snoozed, kept. */
const MOST_SNOOZES = 100;

const FORGET_OLDEST = `
  DELETE FROM goal_pauses
   WHERE user_id = $1 AND goal_id = $2 AND is_snooze
     AND from_day < (SELECT from_day FROM goal_pauses
                      WHERE user_id = $1 AND goal_id = $2 AND is_snooze ORDER BY from_day DESC OFFSET ${MOST_SNOOZES - 1} LIMIT 1)`;
