import { DomainError } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { noOrg } from '../access/org-access.js';
import type { Role } from '../access/permissions.js';
import { checkRoom, lockOrg, MOST_MEMBERS } from '../organizations/org-rows.js';
import { answerSharing, newestAnswer } from '../sharing/answer-sharing.js';
import { NONE } from '../sharing/levels.js';

/** Somebody who becomes a member. */
interface NewMember {
  orgId: number;
  userId: number;
  role: Role;
  /** How they came. */
  source: 'invite' | 'domain' | 'link';
}

const SEATS = `
  SELECT o.seats, o.deleted_at IS NOT NULL AS is_deleted,
         (SELECT count(*)::int FROM org_members m WHERE m.org_id = o.id AND m.left_at IS NULL) AS members
    FROM organizations o
   WHERE o.id = $1`;
const IS_MEMBER = 'SELECT FROM org_members WHERE org_id = $1 AND user_id = $2 AND left_at IS NULL';
const JOIN = `
  INSERT INTO org_members (org_id, user_id, role, source, joined_at) VALUES ($1, $2, $3, $4, now())
  ON CONFLICT (org_id, user_id) DO UPDATE SET role = EXCLUDED.role, source = EXCLUDED.source, joined_at = EXCLUDED.joined_at, left_at = NULL`;

/**
 * Is there a seat for one more member? Asked after `lockOrg` in the transaction that adds the member, so the seats hold exactly. Whoever has
 * not left has a seat, also a disabled account. Conflict: all are taken. Not found: the organization is deleted.
 */
async function takeSeat(em: EntityManager, orgId: number): Promise<void> {
  const [org] = await sql<{ seats: number | null; is_deleted: boolean; members: number }>(em, SEATS, [orgId]);
  if (!org || org.is_deleted) throw noOrg();
  const seats = Math.min(org.seats ?? MOST_MEMBERS, MOST_MEMBERS);
  if (org.members >= seats)
    throw new DomainError(
      'conflict',
      'org.no-seat',
      `All ${seats} seats of this organization are taken. Remove a member, or ask an administrator of the instance for more seats.`,
    );
}

/**
 * Makes somebody a member in the caller's transaction: it locks the organization, takes a seat and looks whether the account has room for one more
 * organization. Whoever had left is a member again, and shares nothing until they are asked. Tells whether they became one; false: they are one already and keep their role.
 */
export async function addMember(em: EntityManager, { orgId, userId, role, source }: NewMember): Promise<boolean> {
  await lockOrg(em, orgId);
  const present = await sql(em, IS_MEMBER, [orgId, userId]);
  if (present.length > 0) return false;
  await takeSeat(em, orgId);
  await checkRoom(em, userId, { joins: true, owns: role === 'owner' });
  await shareNothing(em, orgId, userId);
  await sql(em, JOIN, [orgId, userId, role, source]);
  return true;
}

/** Withdraws what somebody shares with an organization, of the past too, in the caller's transaction. */
export async function shareNothing(em: EntityManager, orgId: number, userId: number): Promise<void> {
  const level = (await newestAnswer(em, orgId, userId))?.level ?? NONE;
  if (level > NONE) await answerSharing(em, { orgId, userId, level: NONE, teamId: null, withPast: true, today: 0 });
}
