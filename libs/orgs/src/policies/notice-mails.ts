import { Clock, Env, isoSeconds, publicUrl } from '@app/core';
import { msSql, sql } from '@app/database';
import { Mailer, MailNotTaken, orgNoticeMail } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';

/** Changes within it are one mail. */
const GATHERED_MS = 3_600_000;
/** Mails to one member about one organization within a day. */
const MOST_A_DAY = 3;
/** Changes that one mail tells of: the newest. */
const MOST_CHANGES = 20;
/** Mails that one process takes in hand at once. */
const AT_ONCE = 10;
/** A mail that was taken in hand and not sent by then is somebody else's: who had it is gone. */
const TAKEN_MINUTES = 5;
const MOST_TRIES = 6;

/** What came before is told already, or is not to be: only where nothing waits does the telling begin anew. */
const ASK = `
  INSERT INTO org_notice_mails AS n (user_id, org_id, since_id, due_at)
  SELECT m.user_id, m.org_id, a.id, $2::timestamptz
    FROM org_members m
   CROSS JOIN (SELECT coalesce(max(id), 0) AS id FROM audit_log WHERE org_id = $1) a
   WHERE m.org_id = $1 AND m.left_at IS NULL
   ORDER BY m.user_id
  ON CONFLICT (user_id, org_id) DO UPDATE
     SET asks = n.asks + 1, tries = CASE WHEN n.due_at IS NULL THEN 0 ELSE n.tries END,
         since_id = CASE WHEN n.due_at IS NULL THEN EXCLUDED.since_id ELSE n.since_id END, due_at = coalesce(n.due_at, EXCLUDED.due_at)`;

/**
 * Has every member of an organization told by mail, an hour from now, of what is changed in the caller's transaction; what waits already is told with it. To be
 * called after `lockOrg`.
 */
export async function askForNoticeMails(em: EntityManager, orgId: number, now: number): Promise<void> {
  await sql(em, ASK, [orgId, new Date(now + GATHERED_MS)]);
}

/** Due again later: should this process end, another sends it. */
const TAKE = `
  UPDATE org_notice_mails n
     SET tries = n.tries + 1,
         due_at = CASE WHEN n.tries + 1 < ${MOST_TRIES} THEN $1::timestamptz + interval '${TAKEN_MINUTES} minutes' * (n.tries + 1) ^ 2 END
    FROM (SELECT user_id, org_id FROM org_notice_mails WHERE due_at <= $1::timestamptz ORDER BY due_at, org_id, user_id LIMIT ${AT_ONCE}
             FOR UPDATE SKIP LOCKED) d
   WHERE n.user_id = d.user_id AND n.org_id = d.org_id
  RETURNING n.user_id AS "userId", n.org_id AS "orgId", n.since_id::text AS "sinceId", n.asks,
            CASE WHEN cardinality(n.sent_at) >= ${MOST_A_DAY} THEN ${msSql(`n.sent_at[${MOST_A_DAY}]`)} END AS "thirdLastAt"`;
const POSTPONE = 'UPDATE org_notice_mails SET due_at = $3, tries = 0 WHERE user_id = $1 AND org_id = $2';
/** Whom it is for: a member with a confirmed address. */
const RECIPIENT = `
  SELECT u.email, u.username, u.public_id AS "publicId", o.name AS org, o.slug, o.public_id AS "orgPublicId"
    FROM org_members m
    JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL AND u.email IS NOT NULL AND u.email_confirmed_at IS NOT NULL
    JOIN organizations o ON o.id = m.org_id AND o.deleted_at IS NULL
   WHERE m.user_id = $1 AND m.org_id = $2 AND m.left_at IS NULL`;
const CHANGES = `
  SELECT a.id::text AS id, ${msSql('a.at')} AS at, u.username AS by, a.details
    FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id
   WHERE a.org_id = $1 AND a.id > $2::bigint AND a.message = 'ChangePolicies' AND a.details->'relaxed' <> '[]'::jsonb
   ORDER BY a.id DESC LIMIT ${MOST_CHANGES}`;
/** Where more was asked for meanwhile, it is told later. */
const END = `
  UPDATE org_notice_mails
     SET due_at = CASE WHEN asks <> $3::int THEN $4::timestamptz END, tries = 0, since_id = greatest(since_id, $5::bigint),
         sent_at = CASE WHEN $6::timestamptz IS NULL THEN sent_at ELSE ($6::timestamptz || sent_at)[1:${MOST_A_DAY}] END
   WHERE user_id = $1 AND org_id = $2`;

interface Taken {
  userId: number;
  orgId: number;
  sinceId: string;
  asks: number;
  /** ms since 1970; null: there are fewer. */
  thirdLastAt: number | null;
}

interface Recipient {
  email: string;
  username: string;
  publicId: string;
  org: string;
  slug: string;
  orgPublicId: string;
}

interface Change {
  id: string;
  at: number;
  by: string | null;
  details: { relaxed: string[]; before: Record<string, unknown>; after: Record<string, unknown> };
}

/**
 * Sends the mails that tell members what their organization lets be seen more. What is due stands in the table, so that none is lost; no lock is held while
 * the mail server is spoken to. A mail that is sent again, because a process ended between the server's word and ours, has the same Message-ID.
 */
@Injectable()
export class NoticeMails {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
  ) {}

  /** Sends what is due, until nothing is, the mail server takes none, or `signal` is aborted. */
  async deliver(signal: AbortSignal): Promise<void> {
    if (!this.mailer.sends) return;
    for (let taken = AT_ONCE; taken === AT_ONCE && !signal.aborted;) taken = await this.deliverSome();
  }

  private async deliverSome(): Promise<number> {
    const due = await sql<Taken>(this.em.fork(), TAKE, [new Date(this.clock.now())]);
    for (const one of due) await this.send(one).catch(unlessOfOneMail);
    return due.length;
  }

  private async send(taken: Taken): Promise<void> {
    const { userId, orgId, sinceId, asks, thirdLastAt } = taken;
    const now = this.clock.now();
    const freeAt = thirdLastAt === null ? 0 : thirdLastAt + DAY_MS;
    if (freeAt > now) {
      await sql(this.em.fork(), POSTPONE, [userId, orgId, new Date(freeAt)]);
      return;
    }
    const [recipient] = await sql<Recipient>(this.em.fork(), RECIPIENT, [userId, orgId]);
    const changes = recipient ? await sql<Change>(this.em.fork(), CHANGES, [orgId, sinceId]) : [];
    const isSent = recipient && changes.length > 0 ? await this.handOver(recipient, changes) : false;
    const later = new Date(this.clock.now() + GATHERED_MS);
    await sql(this.em.fork(), END, [userId, orgId, asks, later, changes[0]?.id ?? sinceId, isSent ? new Date(now) : null]);
  }

  private async handOver({ email, publicId, orgPublicId, ...who }: Recipient, changes: readonly Change[]): Promise<boolean> {
    const news = { ...who, changes: changes.toReversed().map(textOf), id: `${orgPublicId}.${publicId}.${changes[0]?.id ?? ''}` };
    return (await this.mailer.handOver(email, orgNoticeMail(publicUrl(this.env), news))) === 'sent';
  }
}

const DAY_MS = 86_400_000;

/** `most_shared: everything, before totals. By ada, 2026-11-24T12:00:00Z.` */
function textOf({ at, by, details: { relaxed, before, after } }: Change): string {
  const policies = relaxed.map((policy) => `${policy}: ${valueOf(after[policy])}, before ${valueOf(before[policy])}.`);
  return `${policies.join(' ')} By ${by ?? 'somebody whose account is gone'}, ${isoSeconds(at)}.`;
}

function valueOf(value: unknown): string {
  return value === null || value === undefined ? 'no limit' : JSON.stringify(value).replaceAll('"', '');
}

/** What one mail failed of for now holds up no other: it is due again. */
function unlessOfOneMail(error: unknown): void {
  if (!(error instanceof MailNotTaken && error.isOfOneMail)) throw error;
}
