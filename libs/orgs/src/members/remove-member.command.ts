import { Audited, auditDetails, auditSubject, Clock, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockLiveOrg } from '../organizations/org-rows.js';
import { markOrgSums } from '../sums/mark-sums.js';
import { shareNothing } from './add-member.js';
import { endTransfersOf } from '../transfers/transfer-rows.js';
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

const LEAVE = 'UPDATE org_members SET left_at = to_timestamp($3::float8 / 1000) WHERE org_id = $1 AND user_id = $2';
const LEAVE_TEAMS = 'DELETE FROM org_team_members WHERE org_id = $1 AND user_id = $2';

/** Whoever noted them could go on reading. */
const REVOKE_KEYS = 'UPDATE org_keys SET revoked_at = $3 WHERE org_id = $1 AND made_by = $2 AND revoked_at IS NULL';
/** Whose links are dead from then on; they take no seats. */
const WITHDRAW_INVITES = `
  UPDATE org_invites SET status = 'withdrawn', token_hash = NULL, mail_due_at = NULL WHERE org_id = $1 AND invited_by = $2 AND status = 'pending'`;

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
      await sql(em, LEAVE_TEAMS, [org.orgId, found.userId]);
      await endTransfersOf(em, org.orgId, found.userId);
      await sql(em, LEAVE, [org.orgId, found.userId, this.clock.now()]);
      await sql(em, REVOKE_KEYS, [org.orgId, found.userId, new Date(this.clock.now())]);
      await sql(em, WITHDRAW_INVITES, [org.orgId, found.userId]);
      if (isOneself && forget) await shareNothing(em, org.orgId, found.userId);
      await markOrgSums(em, org.orgId);
    });
  }
}
