import { lockTime, restartTime, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { timeoutOf, unknownUser, zoneOf } from '../accounts/user-rules.js';

/** What decides how heartbeats and external durations become time. Left out: unchanged. */
export interface TimeSettingsChange {
  /** IANA zone. */
  zone?: string;
  /** Minutes, 1 to 240. */
  timeout?: number;
  writesOnly?: boolean;
  /** Whether external durations count in totals. */
  countsExternal?: boolean;
}

/** The change with its zone under its proper name. Refused: an unknown zone, a timeout outside 1 to 240. */
export function checkedTimeSettings({ zone, timeout, writesOnly, countsExternal }: TimeSettingsChange): TimeSettingsChange {
  return {
    ...(zone !== undefined && { zone: zoneOf(zone) }),
    ...(timeout !== undefined && { timeout: timeoutOf(timeout) }),
    ...(writesOnly !== undefined && { writesOnly }),
    ...(countsExternal !== undefined && { countsExternal }),
  };
}

/** Whether there is anything in it. */
export function changesTime({ zone, timeout, writesOnly, countsExternal }: TimeSettingsChange): boolean {
  return [zone, timeout, writesOnly, countsExternal].some((setting) => setting !== undefined);
}

/**
 * Changes what decides how heartbeats become time, in the caller's transaction, before anything else there: locks are taken in one order,
 * the user's advisory lock first. From the commit on every answer is right, and roll-ups follow. Where nothing is
 * different, nothing happens. Refused: an unknown user.
 */
export async function changeTime(em: EntityManager, userId: number, change: TimeSettingsChange): Promise<void> {
  await lockTime(em, userId);
  const [before] = await sql<Required<TimeSettingsChange>>(em, SETTINGS, [userId]);
  if (!before) throw unknownUser();
  const after = { ...before, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) };
  const zoneChanged = after.zone !== before.zone;
  // Clients that save a whole form send what is so already: all of history must not be computed anew for that.
  if (
    !zoneChanged &&
    after.timeout === before.timeout &&
    after.writesOnly === before.writesOnly &&
    after.countsExternal === before.countsExternal
  )
    return;
  await sql(em, CHANGE_SETTINGS, [userId, after.zone, after.timeout, after.writesOnly, after.countsExternal]);
  await restartTime(em, userId, zoneChanged);
}

const SETTINGS = `
  SELECT timezone AS zone, timeout, writes_only AS "writesOnly", counts_external_durations AS "countsExternal"
    FROM users
   WHERE id = $1`;

const CHANGE_SETTINGS = `
  UPDATE users
     SET timezone = $2, timeout = $3, writes_only = $4, counts_external_durations = $5, modified_at = now(),
         report_due_at = CASE WHEN timezone <> $2 AND weekly_report THEN to_timestamp(0) ELSE report_due_at END
   WHERE id = $1`;
