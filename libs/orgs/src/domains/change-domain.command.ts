import { type Actor, Audited, auditDetails, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import type { Capture, DomainRole } from './domain-rules.js';
import { type Domain, domainOfOrg } from './domain-rows.js';

/** What changes of a domain; what is left out stays. */
export interface DomainChange {
  capture?: Capture | undefined;
  role?: DomainRole | undefined;
}

/** Says what a domain does, and as what people join by it. Not found: the organization has none such. Conflict: it is not proven, so nobody can join. */
@Audited<ChangeDomain>(({ org }) => ({ orgId: org.orgId }))
export class ChangeDomain extends Command<Domain> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    /** Its id, or itself. */
    readonly domain: string,
    readonly change: DomainChange,
  ) {
    super();
  }
}

const CHANGE = 'UPDATE org_domains SET capture = $3, role = $4 WHERE org_id = $1 AND id = $2';

@CommandHandler(ChangeDomain)
export class ChangeDomainHandler implements ICommandHandler<ChangeDomain> {
  constructor(private readonly em: EntityManager) {}

  async execute({ actor, org, domain: name, change }: ChangeDomain): Promise<Domain> {
    return transaction(this.em, async (em) => {
      await lockAsPerson(em, actor, org, 'domains:manage');
      const { id, domain, verifiedAt, capture, role } = await domainOfOrg(em, org.orgId, name);
      const after = { capture: change.capture ?? capture, role: change.role ?? role };
      if (after.capture === 'join' && verifiedAt === null)
        throw new DomainError('conflict', 'domain.unproven', 'Prove the domain first: nobody can join by one that is not proven.');
      await sql(em, CHANGE, [org.orgId, id, after.capture, after.role]);
      auditDetails({ domain, before: { capture, role }, after });
      return domainOfOrg(em, org.orgId, domain);
    });
  }
}
