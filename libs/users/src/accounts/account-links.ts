import { Clock, DomainError, Env } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { hashOfSecret, newSecret } from '../secrets.js';

/** What a link is for, and how many hours it is good. */
const HOURS = { reset: 1, verify: 3 * 24, invite: 7 * 24, claim: 24, email: 24 } as const;
export type LinkKind = keyof typeof HOURS;

const HOUR_MS = 3_600_000;
/** Links of one kind that an account is mailed within an hour, however often somebody asks. */
const MOST_AN_HOUR = 5;

const SWEEP = `
  DELETE FROM account_tokens WHERE id IN (
    SELECT id FROM account_tokens WHERE kind = $1 AND user_id IS NOT DISTINCT FROM $2 AND expires_at < $3 ORDER BY id FOR UPDATE SKIP LOCKED)`;
const ISSUE = `
  INSERT INTO account_tokens (user_id, kind, hash, email, expires_at)
  SELECT $1::int, $2::text, $3::bytea, $4::text, $5::timestamptz
   WHERE $2 NOT IN ('reset', 'email')
      OR (SELECT count(*) FROM account_tokens
           WHERE user_id = $1 AND kind = $2 AND expires_at > $5::timestamptz - interval '1 hour') < ${MOST_AN_HOUR}
  RETURNING id`;
/** The row stays, and with it the time at which the address was written. */
const RENEW = `
  UPDATE account_tokens SET hash = $3, expires_at = $4
   WHERE id = (SELECT max(id) FROM account_tokens WHERE user_id = $1 AND kind = 'verify' AND email = $2 AND used_at IS NULL)
     AND expires_at < $4::timestamptz - interval '10 minutes'
  RETURNING id`;
const READ = 'SELECT user_id, email FROM account_tokens WHERE hash = $1 AND kind = ANY($2::text[]) AND used_at IS NULL AND expires_at > $3';
/**
 * An invitation into an organization, which libs/orgs writes, for an address that has no account yet; whoever invited must still be a member who may. Not $3: only of
 * who administers the instance, as where everybody may make organizations everybody could bring strangers by one.
 */
const ORG_INVITE = `
  SELECT i.email
    FROM org_invites i
    JOIN organizations o ON o.id = i.org_id AND o.deleted_at IS NULL
    JOIN org_members m ON m.org_id = i.org_id AND m.user_id = i.invited_by AND m.left_at IS NULL AND m.role IN ('owner', 'admin')
    JOIN users u ON u.id = i.invited_by AND u.disabled_at IS NULL
   WHERE i.token_hash = $1 AND i.status = 'pending' AND i.expires_at > $2 AND ($3::bool OR u.is_owner OR u.is_admin) AND NOT EXISTS (SELECT FROM users t WHERE t.email = i.email)`;
const SPEND = `
  UPDATE account_tokens SET used_at = $3 WHERE hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3 RETURNING user_id, email`;
const END = 'UPDATE account_tokens SET used_at = $3 WHERE user_id = $1 AND kind = $2 AND used_at IS NULL AND hash <> $4';

/** What a link belongs to; `email` is where it is sent. */
export interface LinkOf {
  userId: number | null;
  email: string | null;
}

/** Links that work once and for a time. */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /**
   * Makes a link's secret, in the caller's transaction, and removes what is over of its kind. Undefined: this person was sent enough links of
   * the kind within the hour, so nobody's mailbox is filled through us.
   */
  async issue(em: EntityManager, kind: LinkKind, { userId, email }: LinkOf): Promise<string | undefined> {
    const { shown, hash } = newSecret();
    // One at a time, so that they are counted right.
    await sql(em, 'SELECT id FROM users WHERE id = $1 FOR UPDATE', [userId]);
    await sql(em, SWEEP, [kind, userId, this.now()]);
    const issued = await sql(em, ISSUE, [userId, kind, hash, email, new Date(this.clock.now() + HOURS[kind] * HOUR_MS)]);
    return issued.length > 0 ? shown : undefined;
  }

  /** Makes another secret for the link that confirms an address: the one before works no more. Undefined: it is not ten minutes old. */
  async renewConfirmation(em: EntityManager, { userId, email }: LinkOf): Promise<string | undefined> {
    const { shown, hash } = newSecret();
    const renewed = await sql(em, RENEW, [userId, email, hash, new Date(this.clock.now() + HOURS.verify * HOUR_MS)]);
    return renewed.length > 0 ? shown : undefined;
  }

  /** Whose a link is that still works, without using it up. Refused if it does not. */
  async read(em: EntityManager, kind: LinkKind, secret: string): Promise<LinkOf> {
    const link = await this.find(em, [kind], secret);
    if (!link) throw deadLink(kind);
    return link;
  }

  /** Whether a link still works. */
  async works(em: EntityManager, kind: LinkKind, secret: string): Promise<boolean> {
    return (await this.find(em, [kind], secret)) !== undefined;
  }

  /** The refusal of a link that does not work; undefined: it works. */
  async deathOf(em: EntityManager, kind: LinkKind, secret: string): Promise<DomainError | undefined> {
    return (await this.works(em, kind, secret)) ? undefined : deadLink(kind);
  }

  /** The refusal of an invitation that nobody can sign up with, the server's own or an organization's; undefined: somebody can. */
  async deathOfInvite(em: EntityManager, secret: string): Promise<DomainError | undefined> {
    const works = (await this.works(em, 'invite', secret)) || (await this.addressOfOrgInvite(em, secret)) !== undefined;
    return works ? undefined : deadLink('invite');
  }

  /** Whose a link of one of these kinds is that still works, without using it up. Undefined: it does not. */
  async find(em: EntityManager, kinds: readonly LinkKind[], secret: string): Promise<LinkOf | undefined> {
    const [row] = await sql<Row>(em, READ, [hashOfSecret(secret), [...kinds], this.now()]);
    return row && toLink(row);
  }

  /** Uses a link up, in the transaction that does what it is for: of two at once one is refused. */
  async spend(em: EntityManager, kind: LinkKind, secret: string): Promise<LinkOf> {
    const [row] = await sql<Row>(em, SPEND, [hashOfSecret(secret), kind, this.now()]);
    if (!row) throw deadLink(kind);
    return toLink(row);
  }

  /** The address that an invitation into an organization was mailed to, if one can sign up with its secret: whoever has it reads mail there. */
  async addressOfOrgInvite(em: EntityManager, secret: string): Promise<string | undefined> {
    const ofAnybody = this.env.REGISTRATION !== 'invite' || this.env.ORGANIZATIONS !== 'open';
    const [row] = await sql<{ email: string }>(em, ORG_INVITE, [hashOfSecret(secret), this.now(), ofAnybody]);
    return row?.email;
  }

  /** Ends every link of this kind that a user was given, but for the one of the secret `kept`. Call it while holding the user's row. */
  async end(em: EntityManager, kind: LinkKind, userId: number, kept = ''): Promise<void> {
    await sql(em, END, [userId, kind, this.now(), hashOfSecret(kept)]);
  }

  private now(): Date {
    return new Date(this.clock.now());
  }
}

/** The error for a link that does not work, or no longer. */
export function deadLink(kind: LinkKind): DomainError {
  const hours = HOURS[kind];
  const age = hours > 24 ? `${hours / 24} days` : hours === 1 ? 'an hour' : `${hours} hours`;
  const other = kind === 'invite' ? ', or is for another address' : '';
  const text = `This link does not work: it was used already, or is older than ${age}${other}. Ask for a new one.`;
  return new DomainError('invalid', 'link.dead', text, { [kind === 'invite' ? 'invite' : 'token']: [text] });
}

interface Row {
  user_id: number | null;
  email: string | null;
}

function toLink({ user_id, email }: Row): LinkOf {
  return { userId: user_id, email };
}
