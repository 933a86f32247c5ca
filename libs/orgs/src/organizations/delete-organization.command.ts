import { Audited, Clock, DomainError, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { checkMayNow } from '../members/member-rows.js';
import { withdrawTransfer } from '../transfers/transfer-rows.js';
import { lockOrg, type Org, orgOf } from './org-rows.js';

/**
 * Deletes an organization, and returns it as its owners see it: to everybody else it is not there from then on. Owners can bring it back for thirty
 * days; then it is removed with all that is of it but its audit log. An offer of its ownership ends. Conflict: it is deleted already.
 */
@Audited<DeleteOrganization>(({ org }) => ({ orgId: org.orgId, details: { name: org.name, slug: org.slug } }))
export class DeleteOrganization extends Command<Org> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

const DELETE = 'UPDATE organizations SET deleted_at = to_timestamp($2::float8 / 1000) WHERE id = $1 AND deleted_at IS NULL RETURNING id';

@CommandHandler(DeleteOrganization)
export class DeleteOrganizationHandler implements ICommandHandler<DeleteOrganization> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ actor, org: { orgId } }: DeleteOrganization): Promise<Org> {
    return transaction(this.em, async (em) => {
      await lockOrg(em, orgId);
      await checkMayNow(em, orgId, actor.userId, 'org:delete');
      const deleted = await sql(em, DELETE, [orgId, this.clock.now()]);
      if (deleted.length === 0) throw new DomainError('conflict', 'org.deleted', 'This organization is deleted already.');
      await withdrawTransfer(em, orgId);
      return orgOf(em, actor.userId, orgId);
    });
  }
}
