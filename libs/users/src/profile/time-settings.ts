import { lockTime, restartTime, sql, type User } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { timeoutOf, unknownUser, zoneOf } from '../accounts/user-rules.js';

/** What decides how heartbeats become time. Left out: unchanged. */
export interface TimeSettingsChange {
  /** IANA zone. */
  zone?: string;
  /** Minutes, 1 to 240. */
  timeout?: number;
  writesOnly?: boolean;
}

/** The change with its zone under its proper name. Refused: an unknown zone, a timeout outside 1 to 240. */
export function checkedTimeSettings({ zone, timeout, writesOnly }: TimeSettingsChange): TimeSettingsChange {
  return {
    ...(zone !== undefined && { zone: zoneOf(zone) }),
    ...(timeout !== undefined && { timeout: timeoutOf(timeout) }),
    ...(writesOnly !== undefined && { writesOnly }),
  };
}

/** Whether there is anything in it. */
export function changesTime({ zone, timeout, writesOnly }: TimeSettingsChange): boolean {
  return zone !== undefined || timeout !== undefined || writesOnly !== undefined;
}

/**
 * Changes what decides how heartbeats become time, in the caller's transaction, before anything else there: locks are taken in one order,
 * the user's advisory lock first. From the commit on every answer is right, and roll-ups follow. Refused: an unknown user.
 */
export async function changeTime(em: EntityManager, userId: number, { zone, timeout, writesOnly }: TimeSettingsChange): Promise<void> {
  await lockTime(em, userId);
  const [before] = await sql<Pick<User, 'timezone'>>(em, 'SELECT timezone FROM users WHERE id = $1', [userId]);
  if (!before) throw unknownUser();
  await sql(
    em,
    `UPDATE users SET timezone = coalesce($2, timezone), timeout = coalesce($3, timeout), writes_only = coalesce($4, writes_only), modified_at = now()
      WHERE id = $1`,
    [userId, zone ?? null, timeout ?? null, writesOnly ?? null],
  );
  await restartTime(em, userId, zone !== undefined && zone !== before.timezone);
}
