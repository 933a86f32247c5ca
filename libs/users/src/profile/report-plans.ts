import { randomBytes } from 'node:crypto';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** When somebody must look whether a report is due: the next time that anybody looks. */
export const LOOK_NOW = new Date(0);

/** Somebody of whom somebody must look whether a report is due. */
interface DueReport {
  userId: number;
  /** IANA name. */
  zone: string;
  /** Whether a mail would be sent: the account has a confirmed address and is not disabled. */
  isReachable: boolean;
}

/**
 * Users who want weekly reports and must be looked at now, ms since 1970: `most` of them, those that wait longest. They are locked to the end of the
 * transaction; whom another worker has is left out. Costs by how many there are, not by how many want reports.
 */
export function lockDueReports(em: EntityManager, now: number, most: number): Promise<DueReport[]> {
  return sql(em, LOCK_DUE, [new Date(now), most]);
}

const LOCK_DUE = `
  SELECT id AS "userId", timezone AS zone, email_confirmed_at IS NOT NULL AND email IS NOT NULL AND disabled_at IS NULL AS "isReachable"
    FROM users
   WHERE weekly_report AND report_due_at <= $1
   ORDER BY report_due_at
   LIMIT $2
     FOR NO KEY UPDATE SKIP LOCKED`;

/** Writes down when these users must be looked at again, ms since 1970. */
export async function planReports(em: EntityManager, plans: readonly { userId: number; nextAt: number }[]): Promise<void> {
  await sql(em, PLAN, [plans.map(({ userId }) => userId), plans.map(({ nextAt }) => new Date(nextAt))]);
}

const PLAN = `
  UPDATE users u SET report_due_at = p.next_at
    FROM unnest($1::int[], $2::timestamptz[]) AS p (user_id, next_at)
   WHERE u.id = p.user_id AND u.weekly_report`;

/** Whom a report is mailed to. */
export interface ReportRecipient {
  email: string;
  username: string;
  publicId: string;
  /** What links that end such mails are made from. */
  secret: Buffer;
}

/** Whom a user's report is mailed to; undefined: nobody wants it, or no address is confirmed. */
export async function reportRecipientOf(em: EntityManager, userId: number): Promise<ReportRecipient | undefined> {
  const [recipient] = await sql<ReportRecipient>(em, RECIPIENT, [userId, randomBytes(32)]);
  return recipient;
}

/** The secret is made for the first mail and stays, so that links in old mails work. */
const RECIPIENT = `
  UPDATE users SET unsubscribe_secret = coalesce(unsubscribe_secret, $2)
   WHERE id = $1 AND weekly_report AND email IS NOT NULL AND email_confirmed_at IS NOT NULL AND disabled_at IS NULL
  RETURNING email, username, public_id AS "publicId", unsubscribe_secret AS secret`;
