import { Audited, auditDetails, auditSubject, Clock, DomainError, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { roleNow, setRole } from '../members/member-rows.js';
import { checkRoom, lockLiveOrg } from '../organizations/org-rows.js';
import { noTransfer, withdrawTransfer } from './transfer-rows.js';

/**
 * Accepts or declines the ownership of an organization that is offered to who asks. Accepted, they are an owner and who offered it is an
 * administrator, both at once. Not found: nothing is offered to them, or no longer. Conflict: who offered it is no owner any more.
 */
@Audited<AnswerTransfer>(({ actor, org, accepted }) => ({ subjectId: actor.userId, orgId: org.orgId, details: { accepted } }))
export class AnswerTransfer extends Command<void> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    readonly accepted: boolean,
  ) {
    super();
  }
}

const FIND = `
  SELECT t.offered_by AS "offeredBy", u.username AS "byName", coalesce(m.role = 'owner' AND m.left_at IS NULL, false) AS "isByOwner"
    FROM org_transfers t
    LEFT JOIN users u ON u.id = t.offered_by
    LEFT JOIN org_members m ON m.org_id = t.org_id AND m.user_id = t.offered_by
   WHERE t.org_id = $1 AND t.user_id = $2 AND t.expires_at > to_timestamp($3::float8 / 1000)`;

@CommandHandler(AnswerTransfer)
export class AnswerTransferHandler implements ICommandHandler<AnswerTransfer> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ actor: { userId }, org: { orgId }, accepted }: AnswerTransfer): Promise<void> {
    return transaction(this.em, async (em) => {
      await lockLiveOrg(em, orgId);
      const role = await roleNow(em, orgId, userId);
      const [offer] = await sql<{ offeredBy: number; byName: string; isByOwner: boolean }>(em, FIND, [orgId, userId, this.clock.now()]);
      if (!offer) throw noTransfer();
      await withdrawTransfer(em, orgId);
      if (!accepted) return;
      if (!offer.isByOwner) throw new DomainError('conflict', 'org.transfer-void', 'Who offered the ownership is no owner any more.');
      if (role !== 'owner') await checkRoom(em, userId, { joins: false, owns: true });
      auditDetails({ before: { role }, after: { role: 'owner' }, administrator: offer.byName });
      auditSubject(userId);
      await setRole(em, orgId, userId, 'owner');
      await setRole(em, orgId, offer.offeredBy, 'admin');
    });
  }
}
