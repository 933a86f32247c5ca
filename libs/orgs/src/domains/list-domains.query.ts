import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { DOMAIN_COLUMNS, type Domain } from './domain-rows.js';

/** The domains of an organization, by name: at most twenty. */
export class ListDomains extends Query<Domain[]> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

const LIST = `SELECT ${DOMAIN_COLUMNS} FROM org_domains d WHERE d.org_id = $1 ORDER BY d.domain COLLATE "C"`;

@QueryHandler(ListDomains)
export class ListDomainsHandler implements IQueryHandler<ListDomains> {
  constructor(private readonly reads: ReadPool) {}

  execute({ org }: ListDomains): Promise<Domain[]> {
    return this.reads.query<Domain>({ name: 'org-domains', text: LIST, params: [org.orgId] });
  }
}
