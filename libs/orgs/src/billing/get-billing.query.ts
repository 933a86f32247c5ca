import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess } from '../access/org-access.js';
import { type Billing, ORG_LISTED_SQL } from './billing-rows.js';

/** Plan, seats and period of an organization. */
export class GetBilling extends Query<Billing> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

@QueryHandler(GetBilling)
export class GetBillingHandler implements IQueryHandler<GetBilling> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ org }: GetBilling): Promise<Billing> {
    const [row] = await this.reads.query<{ org: string }>({ name: 'org-listed', text: ORG_LISTED_SQL, params: [org.orgId] });
    if (!row) throw noOrg();
    return JSON.parse(row.org);
  }
}
