import { Audited, auditDetails, auditSubject, Clock, DomainError, type UserActor } from '@app/core';
import { transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type OrgAccess, orgForbidden } from '../access/org-access.js';
import type { Role } from '../access/permissions.js';
import { revokeKeysOf } from '../keys/org-key-rows.js';
import { KEY_MAKERS } from '../keys/org-key-rules.js';
import { checkRoom, lockLiveOrg } from '../organizations/org-rows.js';
import { type ListedMember, listedMember } from './list-members.query.js';
import { checkMayTouch, checkNotLastOwner, memberNamed, roleNow, setRole } from './member-rows.js';

/**
 * Gives a member another role, and returns the member. The service keys of who may not make any then are revoked. Owners and administrators may; only owners make owners and change what an owner is. Refused:
 * to make more of oneself, to take the role of the last owner, to make somebody an owner who owns as many organizations as may be.
 */
@Audited<ChangeMemberRole>(({ org, member, role }) => ({ orgId: org.orgId, details: { member, after: { role } } }))
export class ChangeMemberRole extends Command<ListedMember> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    /** A public id, username or @username. */
    readonly member: string,
    readonly role: Role,
  ) {
    super();
  }
}

@CommandHandler(ChangeMemberRole)
export class ChangeMemberRoleHandler implements ICommandHandler<ChangeMemberRole> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ actor, org, member, role }: ChangeMemberRole): Promise<ListedMember> {
    return transaction(this.em, async (em) => {
      await lockLiveOrg(em, org.orgId);
      const own = await roleNow(em, org.orgId, actor.userId);
      const found = await memberNamed(em, org.orgId, member);
      auditSubject(found.userId);
      auditDetails({ member: found.username, before: { role: found.role } });
      checkMayTouch(own, found.role, 'members:change');
      if (role === 'owner' && own !== 'owner') throw mayNotMakeOwners(found.userId === actor.userId);
      if (role === 'owner' && found.role !== 'owner') await checkRoom(em, found.userId, { joins: false, owns: true });
      if (role !== 'owner') await checkNotLastOwner(em, org.orgId, found);
      await setRole(em, org.orgId, found.userId, role);
      const revokedKeys = KEY_MAKERS.includes(role) ? [] : await revokeKeysOf(em, org.orgId, found.userId, this.clock.now());
      if (revokedKeys.length > 0) auditDetails({ revokedKeys });
      return listedMember(em, actor.userId, org, found.username, this.clock.now());
    });
  }
}

function mayNotMakeOwners(isOneself: boolean): DomainError {
  return orgForbidden('members:change', isOneself ? 'Nobody promotes oneself: ask an owner.' : 'Only an owner makes somebody an owner.');
}
