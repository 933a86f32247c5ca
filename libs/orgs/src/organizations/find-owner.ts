import { SERVER } from '@app/core';
import { type AuditRow, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { setRole } from '../members/member-rows.js';

const HAS_OWNER = `SELECT FROM org_members WHERE org_id = $1 AND role = 'owner' AND left_at IS NULL`;
const SUCCESSOR = `
  SELECT m.user_id AS "userId", u.username
    FROM org_members m
    JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE m.org_id = $1 AND m.role = 'admin' AND m.left_at IS NULL
   ORDER BY m.joined_at, m.user_id LIMIT 1`;
const DELETE = 'UPDATE organizations SET deleted_at = to_timestamp($2::float8 / 1000) WHERE id = $1 AND deleted_at IS NULL RETURNING id';

/**
 * Finds an owner for an organization whose last one is gone, in the caller's transaction: the administrator who joined first; without one it is deleted, as by its
 * owner. Nothing where there is an owner, also one whose account is disabled: an administrator of the instance names another then. Returns the rows of the audit log
 * that tell of it. To be called after `lockOrg`. `now` in ms since 1970.
 */
export async function findOwner(em: EntityManager, orgId: number, now: number): Promise<AuditRow[]> {
  const owners = await sql(em, HAS_OWNER, [orgId]);
  if (owners.length > 0) return [];
  const [successor] = await sql<{ userId: number; username: string }>(em, SUCCESSOR, [orgId]);
  if (successor) {
    await setRole(em, orgId, successor.userId, 'owner');
    const details = { member: successor.username, before: { role: 'admin' }, after: { role: 'owner' } };
    return [{ actor: SERVER, message: 'ChangeMemberRole', subjectId: successor.userId, orgId, details }];
  }
  const deleted = await sql(em, DELETE, [orgId, now]);
  return deleted.map(() => ({ actor: SERVER, message: 'DeleteOrganization', subjectId: null, orgId, details: { reason: 'no owner' } }));
}
