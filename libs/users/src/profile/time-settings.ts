import { lockTime, restartTime, sql } from '@app/database';
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
 * the user's advisory lock first. From the commit on every answer is right, and roll-ups follow. Where nothing is
 * different, nothing happens. Refused: an unknown user.
 */
export async function changeTime(em: EntityManager, userId: number, { zone, timeout, writesOnly }: TimeSettingsChange): Promise<void> {
  await lockTime(em, userId);
  const [before] = await sql<{ zone: string; timeout: number; writes_only: boolean }>(
    em,
    'SELECT timezone AS zone, timeout, writes_only FROM users WHERE id = $1',
    [userId],
  );
  if (!before) throw unknownUser();
  const after = { zone: zone ?? before.zone, timeout: timeout ?? before.timeout, writesOnly: writesOnly ?? before.writes_only };
  const zoneChanged = after.zone !== before.zone;
  // Clients that save a whole form send what is so already: all of history must not be computed anew for that.
  if (!zoneChanged && after.timeout === before.timeout && after.writesOnly === before.writes_only) return;
  await sql(em, 'UPDATE users SET timezone = $2, timeout = $3, writes_only = $4, modified_at = now() WHERE id = $1', [
    userId,
    after.zone,
    after.timeout,
    after.writesOnly,
  ]);
  await restartTime(em, userId, zoneChanged);
}
