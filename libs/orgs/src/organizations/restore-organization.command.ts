import { Audited, Clock, DomainError, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { checkMayNow } from '../members/member-rows.js';
import { markOrgSums } from '../sums/mark-sums.js';
import { KEPT_DAYS, lockOrg, type Org, orgOf } from './org-rows.js';

/** Brings a deleted organization back, with all that was of it, and returns it. Conflict: it is not deleted, or has been for thirty days. */
@Audited<RestoreOrganization>(({ org }) => ({ orgId: org.orgId, details: { name: org.name, slug: org.slug } }))
export class RestoreOrganization extends Command<Org> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

const RESTORE = `
  UPDATE organizations SET deleted_at = NULL
   WHERE id = $1 AND deleted_at > to_timestamp($2::float8 / 1000) - interval '${KEPT_DAYS} days'
  RETURNING id`;

@CommandHandler(RestoreOrganization)
export class RestoreOrganizationHandler implements ICommandHandler<RestoreOrganization> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ actor, org: { orgId } }: RestoreOrganization): Promise<Org> {
    return transaction(this.em, async (em) => {
      await lockOrg(em, orgId);
      await checkMayNow(em, orgId, actor.userId, 'org:delete');
      const restored = await sql(em, RESTORE, [orgId, this.clock.now()]);
      if (restored.length === 0)
        throw new DomainError(
          'conflict',
          'org.not-deleted',
          `This organization is not deleted, or has been for more than ${KEPT_DAYS} days: there is nothing to bring back.`,
        );
      await markOrgSums(em, orgId);
      return orgOf(em, actor.userId, orgId);
    });
  }
}
