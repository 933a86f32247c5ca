import { type Actor, Audited, auditDetails } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { domainOfOrg } from './domain-rows.js';

/** Removes a domain: nobody joins by it any more, and another organization may prove it. Members stay. Not found: the organization has none such. */
@Audited<RemoveDomain>(({ org }) => ({ orgId: org.orgId }))
export class RemoveDomain extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    /** Its id, or itself. */
    readonly domain: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveDomain)
export class RemoveDomainHandler implements ICommandHandler<RemoveDomain> {
  constructor(private readonly em: EntityManager) {}

  async execute({ actor, org, domain: name }: RemoveDomain): Promise<void> {
    await transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'domains:manage');
      const { id, domain } = await domainOfOrg(em, org.orgId, name);
      await sql(em, 'DELETE FROM org_domains WHERE org_id = $1 AND id = $2', [org.orgId, id]);
      auditDetails({ domain });
    });
  }
}
