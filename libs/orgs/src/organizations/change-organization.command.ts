import { Audited, auditDetails, type UserActor } from '@app/core';
import { Organization, sql, transaction } from '@app/database';
import { EntityManager, raw, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { slugTaken } from './create-organization.command.js';
import { checkOrgNames } from './org-names.js';
import { type Org, orgOf } from './org-rows.js';

/** What to change of an organization. Left out: unchanged. */
export interface OrgChange {
  name?: string | undefined;
  slug?: string | undefined;
  description?: string | undefined;
}

/** Changes what an organization is called, and returns it. From then on its old slug finds nothing. Conflict: another organization has the slug. */
@Audited<ChangeOrganization>(({ org }) => ({ orgId: org.orgId }))
export class ChangeOrganization extends Command<Org> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    readonly change: OrgChange,
  ) {
    super();
  }
}

interface Texts {
  name: string;
  slug: string;
  description: string;
}

const PRESENT = 'SELECT name, slug, description FROM organizations WHERE id = $1 AND deleted_at IS NULL';

@CommandHandler(ChangeOrganization)
export class ChangeOrganizationHandler implements ICommandHandler<ChangeOrganization> {
  constructor(private readonly em: EntityManager) {}

  async execute({ actor, org, change }: ChangeOrganization): Promise<Org> {
    const { orgId } = org;
    const given = textsOf(change);
    try {
      return await transaction(this.em, async (em) => {
        await lockAsPerson(em, actor, org, 'org:update');
        const [before] = await sql<Texts>(em, PRESENT, [orgId]);
        if (!before) throw noOrg();
        const { name, slug, description } = { ...before, ...given };
        auditDetails({ before, after: { name, slug, description } });
        await em.nativeUpdate(Organization, { id: orgId }, { name, slug, description, modifiedAt: raw('now()') });
        return orgOf(em, actor.userId, orgId);
      });
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException) || given.slug === undefined) throw error;
      throw slugTaken(given.slug);
    }
  }
}

/** What is given, as it is stored. */
function textsOf({ name, slug, description }: OrgChange): Partial<Texts> {
  checkOrgNames({ name, slug });
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(slug !== undefined && { slug: slug.toLowerCase() }),
    ...(description !== undefined && { description }),
  };
}
