import type { UserActor } from '@app/core';
import { msSql, ReadPool } from '@app/database';
import { isPublicId } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg } from '../access/org-access.js';

/** Notices that one answer has. */
const MOST = 50;

/** That an organization lets more be seen than before. */
export interface PolicyNotice {
  id: string;
  /** ms since 1970. */
  at: number;
  /** Who did it; null: the account is not there any more. */
  by: string | null;
  relaxed: string[];
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** What an organization let be seen more since who asks joined it, newest first: fifty at most. Not found: they are no member. */
export class ListPolicyNotices extends Query<PolicyNotice[]> {
  constructor(
    readonly actor: UserActor,
    /** Its id, or its slug in any case. */
    readonly org: string,
  ) {
    super();
  }
}

const MEMBERSHIP = `
  SELECT m.org_id AS "orgId", m.joined_at AS "joinedAt"
    FROM org_members m JOIN organizations o ON o.id = m.org_id AND o.deleted_at IS NULL
   WHERE m.user_id = $1 AND m.left_at IS NULL AND (o.public_id = $2 OR o.slug = $3)`;
const NOTICES = `
  SELECT a.id, ${msSql('a.at')} AS at, u.username AS by, a.details->'relaxed' AS relaxed, a.details->'before' AS before,
         a.details->'after' AS after
    FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id
   WHERE a.org_id = $1 AND a.message = 'ChangePolicies' AND a.at >= $2::timestamptz AND a.details->'relaxed' <> '[]'::jsonb
   ORDER BY a.id DESC LIMIT ${MOST}`;

@QueryHandler(ListPolicyNotices)
export class ListPolicyNoticesHandler implements IQueryHandler<ListPolicyNotices> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ actor, org }: ListPolicyNotices): Promise<PolicyNotice[]> {
    const text = org.toLowerCase();
    const [own] = await this.reads.query<{ orgId: number; joinedAt: Date }>({
      name: 'membership-for-notices',
      text: MEMBERSHIP,
      params: [actor.userId, isPublicId(text) ? text : null, text],
    });
    if (!own) throw noOrg();
    return this.reads.query<PolicyNotice>({ name: 'policy-notices', text: NOTICES, params: [own.orgId, own.joinedAt] });
  }
}
