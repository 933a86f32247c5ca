import { type Actor, Clock } from '@app/core';
import { prepared } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { noOrg, orgForbidden, type OrgAccess } from './org-access.js';
import { keyWorksSql } from '../keys/org-key-rows.js';
import { allowedOrgKeyPermissions, KEY_MAKERS, orgKeyForbidden } from '../keys/org-key-rules.js';
import { type AccessPolicies, addressFitsSql, checkAccessPolicies, type OrgUse } from '../policies/access-policies.js';
import { type OrgPermission, orgPermissionsOf, type Role } from './permissions.js';

/**
 * The organization that an address names, by id or slug in any case, as who asks stands to it. Not found, alike: it is not there, or they are no
 * member, their service key is another's. Forbidden: a member, or a key, without `needed`, and whom a policy keeps out. One that is deleted is there for its owners alone, who may see it and bring it back.
 */
export class FindOrg extends Query<OrgAccess> {
  constructor(
    readonly actor: Actor,
    readonly org: string,
    readonly needed: OrgPermission,
    readonly use: OrgUse = 'reading',
  ) {
    super();
  }
}

const FIND = `
  SELECT o.id, o.public_id, o.slug, o.name, o.members_see_reports, o.deleted_at IS NOT NULL AS is_deleted, m.role,
         o.email_domains, o.session_hours, o.key_days, o.personal_keys,
         cardinality(o.email_domains) > 0 AND m.role <> 'owner' AND NOT EXISTS (
           SELECT FROM users u WHERE u.id = m.user_id AND ${addressFitsSql('o.email_domains')}) AS has_other_address,
         ARRAY(SELECT t.team_id FROM org_team_members t WHERE t.org_id = o.id AND t.user_id = m.user_id AND t.is_lead ORDER BY 1) AS leads
    FROM organizations o
    JOIN org_members m ON m.org_id = o.id AND m.user_id = $3 AND m.left_at IS NULL
   WHERE o.public_id = $1 OR o.slug = $2`;

interface Row extends AccessPolicies {
  id: number;
  public_id: string;
  slug: string;
  name: string;
  members_see_reports: boolean;
  is_deleted: boolean;
  role: Role;
  leads: number[];
}

/** Asked anew each time: a key that is revoked or too old, and one of an organization that is deleted, is dead at once. */
const FIND_OF_KEY = `
  SELECT o.id, o.public_id, o.slug, o.name, k.permissions, o.key_permissions
    FROM org_keys k
    JOIN organizations o ON o.id = k.org_id
   WHERE k.id = $3 AND (o.public_id = $1 OR o.slug = $2) AND ${keyWorksSql('$4::timestamptz', '$5')}`;

interface KeyRow {
  id: number;
  public_id: string;
  slug: string;
  name: string;
  permissions: string[];
  key_permissions: string[] | null;
}

/** What can be done with an organization that is deleted. */
const OF_DELETED: ReadonlySet<OrgPermission> = new Set<OrgPermission>(['org:read', 'org:delete']);

@QueryHandler(FindOrg)
export class FindOrgHandler implements IQueryHandler<FindOrg> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, org, needed, use }: FindOrg): Promise<OrgAccess> {
    const text = org.toLowerCase();
    if (actor.by.kind === 'org-key') return this.ofKey(actor.by.id, text, needed);
    const [row] = await prepared<Row>(this.em, 'find-org', FIND, [isPublicId(text) ? text : null, text, actor.userId]);
    if (!row || (row.is_deleted && row.role !== 'owner')) throw noOrg();
    checkAccessPolicies(row, actor, use, this.clock.now());
    const permissions = orgPermissionsOf(row.role, row.leads.length > 0, row.members_see_reports);
    if (row.is_deleted && !OF_DELETED.has(needed)) throw noOrg();
    if (!permissions.has(needed)) throw orgForbidden(needed);
    const seesAllSums = orgPermissionsOf(row.role, false, row.members_see_reports).has('reports:aggregate');
    const { id: orgId, public_id: publicId, slug, name, role, leads } = row;
    return { orgId, publicId, slug, name, role, leads, permissions, seesAllSums };
  }

  private async ofKey(keyId: number, text: string, needed: OrgPermission): Promise<OrgAccess> {
    const params = [isPublicId(text) ? text : null, text, keyId, new Date(this.clock.now()), KEY_MAKERS];
    const [row] = await prepared<KeyRow>(this.em, 'find-org-of-key', FIND_OF_KEY, params);
    if (!row) throw noOrg();
    const permissions = new Set<OrgPermission>(allowedOrgKeyPermissions(row.permissions, row.key_permissions));
    if (!permissions.has(needed)) throw orgKeyForbidden(needed);
    return {
      orgId: row.id,
      publicId: row.public_id,
      slug: row.slug,
      name: row.name,
      role: null,
      leads: [],
      permissions,
      seesAllSums: permissions.has('reports:aggregate'),
    };
  }
}
