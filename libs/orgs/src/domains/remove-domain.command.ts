import { type Actor, Audited, auditDetails, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { emailDomainsOf } from '../policies/access-policies.js';
import { domainOfOrg } from './domain-rows.js';

/**
 * Removes a domain: nobody joins by it any more, and another organization may prove it. Members stay. Not found: the organization has none such. Conflict:
 * its policy asks members for addresses of it.
 */
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
      if ((await emailDomainsOf(em, org.orgId)).includes(domain)) throw domainNeeded(domain);
      await sql(em, 'DELETE FROM org_domains WHERE org_id = $1 AND id = $2', [org.orgId, id]);
      auditDetails({ domain });
    });
  }
}

function domainNeeded(domain: string): DomainError {
  return new DomainError(
    'conflict',
    'domain.in-policy',
    `Members must have an address of ${domain} (policy email_domains). Take it out of the policy first: PATCH organizations/{org}/policies.`,
  );
}
