import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess } from '../access/org-access.js';
import { type Policies, POLICIES_SQL } from './policies.js';

/** The policies of an organization. */
export class GetPolicies extends Query<Policies> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

@QueryHandler(GetPolicies)
export class GetPoliciesHandler implements IQueryHandler<GetPolicies> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ org }: GetPolicies): Promise<Policies> {
    const [row] = await this.reads.query<Policies>({ name: 'policies', text: POLICIES_SQL, params: [org.orgId] });
    if (!row) throw noOrg();
    return row;
  }
}
