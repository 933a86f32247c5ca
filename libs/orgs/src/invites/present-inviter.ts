import type { Actor } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { noOrg, type OrgAccess, orgForbidden } from '../access/org-access.js';
import type { OrgPermission, Role } from '../access/permissions.js';
import { orgPermissionsOf } from '../access/permissions.js';
import { lockOrg } from '../organizations/org-rows.js';

const READ = `
  SELECT m.role, o.deleted_at IS NOT NULL AS is_deleted
    FROM organizations o JOIN org_members m ON m.org_id = o.id AND m.user_id = $2 AND m.left_at IS NULL
   WHERE o.id = $1`;

/**
 * Locks the organization and looks again whether who asks may do that: they may have been removed since the guard looked. Returns their id. Forbidden:
 * a service key, which is nobody.
 */
export async function lockAsPerson(em: EntityManager, actor: Actor, { orgId }: OrgAccess, needed: OrgPermission): Promise<number> {
  await lockOrg(em, orgId);
  if (actor.userId === null) throw orgForbidden(needed, 'A person must do that: whoever invites is named in the invitation.');
  const [row] = await sql<{ role: Role; is_deleted: boolean }>(em, READ, [orgId, actor.userId]);
  if (!row || row.is_deleted) throw noOrg();
  if (!orgPermissionsOf(row.role, false, false).has(needed)) throw orgForbidden(needed);
  return actor.userId;
}
