import { type Actor, Clock, must } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ListedOwnOrg, ORGS_PAGE_SQL } from './org-rows.js';

export interface OrgPage {
  orgs: ListedOwnOrg[];
  total: number;
}

/** A page of the organizations that a user is a member of, by name; `withDeleted`: those too that the user owns and that wait for their end. */
export class ListOrganizations extends Query<OrgPage> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly page: { page: number; perPage: number },
    readonly withDeleted = false,
  ) {
    super();
  }
}

@QueryHandler(ListOrganizations)
export class ListOrganizationsHandler implements IQueryHandler<ListOrganizations> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, page: { page, perPage }, withDeleted }: ListOrganizations): Promise<OrgPage> {
    const [row] = await this.reads.query<{ total: number; orgs: string }>({
      name: 'organizations',
      text: ORGS_PAGE_SQL,
      params: [userId, withDeleted, perPage, (page - 1) * perPage, new Date(this.clock.now())],
    });
    const { total, orgs } = must(row, 'page');
    return { total, orgs: JSON.parse(orgs) };
  }
}
