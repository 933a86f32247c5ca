import { DomainError } from '@app/core';
import { msSql } from '@app/database';

/** A pause as its user planned it. */
export interface Pause {
  id: number;
  /** The goal's public id; null: all goals. */
  goalId: string | null;
  /** Day numbers, both included; without an end it goes on. */
  fromDay: number;
  untilDay: number | null;
  reason: string;
  /** ms since 1970. */
  createdAt: number;
}

/** Refuses a pause that is not there, or is somebody else's. */
export function unknownPause(): DomainError {
  return new DomainError('not-found', 'pause.unknown', 'There is no such pause. GET /api/v1/users/current/goals/pauses lists all of them.');
}

/** The id of a pause. Not found: it is none. */
export function pauseIdOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw unknownPause();
  return Number(text);
}

/** Pauses of a user, `of` narrows them; the newest days first. */
export function pausesSql(of: string): string {
  return `
  SELECT p.id, g.public_id AS "goalId", p.from_day AS "fromDay", p.until_day AS "untilDay", p.reason,
         ${msSql('p.created_at')} AS "createdAt"
    FROM goal_pauses p
    LEFT JOIN goals g ON g.user_id = p.user_id AND g.id = p.goal_id
   WHERE p.user_id = $1 AND NOT p.is_snooze ${of}
   ORDER BY p.from_day DESC, p.id DESC`;
}
