import { randomUUID } from 'node:crypto';
import { type Actor, Audited, auditDetails, badParameter, Clock, DomainError, must } from '@app/core';
import { msSql, sql, transaction } from '@app/database';
import { emailOf, Mailer } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import type { Role } from '../access/permissions.js';
import { MOST_MEMBERS } from '../organizations/org-rows.js';
import { InviteMails } from './invite-mails.js';
import { type Invite, invitesOf } from './invite-rows.js';
import {
  DAY_MS,
  decideInvites,
  INVITE_DAYS,
  type InviteResult,
  type InviteRoom,
  type KnownAddress,
  mayMailAgain,
  MOST_MAILS_A_DAY,
  MOST_PENDING,
  RESULT_TEXTS,
} from './invite-rules.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { emailDomainsOf, namesOf } from '../policies/access-policies.js';

/** Whom to invite, as what, and into which teams (ids, or names in any case). */
export interface InviteForm {
  emails: readonly string[];
  role: Role;
  teams: readonly string[];
  /** Whether one address was given by itself: what becomes of it is then the answer, or the refusal. */
  isOne: boolean;
}

/** What became of one address; `email` is as it was written. */
export interface InvitedAddress {
  email: string;
  result: InviteResult;
  /** Null: there is none. */
  invite: Invite | null;
}

/**
 * Invites people by their addresses and tells what became of each, in the order in which they were given. Who is invited already gets another link,
 * which replaces the one before, an hour after the last mail. Refused: teams that there are not; one address by itself that cannot be invited.
 */
@Audited<InviteToOrg>(({ org, form }) => ({ orgId: org.orgId, details: { role: form.role, teams: [...form.teams] } }))
export class InviteToOrg extends Command<InvitedAddress[]> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly form: InviteForm,
  ) {
    super();
  }
}

const TEAMS = `
  SELECT w.wanted, t.id
    FROM unnest($2::text[]) AS w (wanted)
    LEFT JOIN org_teams t ON t.org_id = $1 AND (t.public_id::text = lower(w.wanted) OR lower(t.name) = lower(w.wanted))`;
const ROOM = `
  SELECT least(coalesce(o.seats, ${MOST_MEMBERS}), ${MOST_MEMBERS}) - p.pending
           - (SELECT count(*)::int FROM org_members m WHERE m.org_id = o.id AND m.left_at IS NULL) AS seats,
         ${MOST_PENDING} - p.pending AS pending,
         ${MOST_MAILS_A_DAY} - greatest(
           (SELECT coalesce(sum(i.asks), 0)::int FROM org_invites i WHERE i.org_id = o.id AND i.asked_at > $3::timestamptz),
           (SELECT coalesce(sum(i.asks), 0)::int FROM org_invites i WHERE i.invited_by = $2 AND i.asked_at > $3::timestamptz)) AS mails
    FROM organizations o
   CROSS JOIN LATERAL (
     SELECT count(*)::int AS pending FROM org_invites i WHERE i.org_id = o.id AND i.status = 'pending' AND i.expires_at > $4::timestamptz) p
   WHERE o.id = $1`;
const KNOWN = `
  SELECT a.email,
         EXISTS (SELECT FROM users u JOIN org_members m ON m.org_id = $1 AND m.user_id = u.id AND m.left_at IS NULL
                  WHERE u.email = a.email AND u.email_confirmed_at IS NOT NULL) AS "isMember",
         EXISTS (SELECT FROM organizations o
                  WHERE o.id = $1 AND (cardinality(o.email_domains) = 0 OR split_part(a.email, '@', 2) = ANY (o.email_domains))) AS "isAllowed",
         (SELECT ${msSql('i.asked_at')} FROM org_invites i
           WHERE i.org_id = $1 AND i.email = a.email AND i.status = 'pending' AND i.expires_at > $3::timestamptz) AS "askedAt"
    FROM unnest($2::text[]) WITH ORDINALITY AS a (email, place)
   ORDER BY a.place`;
/** No link yet: the secret is made when the mail is. Whoever was mailed within the hour by an invitation before this one waits for the rest of it. */
const WRITE = `
  INSERT INTO org_invites AS i (org_id, public_id, email, role, team_ids, invited_by, created_at, asked_at, expires_at, mail_due_at)
  SELECT $1::int, n.public_id, n.email, $4::text, $5::int[], $6::int, $7::timestamptz, $7::timestamptz, $8::timestamptz,
         CASE WHEN $9::bool THEN greatest($7::timestamptz, (
           SELECT max(e.asked_at) + interval '1 hour' FROM org_invites e WHERE e.email = n.email AND e.org_id = $1 AND e.mailed_at IS NOT NULL)) END
    FROM unnest($2::text[], $3::uuid[]) AS n (email, public_id)
   ORDER BY n.email
  ON CONFLICT (org_id, email) WHERE status = 'pending' DO UPDATE
     SET role = EXCLUDED.role, team_ids = EXCLUDED.team_ids, invited_by = EXCLUDED.invited_by, created_at = EXCLUDED.created_at,
         asked_at = EXCLUDED.asked_at, expires_at = EXCLUDED.expires_at, token_hash = NULL, asks = i.asks + 1, mail_tries = 0,
         mail_due_at = EXCLUDED.mail_due_at`;
/** Within the hour after a mail its link stays. */
const REWRITE = `
  UPDATE org_invites SET role = $3, team_ids = $4::int[], invited_by = $5
   WHERE org_id = $1 AND email = ANY ($2::text[]) AND status = 'pending'`;
const PENDING = `SELECT public_id AS id FROM org_invites WHERE org_id = $1 AND email = ANY ($2::text[]) AND status = 'pending'`;

@CommandHandler(InviteToOrg)
export class InviteToOrgHandler implements ICommandHandler<InviteToOrg> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
    private readonly mails: InviteMails,
  ) {}

  async execute({ actor, org, form }: InviteToOrg): Promise<InvitedAddress[]> {
    const given = form.emails.map((written) => ({ written, email: emailOf(written) }));
    const emails = [...new Set(given.flatMap(({ email }) => email ?? []))];
    const { results, invites } = await transaction(this.em, async (em) => {
      const userId = await lockAsPerson(em, actor, org, 'invites:manage');
      const teamIds = await teamIdsOf(em, org.orgId, form.teams);
      const written = await this.write(em, { orgId: org.orgId, userId, teamIds, emails, role: form.role });
      if (form.isOne) refuseUnless(written.results.get(emails[0] ?? ''), await emailDomainsOf(em, org.orgId));
      return written;
    });
    this.mails.deliverSoon();
    return given.map(({ written, email }) => ({
      email: written,
      result: email === undefined ? 'invalid' : must(results.get(email), 'result of an address'),
      invite: invites.find((invite) => invite.email === email) ?? null,
    }));
  }

  private async write(em: EntityManager, { orgId, userId, teamIds, emails, role }: Wanted): Promise<Written> {
    const now = this.clock.now();
    const at = new Date(now);
    const [room] = await sql<InviteRoom>(em, ROOM, [orgId, userId, new Date(now - DAY_MS), at]);
    const known = await sql<KnownAddress>(em, KNOWN, [orgId, emails, at]);
    const results = decideInvites(known, must(room, 'organization'), now);
    const asked = known.filter(({ email, askedAt }) => isAsked(results.get(email), askedAt, now)).map(({ email }) => email);
    const ends = new Date(now + INVITE_DAYS * DAY_MS);
    await sql(em, WRITE, [orgId, asked, asked.map(() => randomUUID()), role, teamIds, userId, at, ends, this.mailer.sends]);
    const kept = emails.filter((email) => results.get(email) === 'already_invited' && !asked.includes(email));
    if (kept.length > 0) await sql(em, REWRITE, [orgId, kept, role, teamIds, userId]);
    const open = emails.filter((email) => ['invited', 'already_invited'].includes(results.get(email) ?? ''));
    const ids = (await sql<{ id: string }>(em, PENDING, [orgId, open])).map(({ id }) => id);
    auditDetails({ invites: ids });
    return { results, invites: await invitesOf(em, orgId, ids, at) };
  }
}

interface Wanted {
  orgId: number;
  userId: number;
  teamIds: readonly number[];
  emails: readonly string[];
  role: Role;
}

interface Written {
  results: Map<string, InviteResult>;
  invites: Invite[];
}

/** Whether a mail is asked for, and with it a new link. */
function isAsked(result: InviteResult | undefined, askedAt: number | null, now: number): boolean {
  return result === 'invited' || (result === 'already_invited' && askedAt !== null && mayMailAgain(askedAt, now));
}

/** Refuses the one address of a request that was not invited. */
function refuseUnless(result: InviteResult | undefined, domains: readonly string[]): void {
  if (result === 'invited' || result === 'already_invited') return;
  if (result === undefined || result === 'invalid') throw badParameter('email', RESULT_TEXTS.invalid);
  if (result === 'domain_not_allowed')
    throw badParameter('email', `Members of this organization have an address of ${namesOf(domains)}. Invite such an address.`);
  throw new DomainError(
    result === 'too_many_mails' ? 'too-many' : 'conflict',
    `invite.${result.replaceAll('_', '-')}`,
    RESULT_TEXTS[result],
  );
}

async function teamIdsOf(em: EntityManager, orgId: number, wanted: readonly string[]): Promise<number[]> {
  if (wanted.length === 0) return [];
  const rows = await sql<{ wanted: string; id: number | null }>(em, TEAMS, [orgId, wanted]);
  const unknown = rows.filter(({ id }) => id === null).map((row) => `"${row.wanted}"`);
  if (unknown.length > 0)
    throw badParameter('teams', `There is no team ${[...new Set(unknown)].join(', ')} here. Give ids or names of its teams.`);
  return [...new Set(rows.flatMap(({ id }) => id ?? []))];
}
