import { Audited, auditDetails, auditSubject, Clock, DomainError, must, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { memberNamed } from '../members/member-rows.js';
import { checkRoom } from '../organizations/org-rows.js';
import { OFFER_DAYS, type Transfer, TRANSFER_SQL } from './transfer-rows.js';

/**
 * Offers the ownership of an organization to a member, and returns the offer: they have seven days to accept. Refused: a second offer at a time, an
 * owner, somebody who owns as many organizations as may be.
 */
@Audited<OfferTransfer>(({ org, member }) => ({ orgId: org.orgId, details: { member } }))
export class OfferTransfer extends Command<Transfer> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    /** A public id, username or @username. */
    readonly member: string,
  ) {
    super();
  }
}

const FORGET_OVER = 'DELETE FROM org_transfers WHERE org_id = $1 AND expires_at <= to_timestamp($2::float8 / 1000)';
const OFFER = `
  INSERT INTO org_transfers (org_id, user_id, offered_by, offered_at, expires_at)
  VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000), to_timestamp($4::float8 / 1000) + interval '${OFFER_DAYS} days')
  ON CONFLICT DO NOTHING
  RETURNING org_id`;

@CommandHandler(OfferTransfer)
export class OfferTransferHandler implements ICommandHandler<OfferTransfer> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ actor, org, member }: OfferTransfer): Promise<Transfer> {
    const { orgId } = org;
    const now = this.clock.now();
    return transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'org:transfer');
      const found = await memberNamed(em, orgId, member);
      if (found.role === 'owner')
        throw new DomainError('conflict', 'org.owner-already', 'This member is an owner already. Offer the ownership to somebody else.');
      auditSubject(found.userId);
      auditDetails({ member: found.username });
      await checkRoom(em, found.userId, { joins: false, owns: true });
      await sql(em, FORGET_OVER, [orgId, now]);
      const made = await sql(em, OFFER, [orgId, found.userId, actor.userId, now]);
      if (made.length === 0)
        throw new DomainError('conflict', 'org.transfer-pending', 'The ownership is offered to somebody. Withdraw that offer first.');
      const [offer] = await sql<Transfer>(em, TRANSFER_SQL, [orgId, actor.userId, true, now]);
      return must(offer, 'offer');
    });
  }
}
