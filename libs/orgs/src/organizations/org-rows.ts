import { DomainError } from '@app/core';
import { msSql, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { noOrg } from '../access/org-access.js';
import type { Role } from '../access/permissions.js';

/** Organizations that somebody can be a member of, and that somebody can have made and still own. */
export const MOST_ORGS = 50;
export const MOST_OWNED_ORGS = 20;

/** How many members an organization can have where its seats say nothing else. */
export const MOST_MEMBERS = 10_000;

/** How long a deleted organization can be brought back. */
export const KEPT_DAYS = 30;

/** An organization as one of its members sees it. Instants in ms since 1970. */
export interface Org {
  id: number;
  publicId: string;
  name: string;
  slug: string;
  description: string;
  /** What who asks is there. */
  role: Role;
  /** Whether who asks leads a team. */
  leads: boolean;
  members: number;
  plan: string;
  status: string;
  /** Null: as many as an organization can have. */
  seats: number | null;
  periodEnd: number | null;
  /** The zone that the days of its sums are cut in; null: each member's own. */
  zone: string | null;
  minGroup: number;
  mostShared: number;
  askedToShare: number;
  membersSeeReports: boolean;
  createdAt: number;
  modifiedAt: number | null;
  deletedAt: number | null;
}

/** The same as a member or a service key sees it, which has no role. */
export type SeenOrg = Omit<Org, 'role'> & { role: Role | null };

/** Members of an organization `o` who count: neither those who left nor disabled accounts. */
export const ORG_MEMBERS_SQL = `(
    SELECT count(*)::int FROM org_members x JOIN users u ON u.id = x.user_id AND u.disabled_at IS NULL
     WHERE x.org_id = o.id AND x.left_at IS NULL)`;

const COLUMNS_SQL = `
  SELECT o.id, o.public_id AS "publicId", o.name, o.slug, o.description, m.role, ${ORG_MEMBERS_SQL} AS members,
         EXISTS (SELECT FROM org_team_members t WHERE t.org_id = o.id AND t.user_id = m.user_id AND t.is_lead) AS leads,
         o.plan, o.status, o.seats, ${msSql('o.period_end')} AS "periodEnd", o.timezone AS zone, o.min_group AS "minGroup",
         o.most_shared AS "mostShared", o.asked_to_share AS "askedToShare", o.members_see_reports AS "membersSeeReports",
         ${msSql('o.created_at')} AS "createdAt", ${msSql('o.modified_at')} AS "modifiedAt", ${msSql('o.deleted_at')} AS "deletedAt"`;

const ORG_SQL = `${COLUMNS_SQL}
    FROM org_members m
    JOIN organizations o ON o.id = m.org_id
   WHERE m.user_id = $1 AND m.left_at IS NULL`;

/** The organization $1, as its service keys see it. */
export const ORG_OF_KEY_SQL = `${COLUMNS_SQL}
    FROM organizations o LEFT JOIN org_members m ON false
   WHERE o.id = $1::int AND o.deleted_at IS NULL`;

/** The organization $2 of user $1. */
export const ORG_OF_SQL = `${ORG_SQL} AND o.id = $2::int`;

/** The organizations of user $1 that are not deleted, by name. */
export const ORGS_OF_SQL = `${ORG_SQL} AND o.deleted_at IS NULL ORDER BY lower(o.name) COLLATE "C", o.id LIMIT ${MOST_ORGS}`;

/** An organization in a list, with how many invitations wait there for an answer. */
export interface ListedOwnOrg extends Org {
  invited: number;
}

/** A page of the organizations of user $1, by name, as JSON; $2: with the deleted ones that they own; $5: now, for invitations. */
export const ORGS_PAGE_SQL = `
  WITH found AS MATERIALIZED (${ORG_SQL} AND (o.deleted_at IS NULL OR ($2::bool AND m.role = 'owner'))),
  page AS (
    SELECT o.*, row_number() OVER (ORDER BY lower(o.name) COLLATE "C", o.id) AS place,
           (SELECT count(*)::int FROM org_invites i WHERE i.org_id = o.id AND i.status = 'pending' AND i.expires_at > $5::timestamptz) AS invited
      FROM found o ORDER BY place LIMIT $3::int OFFSET $4::bigint)
  SELECT (SELECT count(*) FROM found)::int AS total, coalesce((SELECT json_agg(page ORDER BY place) FROM page), '[]')::text AS orgs`;

/** An organization of a user, in the caller's transaction. Not found: they are no member. */
export async function orgOf(em: EntityManager, userId: number, orgId: number): Promise<Org> {
  const [org] = await sql<Org>(em, ORG_OF_SQL, [userId, orgId]);
  if (!org) throw noOrg();
  return org;
}

/**
 * Locks an organization to the end of the transaction: who is a member, with which role, does not change meanwhile. To be taken before anything is
 * decided by how many owners or seats there are. Not found: it is not there any more.
 */
export async function lockOrg(em: EntityManager, orgId: number): Promise<void> {
  const rows = await sql(em, 'SELECT id FROM organizations WHERE id = $1 FOR UPDATE', [orgId]);
  if (rows.length === 0) throw noOrg();
}

/** The same for what nobody does to an organization that is deleted. Not found: it is. */
export async function lockLiveOrg(em: EntityManager, orgId: number): Promise<void> {
  await lockOrg(em, orgId);
  const live = await sql(em, 'SELECT FROM organizations WHERE id = $1 AND deleted_at IS NULL', [orgId]);
  if (live.length === 0) throw noOrg();
}

const LOCK_USER = 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE';
const COUNT = `
  SELECT count(*)::int AS orgs, count(*) FILTER (WHERE role = 'owner')::int AS owned FROM org_members WHERE user_id = $1 AND left_at IS NULL`;

/**
 * Has an account room for one more organization that it `joins`, or `owns`? Holds exactly: the account is locked to the end of the transaction. To be
 * called after `lockOrg`. Conflict: it has not.
 */
export async function checkRoom(em: EntityManager, userId: number, { joins, owns }: { joins: boolean; owns: boolean }): Promise<void> {
  await sql(em, LOCK_USER, [userId]);
  const [{ orgs, owned } = { orgs: 0, owned: 0 }] = await sql<{ orgs: number; owned: number }>(em, COUNT, [userId]);
  if ((joins && orgs >= MOST_ORGS) || (owns && owned >= MOST_OWNED_ORGS))
    throw new DomainError(
      'conflict',
      'orgs.too-many',
      `An account can own ${MOST_OWNED_ORGS} organizations and be a member of ${MOST_ORGS}. Leave or delete one first.`,
    );
}
