import type { UserActor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess } from '../access/org-access.js';
import { changedPolicies, type Policies, POLICIES_SQL, type PoliciesChange, relaxedPolicies } from './policies.js';

/** Names that a preview tells of each kind. */
const MOST_NAMES = 100;

export interface PoliciesPreview {
  after: Policies;
  relaxed: (keyof Policies)[];
  /** Members who share more than they could then: how many, and the first hundred usernames. */
  cappedMembers: number;
  capped: string[];
  /** Teams with too few people for any number then: how many, and the first hundred names. */
  hiddenTeams: number;
  hidden: string[];
}

/** Whom a change of policies would hit. Changes nothing. */
export class PreviewPolicies extends Query<PoliciesPreview> {
  constructor(
    readonly actor: UserActor,
    readonly org: OrgAccess,
    readonly change: PoliciesChange,
  ) {
    super();
  }
}

const PREVIEW = `
  WITH capped AS (
    SELECT u.username
      FROM org_members m
      JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
      CROSS JOIN LATERAL (
        SELECT s.level FROM org_shares s WHERE s.org_id = m.org_id AND s.user_id = m.user_id ORDER BY s.version DESC LIMIT 1) s
     WHERE m.org_id = $1 AND m.left_at IS NULL AND s.level > $2::int AND s.level > 0),
  hidden AS (
    SELECT t.name
      FROM org_teams t
     WHERE t.org_id = $1 AND (
       SELECT count(*) FROM org_team_members x
         JOIN org_members m ON m.org_id = x.org_id AND m.user_id = x.user_id AND m.left_at IS NULL
         JOIN users u ON u.id = x.user_id AND u.disabled_at IS NULL
        WHERE x.org_id = t.org_id AND x.team_id = t.id) < $3::int)
  SELECT (SELECT count(*)::int FROM capped) AS "cappedMembers",
         ARRAY(SELECT username FROM capped ORDER BY lower(username) COLLATE "C" LIMIT ${MOST_NAMES}) AS capped,
         (SELECT count(*)::int FROM hidden) AS "hiddenTeams",
         ARRAY(SELECT name FROM hidden ORDER BY lower(name) COLLATE "C" LIMIT ${MOST_NAMES}) AS hidden`;

@QueryHandler(PreviewPolicies)
export class PreviewPoliciesHandler implements IQueryHandler<PreviewPolicies> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ org: { orgId }, change }: PreviewPolicies): Promise<PoliciesPreview> {
    const [before] = await this.reads.query<Policies>({ name: 'policies', text: POLICIES_SQL, params: [orgId] });
    if (!before) throw noOrg();
    const after = changedPolicies(before, change);
    const [hit] = await this.reads.query<Omit<PoliciesPreview, 'after' | 'relaxed'>>({
      name: 'preview-policies',
      text: PREVIEW,
      params: [orgId, after.mostShared, after.minGroup],
    });
    if (!hit) throw noOrg();
    return { after, relaxed: relaxedPolicies(before, after), ...hit };
  }
}
