import { DomainError } from '@app/core';
import { sql } from '@app/database';
import { isPublicId, usernameProblem } from '@app/users';
import type { EntityManager } from '@mikro-orm/postgresql';
import { noOrg, orgForbidden } from '../access/org-access.js';
import { type OrgPermission, orgPermissionsOf, type Role } from '../access/permissions.js';

/** A member, as commands decide about one. */
export interface MemberRow {
  userId: number;
  username: string;
  role: Role;
}

const FIND = `
  SELECT m.user_id AS "userId", u.username, m.role
    FROM users u
    JOIN org_members m ON m.user_id = u.id AND m.org_id = $1 AND m.left_at IS NULL
   WHERE u.public_id = $2::uuid OR lower(u.username) = $3`;
const ROLE = `
  SELECT m.role FROM org_members m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE m.org_id = $1 AND m.user_id = $2 AND m.left_at IS NULL`;
const OTHER_OWNER = `
  SELECT FROM org_members m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE m.org_id = $1 AND m.user_id <> $2 AND m.role = 'owner' AND m.left_at IS NULL
   LIMIT 1`;
const SET_ROLE = 'UPDATE org_members SET role = $3 WHERE org_id = $1 AND user_id = $2';

/** The refusal of whoever is no member. */
export function noMember(): DomainError {
  return new DomainError('not-found', 'org.no-member', 'Nobody of that name is a member of this organization.');
}

/** Whether a text can name a member: a public id, username or @username. */
export function isMemberName(name: string): boolean {
  const text = name.replace(/^@/, '');
  return isPublicId(text) || usernameProblem(text) === undefined;
}

/** The member that an address names: by public id, username or @username, in any case. Not found: nobody of that name is one. */
export async function memberNamed(em: EntityManager, orgId: number, name: string): Promise<MemberRow> {
  const text = name.replace(/^@/, '').toLowerCase();
  const [member] = isMemberName(name) ? await sql<MemberRow>(em, FIND, [orgId, isPublicId(text) ? text : null, text]) : [];
  if (!member) throw noMember();
  return member;
}

/**
 * What somebody is in an organization now. The guard of a route asked before the organization was locked: a command asks again. Not found: they are
 * no member any more.
 */
export async function roleNow(em: EntityManager, orgId: number, userId: number): Promise<Role> {
  const [row] = await sql<{ role: Role }>(em, ROLE, [orgId, userId]);
  if (!row) throw noOrg();
  return row.role;
}

/** What somebody may do in an organization now, by their role alone: neither as a lead nor by what it lets all members see. Not found: as `roleNow`. */
export async function permissionsNow(em: EntityManager, orgId: number, userId: number): Promise<ReadonlySet<OrgPermission>> {
  return orgPermissionsOf(await roleNow(em, orgId, userId), false, false);
}

/** Refuses who may not do that now. To be called after `lockOrg`. Not found: as `roleNow`. */
export async function checkMayNow(em: EntityManager, orgId: number, userId: number, needed: OrgPermission): Promise<void> {
  const may = await permissionsNow(em, orgId, userId);
  if (!may.has(needed)) throw orgForbidden(needed);
}

/** Whether a role stands over all others but owners. */
export function administers(role: Role): boolean {
  return role === 'owner' || role === 'admin';
}

/** Refuses who may not do that to a member of this role: administrators do nothing to owners. */
export function checkMayTouch(role: Role, touched: Role, permission: OrgPermission): void {
  if (!administers(role)) throw orgForbidden(permission);
  if (touched === 'owner' && role !== 'owner') throw orgForbidden(permission, 'Only an owner does that to an owner.');
}

/** Whether an organization has an owner beside this user whose account works. */
export async function hasOtherOwner(em: EntityManager, orgId: number, userId: number): Promise<boolean> {
  const owners = await sql(em, OTHER_OWNER, [orgId, userId]);
  return owners.length > 0;
}

/** Gives a member a role, in the caller's transaction. To be called after `lockOrg`. */
export async function setRole(em: EntityManager, orgId: number, userId: number, role: Role): Promise<void> {
  await sql(em, SET_ROLE, [orgId, userId, role]);
}

/** Refuses what would leave an organization without an owner whose account works. To be called after `lockOrg`. Conflict: this is the last one. */
export async function checkNotLastOwner(em: EntityManager, orgId: number, { userId, role }: MemberRow): Promise<void> {
  if (role !== 'owner' || (await hasOtherOwner(em, orgId, userId))) return;
  throw new DomainError(
    'conflict',
    'org.last-owner',
    'This is the last owner of the organization. Make somebody else an owner first, or delete the organization.',
  );
}
