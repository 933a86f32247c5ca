import { randomUUID } from 'node:crypto';
import { type Actor, Audited, badParameter, Clock, DomainError, must } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { lockAsPerson } from '../members/lock-as-person.js';
import { domainOf, domainProblem, MOST_DOMAINS, newChallenge } from './domain-rules.js';
import { type Domain, domainOfOrg } from './domain-rows.js';

/**
 * Adds a domain that is to be proven, and returns it with the record to make; one that is there already stays as it is. It does nothing before it is
 * proven. Refused: what is no domain, or a public mail provider's, and one too many.
 */
@Audited<AddDomain>(({ org, domain }) => ({ orgId: org.orgId, details: { domain } }))
export class AddDomain extends Command<Domain> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly domain: string,
  ) {
    super();
  }
}

const COUNT = 'SELECT count(*)::int AS domains FROM org_domains WHERE org_id = $1 AND domain <> $2';
const ADD = `
  INSERT INTO org_domains (org_id, public_id, domain, challenge, added_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (org_id, domain) DO NOTHING`;

@CommandHandler(AddDomain)
export class AddDomainHandler implements ICommandHandler<AddDomain> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, domain: written }: AddDomain): Promise<Domain> {
    const problem = domainProblem(written);
    if (problem) throw badParameter('domain', problem);
    const domain = must(domainOf(written), 'domain');
    return transaction(this.em, async (em) => {
      const userId = await lockAsPerson(em, actor, org, 'domains:manage');
      const [{ domains } = { domains: 0 }] = await sql<{ domains: number }>(em, COUNT, [org.orgId, domain]);
      if (domains >= MOST_DOMAINS)
        throw new DomainError('conflict', 'domain.too-many', `An organization has at most ${MOST_DOMAINS} domains. Remove one first.`);
      await sql(em, ADD, [org.orgId, randomUUID(), domain, newChallenge(), userId, new Date(this.clock.now())]);
      return domainOfOrg(em, org.orgId, domain);
    });
  }
}
