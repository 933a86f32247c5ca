import { type Actor, Clock, must } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrgAccess } from '../access/org-access.js';
import { type Invite, inviteJson, type InviteState, stateSql } from './invite-rows.js';

export interface InvitePage {
  invites: Invite[];
  total: number;
}

/** A page of an organization's invitations of one state, those of all where none is said; the newest first. */
export class ListInvites extends Query<InvitePage> {
  constructor(
    readonly actor: Actor,
    readonly org: OrgAccess,
    readonly page: { page: number; perPage: number },
    readonly status: InviteState | 'all',
  ) {
    super();
  }
}

const LIST = `
  WITH found AS MATERIALIZED (
    SELECT i.id, i.created_at FROM org_invites i WHERE i.org_id = $1 AND $2 IN ('all', ${stateSql('$3::timestamptz')})),
  page AS (SELECT id FROM found ORDER BY created_at DESC, id DESC LIMIT $4::int OFFSET $5::bigint)
  SELECT (SELECT count(*) FROM found)::int AS total,
         coalesce((SELECT json_agg(${inviteJson('$3::timestamptz')} ORDER BY i.created_at DESC, i.id DESC)
                     FROM page JOIN org_invites i USING (id)), '[]')::text AS invites`;

@QueryHandler(ListInvites)
export class ListInvitesHandler implements IQueryHandler<ListInvites> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ org, page: { page, perPage }, status }: ListInvites): Promise<InvitePage> {
    const [row] = await this.reads.query<{ total: number; invites: string }>({
      name: 'org-invites',
      text: LIST,
      params: [org.orgId, status, new Date(this.clock.now()), perPage, (page - 1) * perPage],
    });
    const { total, invites } = must(row, 'page');
    return { total, invites: JSON.parse(invites) };
  }
}
