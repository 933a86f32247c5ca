import { Audited, auditDetails, auditSubject, Clock, type UserActor } from '@app/core';
import { transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockLiveOrg } from '../organizations/org-rows.js';
import { shareNothing } from './add-member.js';
import { leaveOrg } from './leave-org.js';
import { checkMayTouch, checkNotLastOwner, memberNamed, roleNow } from './member-rows.js';

/**
 * Ends a membership: that of who asks, or another's by an owner or administrator; only owners remove owners. The row stays, so that sums of the past
 * stay; who left is in no team any more and gets 404 for the organization at once. `forget`, for who leaves: what was shared of the past is withdrawn
 * as well. Refused: the last owner.
 */
@Audited<RemoveMember>(({ org, member, forget }) => ({ orgId: org.orgId, details: { member, ...(forget && { forget }) } }))
export class RemoveMember extends Command<void> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    /** A public id, username or @username. */
    readonly member: string,
    readonly forget = false,
  ) {
    super();
  }
}

@CommandHandler(RemoveMember)
export class RemoveMemberHandler implements ICommandHandler<RemoveMember> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ actor, org, member, forget }: RemoveMember): Promise<void> {
    return transaction(this.em, async (em) => {
      await lockLiveOrg(em, org.orgId);
      const own = await roleNow(em, org.orgId, actor.userId);
      const found = await memberNamed(em, org.orgId, member);
      auditSubject(found.userId);
      auditDetails({ member: found.username, before: { role: found.role } });
      const isOneself = found.userId === actor.userId;
      if (!isOneself) checkMayTouch(own, found.role, 'members:remove');
      await checkNotLastOwner(em, org.orgId, found);
      await leaveOrg(em, org.orgId, found.userId, this.clock.now());
      if (isOneself && forget) await shareNothing(em, org.orgId, found.userId);
    });
  }
}
