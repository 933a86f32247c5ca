import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { type OrgKeyFacts, type OrgKeyRow, ORG_KEYS_SQL, toOrgKeyFacts } from './org-key-rows.js';
import { MOST_ORG_KEYS } from './org-key-rules.js';

/** The service keys of an organization that are not revoked, newest first, expired ones among them: the newest hundred. */
export class ListOrgKeys extends Query<OrgKeyFacts[]> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
  ) {
    super();
  }
}

/** Those that work are fifty at most. */
const LIST = `${ORG_KEYS_SQL} AND k.org_id = $1 ORDER BY k.id DESC LIMIT ${2 * MOST_ORG_KEYS}`;

@QueryHandler(ListOrgKeys)
export class ListOrgKeysHandler implements IQueryHandler<ListOrgKeys> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ org }: ListOrgKeys): Promise<OrgKeyFacts[]> {
    return (await this.reads.query<OrgKeyRow>({ name: 'org-keys', text: LIST, params: [org.orgId] })).map(toOrgKeyFacts);
  }
}
