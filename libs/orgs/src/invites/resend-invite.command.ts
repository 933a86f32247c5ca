import { type Actor, Audited, Clock, DomainError, must } from '@app/core';
import { msSql, sql, transaction } from '@app/database';
import { isPublicId, Mailer } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { InviteMails } from './invite-mails.js';
import { DAY_MS, INVITE_DAYS, MOST_MAILS_A_DAY, mayMailAgain, noSuchInvite, RESULT_TEXTS } from './invite-rules.js';
import { type Invite, invitesOf } from './invite-rows.js';
import { emailDomainsOf, namesOf, takesAddress } from '../policies/access-policies.js';
import { lockAsPerson } from '../members/lock-as-person.js';

/**
 * Makes another link for an invitation that nobody answered and mails it where mails can be sent; the link before it works no more, and the seven days
 * begin anew. Whoever asks is who invites from now on. Not found: there is none here that is open. Refused: a mail to that address within the hour. Conflict: the
 * organization does not take addresses of its domain any more.
 */
@Audited<ResendInvite>(({ org, invite }) => ({ orgId: org.orgId, details: { invite } }))
export class ResendInvite extends Command<Invite> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    /** Its id. */
    readonly invite: string,
  ) {
    super();
  }
}

const FIND = `
  SELECT i.email, ${msSql('i.asked_at')} AS "askedAt",
         greatest(
           (SELECT coalesce(sum(e.asks), 0)::int FROM org_invites e WHERE e.org_id = $1 AND e.asked_at > $3::timestamptz),
           (SELECT coalesce(sum(e.asks), 0)::int FROM org_invites e WHERE e.invited_by = $4::int AND e.asked_at > $3::timestamptz)) AS mails
    FROM org_invites i
   WHERE i.org_id = $1 AND i.public_id = $2 AND i.status = 'pending'
     FOR UPDATE OF i`;
const RENEW = `
  UPDATE org_invites
     SET invited_by = $3, asked_at = $4, expires_at = $5, token_hash = NULL, asks = asks + 1, mail_tries = 0,
         mail_due_at = CASE WHEN $6::bool THEN $4::timestamptz END
   WHERE org_id = $1 AND public_id = $2`;

@CommandHandler(ResendInvite)
export class ResendInviteHandler implements ICommandHandler<ResendInvite> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
    private readonly mails: InviteMails,
  ) {}

  async execute({ actor, org, invite }: ResendInvite): Promise<Invite> {
    if (!isPublicId(invite)) throw noSuchInvite();
    const renewed = await transaction(this.em, async (em) => {
      const userId = await lockAsPerson(em, actor, org, 'invites:manage');
      const now = this.clock.now();
      const [found] = await sql<{ email: string; askedAt: number; mails: number }>(em, FIND, [
        org.orgId,
        invite,
        new Date(now - DAY_MS),
        userId,
      ]);
      if (!found) throw noSuchInvite();
      checkTaken(await emailDomainsOf(em, org.orgId), found.email);
      checkMail(found, now);
      const ends = new Date(now + INVITE_DAYS * DAY_MS);
      await sql(em, RENEW, [org.orgId, invite, userId, new Date(now), ends, this.mailer.sends]);
      return must((await invitesOf(em, org.orgId, [invite], new Date(now)))[0], 'invitation');
    });
    this.mails.deliverSoon();
    return renewed;
  }
}

function checkTaken(domains: readonly string[], email: string): void {
  if (takesAddress(domains, email)) return;
  throw new DomainError(
    'conflict',
    'invite.domain-not-allowed',
    `Members of this organization have an address of ${namesOf(domains)}. Withdraw this invitation, and invite such an address.`,
  );
}

function checkMail({ askedAt, mails }: { askedAt: number; mails: number }, now: number): void {
  if (!mayMailAgain(askedAt, now))
    throw new DomainError('too-many', 'invite.mailed', 'This address was invited within the last hour. Wait until the hour is over.');
  if (mails >= MOST_MAILS_A_DAY) throw new DomainError('too-many', 'invite.too-many-mails', RESULT_TEXTS.too_many_mails);
}
