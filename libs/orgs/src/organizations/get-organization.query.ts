import type { UserActor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess } from '../access/org-access.js';
import { type Org, ORG_OF_SQL } from './org-rows.js';

/** An organization as one of its members sees it. */
export class GetOrganization extends Query<Org> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

@QueryHandler(GetOrganization)
export class GetOrganizationHandler implements IQueryHandler<GetOrganization> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ actor, org }: GetOrganization): Promise<Org> {
    const [row] = await this.reads.query<Org>({ name: 'organization', text: ORG_OF_SQL, params: [actor.userId, org.orgId] });
    if (!row) throw noOrg();
    return row;
  }
}
