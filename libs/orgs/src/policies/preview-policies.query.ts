import { Clock, type UserActor } from '@app/core';
import { ReadPool } from '@app/database';
import { type KnownPermission, permissionsOf, personalKeyWorksSql, SCOPES } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg, type OrgAccess } from '../access/org-access.js';
import { TOTALS } from '../sharing/levels.js';
import { addressFitsSql, type PersonalKeys } from './access-policies.js';
import {
  changedPolicies,
  type Policies,
  POLICIES_SQL,
  type PoliciesChange,
  refuseUnproven,
  relaxedPolicies,
  UNPROVEN_SQL,
} from './policies.js';

/** Names that a preview tells of each kind. */
const MOST_NAMES = 100;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How many, and the first hundred names. */
export interface Hit {
  count: number;
  names: string[];
}

/** Whom policies hit, as they would be then. */
export interface PolicyHits {
  /** Members who share more than they could: usernames. */
  capped: Hit;
  /** Teams with too few people for any number: names. */
  hiddenTeams: Hit;
  /** Members whom `emailDomains` keeps out: usernames. */
  otherAddresses: Hit;
  /** Open invitations that nobody could accept: addresses. */
  deadInvites: Hit;
  /** Service keys that are too old: names. */
  oldServiceKeys: Hit;
  /** Service keys that could do less than they were made for: names. */
  narrowedServiceKeys: Hit;
  /** Members of whom reports by name would tell fewer days than they share: usernames. */
  shortened: Hit;
  /** Who left and is named in the list of members now, and would not be then: usernames. */
  unnamed: Hit;
  /**
   * Members who would have to sign in again, and those with a key of their own that would be refused something. Without names, and null where they are
   * fewer than the minimum group: when somebody signed in, and which keys they have, is theirs.
   */
  oldSessions: number | null;
  refusedKeys: number | null;
}

export interface PoliciesPreview extends PolicyHits {
  after: Policies;
  relaxed: (keyof Policies)[];
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

const hitSql = (table: string): string => `
  json_build_object('count', (SELECT count(*)::int FROM ${table}),
                    'names', ARRAY(SELECT name FROM ${table} ORDER BY lower(name) COLLATE "C" LIMIT ${MOST_NAMES}))`;
const countSql = (table: string): string => `(SELECT CASE WHEN count(*) >= $12::int THEN count(*)::int END FROM ${table})`;

const PREVIEW = `
  WITH present AS MATERIALIZED (
    SELECT u.id, u.username, u.email, u.email_confirmed_at, m.role
      FROM org_members m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
     WHERE m.org_id = $1 AND m.left_at IS NULL),
  answers AS MATERIALIZED (
    SELECT u.username AS name, s.level, s.spans
      FROM present u
     CROSS JOIN LATERAL (
       SELECT s.level, s.spans FROM org_shares s WHERE s.org_id = $1 AND s.user_id = u.id ORDER BY s.version DESC LIMIT 1) s
     WHERE s.level > 0),
  keys AS MATERIALIZED (
    SELECT k.name, k.permissions, k.created_at FROM org_keys k
     WHERE k.org_id = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $5::timestamptz)),
  capped AS (SELECT name FROM answers WHERE level > $2::int),
  hidden_teams AS (
    SELECT t.name
      FROM org_teams t
     WHERE t.org_id = $1 AND (
       SELECT count(*) FROM org_team_members x JOIN present u ON u.id = x.user_id WHERE x.org_id = t.org_id AND x.team_id = t.id) < $3::int),
  other_addresses AS (
    SELECT u.username AS name FROM present u
     WHERE cardinality($4::text[]) > 0 AND u.role <> 'owner' AND ${addressFitsSql('$4::text[]')} IS NOT TRUE),
  dead_invites AS (
    SELECT i.email AS name FROM org_invites i
     WHERE i.org_id = $1 AND i.status = 'pending' AND i.expires_at > $5::timestamptz
       AND cardinality($4::text[]) > 0 AND split_part(i.email, '@', 2) <> ALL ($4::text[])),
  old_service_keys AS (SELECT name FROM keys WHERE created_at <= $7::timestamptz),
  narrowed_service_keys AS (SELECT name FROM keys WHERE NOT permissions <@ $8::text[]),
  shortened AS (
    SELECT name FROM answers
     WHERE $2::int >= ${TOTALS} AND $10::int IS NOT NULL
       AND EXISTS (SELECT FROM jsonb_array_elements(spans) AS e (span)
                    WHERE (span ->> 1)::int >= ${TOTALS} AND (span ->> 0 IS NULL OR (span ->> 0)::int < $10::int))),
  unnamed AS (
    SELECT u.username AS name FROM org_members m JOIN users u ON u.id = m.user_id
     WHERE m.org_id = $1 AND m.left_at <= $13::timestamptz AND ($14::timestamptz IS NULL OR m.left_at > $14::timestamptz)),
  old_sessions AS (
    SELECT FROM present u
     WHERE EXISTS (SELECT FROM sessions s WHERE s.user_id = u.id AND s.expires_at > $5::timestamptz AND s.created_at <= $6::timestamptz)),
  refused_keys AS (
    SELECT FROM present u
     WHERE EXISTS (SELECT FROM api_keys k
                    WHERE k.user_id = u.id AND ${personalKeyWorksSql('$5')}
                      AND ((k.created_at <= $7::timestamptz AND k.scopes && $11::text[]) OR k.scopes && $9::text[])))
  SELECT json_build_object(
    'capped', ${hitSql('capped')}, 'hiddenTeams', ${hitSql('hidden_teams')}, 'otherAddresses', ${hitSql('other_addresses')},
    'deadInvites', ${hitSql('dead_invites')}, 'oldServiceKeys', ${hitSql('old_service_keys')},
    'narrowedServiceKeys', ${hitSql('narrowed_service_keys')}, 'shortened', ${hitSql('shortened')}, 'unnamed', ${hitSql('unnamed')},
    'oldSessions', ${countSql('old_sessions')}, 'refusedKeys', ${countSql('refused_keys')})::text AS hits`;

/** The scopes that keys of members need one of for this. */
function scopesWith(permission: KnownPermission): string[] {
  return SCOPES.filter((scope) => permissionsOf([scope], false).has(permission));
}

/** Those that open an organization, and those that would be refused something. */
const READERS = scopesWith('orgs:read');
const REFUSED: Readonly<Record<PersonalKeys, readonly string[]>> = { manage: [], read: scopesWith('orgs:manage'), none: READERS };

@QueryHandler(PreviewPolicies)
export class PreviewPoliciesHandler implements IQueryHandler<PreviewPolicies> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ org: { orgId }, change }: PreviewPolicies): Promise<PoliciesPreview> {
    const [before] = await this.reads.query<Policies>({ name: 'policies', text: POLICIES_SQL, params: [orgId] });
    if (!before) throw noOrg();
    const after = changedPolicies(before, change);
    if (change.emailDomains)
      refuseUnproven(
        await this.reads.query<{ domain: string }>({ name: 'unproven-domains', text: UNPROVEN_SQL, params: [orgId, after.emailDomains] }),
      );
    const [hit] = await this.reads.query<{ hits: string }>({
      name: 'preview-policies',
      text: PREVIEW,
      params: [orgId, ...paramsOf(before, after, this.clock.now())],
    });
    if (!hit) throw noOrg();
    const hits: PolicyHits = JSON.parse(hit.hits);
    return { after, relaxed: relaxedPolicies(before, after), ...hits };
  }
}

function paramsOf(before: Policies, after: Policies, now: number): unknown[] {
  const ago = (count: number | null, unitMs = DAY_MS): Date | null => (count === null ? null : new Date(now - count * unitMs));
  return [
    after.mostShared,
    after.minGroup,
    after.emailDomains,
    new Date(now),
    ago(after.sessionHours, HOUR_MS),
    ago(after.keyDays),
    after.keyPermissions,
    REFUSED[after.personalKeys],
    after.detailsDays && Math.floor(now / DAY_MS) - after.detailsDays + 1,
    READERS,
    before.minGroup,
    ago(after.formerNamesDays),
    ago(before.formerNamesDays),
  ];
}
