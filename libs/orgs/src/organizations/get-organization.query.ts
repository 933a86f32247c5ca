import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess } from '../access/org-access.js';
import { ORG_OF_KEY_SQL, ORG_OF_SQL, type SeenOrg } from './org-rows.js';

/** An organization as one of its members, or one of its service keys, sees it. */
export class GetOrganization extends Query<SeenOrg> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

@QueryHandler(GetOrganization)
export class GetOrganizationHandler implements IQueryHandler<GetOrganization> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ actor, org }: GetOrganization): Promise<SeenOrg> {
    const [row] = await (actor.userId === null ? this.ofKey(org.orgId) : this.ofMember(actor.userId, org.orgId));
    if (!row) throw noOrg();
    return row;
  }

  private ofKey(orgId: number): Promise<SeenOrg[]> {
    return this.reads.query<SeenOrg>({ name: 'organization-of-key', text: ORG_OF_KEY_SQL, params: [orgId] });
  }

  private ofMember(userId: number, orgId: number): Promise<SeenOrg[]> {
    return this.reads.query<SeenOrg>({ name: 'organization', text: ORG_OF_SQL, params: [userId, orgId] });
  }
}
