import { Audited, auditDetails, auditOrg, Clock, dayNumber, DomainError, localDate, must, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { addMember } from '../members/add-member.js';
import { lockOrg, type Org, orgOf } from '../organizations/org-rows.js';
import { answerSharing } from '../sharing/answer-sharing.js';
import { checkTaken, type Level, LEVELS } from '../sharing/levels.js';
import { checkJoins } from '../policies/access-policies.js';
import { checkRecipient, type OfferName, openOffer, type OpenOffer, orgOfOffer } from './answered-offer.js';

/**
 * Makes the user a member of the organization that invited them, or that lets whoever has an address of its domain join, and returns it. It works
 * once, also for two at once. Not found: it does not work. Forbidden: another address, one that is not confirmed, or
 * one of a domain that the organization does not take. Conflict: no seat is free, or
 * they are a member. Refused: to share more than the organization takes.
 */
@Audited<AcceptInvite>(({ actor }) => ({ subjectId: actor.userId }))
export class AcceptInvite extends Command<Org> {
  constructor(
    readonly actor: UserActor,
    readonly offer: OfferName,
    /** What they share from now on. */
    readonly share: Level,
  ) {
    super();
  }
}

const ACCEPT = `UPDATE org_invites SET status = 'accepted', user_id = $2, answered_at = $3, mail_due_at = NULL, token_hash = NULL WHERE id = $1`;
/** Whoever joins by a domain has no use for an invitation to the same organization. */
const ANSWER_OTHERS = `
  UPDATE org_invites SET status = 'accepted', user_id = $2, answered_at = $4, mail_due_at = NULL, token_hash = NULL
   WHERE org_id = $1 AND email = $3 AND status = 'pending'`;
/** Those that are still there. */
const JOIN_TEAMS = `
  INSERT INTO org_team_members (org_id, team_id, user_id)
  SELECT t.org_id, t.id, $2::int FROM org_teams t WHERE t.org_id = $1 AND t.id = ANY ($3::int[]) ORDER BY t.id
  ON CONFLICT DO NOTHING`;

const TERMS = `
  SELECT o.most_shared AS "mostShared", u.timezone AS zone
    FROM organizations o, users u
   WHERE o.id = $1 AND u.id = $2`;

@CommandHandler(AcceptInvite)
export class AcceptInviteHandler implements ICommandHandler<AcceptInvite> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor: { userId }, offer: name, share }: AcceptInvite): Promise<Org> {
    return transaction(this.em, async (em) => {
      const orgId = await orgOfOffer(em, name);
      // First the organization, then what is of it: whoever withdraws or removes the inviter waits, or was before.
      await lockOrg(em, orgId);
      const now = new Date(this.clock.now());
      const offer = await openOffer(em, name, userId, now);
      checkRecipient(offer, name);
      await checkJoins(em, orgId, offer.email);
      await this.join(em, userId, offer, now);
      await this.answer(em, userId, orgId, share);
      return orgOf(em, userId, orgId);
    });
  }

  private async join(em: EntityManager, userId: number, offer: OpenOffer, now: Date): Promise<void> {
    const { inviteId, publicId, orgId, email, role, teamIds } = offer;
    const source = inviteId === null ? 'domain' : 'invite';
    auditOrg(orgId);
    auditDetails({ [source]: publicId, role, by: source });
    if (!(await addMember(em, { orgId, userId, role, source })))
      throw new DomainError('conflict', 'org.member-already', 'You are a member of this organization already.');
    await sql(em, JOIN_TEAMS, [orgId, userId, teamIds]);
    if (inviteId !== null) await sql(em, ACCEPT, [inviteId, userId, now]);
    await sql(em, ANSWER_OTHERS, [orgId, userId, email, now]);
  }

  /** Whoever becomes a member shares nothing, also where they shared something before they left. */
  private async answer(em: EntityManager, userId: number, orgId: number, share: Level): Promise<void> {
    const level = LEVELS.indexOf(share);
    if (level === 0) return;
    const [found] = await sql<{ mostShared: number; zone: string }>(em, TERMS, [orgId, userId]);
    const { mostShared, zone } = must(found, 'terms of an organization');
    checkTaken(level, mostShared, 'share');
    const today = dayNumber(localDate(zone, this.clock.now()));
    await answerSharing(em, { orgId, userId, level, teamId: null, withPast: false, today });
    auditDetails({ share });
  }
}
