import { type Actor, must } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LISTED_ORG, type ListedOrg } from './billing-rows.js';

export interface AllOrgsPage {
  orgs: ListedOrg[];
  total: number;
}

/** A page of all organizations of the instance, oldest first, deleted ones too; `search` is a part of a name or slug. For administrators. */
export class ListAllOrganizations extends Query<AllOrgsPage> {
  constructor(
    readonly actor: Actor,
    readonly page: { page: number; perPage: number },
    readonly search?: string,
  ) {
    super();
  }
}

const LIST = `
  WITH found AS MATERIALIZED (SELECT id FROM organizations WHERE $1 = '' OR strpos(lower(name || ' ' || slug), lower($1)) > 0),
  page AS (SELECT id FROM found ORDER BY id LIMIT $2::int OFFSET $3::bigint)
  SELECT (SELECT count(*) FROM found)::int AS total,
         coalesce((SELECT json_agg(${LISTED_ORG} ORDER BY o.id) FROM page JOIN organizations o USING (id)), '[]')::text AS orgs`;

@QueryHandler(ListAllOrganizations)
export class ListAllOrganizationsHandler implements IQueryHandler<ListAllOrganizations> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ page: { page, perPage }, search }: ListAllOrganizations): Promise<AllOrgsPage> {
    const params = [search ?? '', perPage, (page - 1) * perPage];
    const [row] = await this.reads.query<{ total: number; orgs: string }>({ name: 'all-organizations', text: LIST, params });
    const { total, orgs } = must(row, 'page');
    return { total, orgs: JSON.parse(orgs) };
  }
}
