import { must } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { MOST_MEMBERS } from '../organizations/org-rows.js';

/** Labels without a price: an administrator of the instance gives them. */
export const ORG_STATUSES = ['active', 'trialing', 'past_due', 'canceled'] as const;
export type OrgStatus = (typeof ORG_STATUSES)[number];

/** Plan and seats of an organization. Instants in ms since 1970. */
export interface Billing {
  plan: string;
  status: string;
  /** Members, also those whose account is disabled. */
  seatsUsed: number;
  /** How many it may have. */
  seats: number;
  /** What an administrator of the instance set; null: as many as an organization can have. */
  seatsSet: number | null;
  periodEnd: number | null;
}

/** An organization as administrators of the instance see it. */
export interface ListedOrg extends Billing {
  id: string;
  name: string;
  slug: string;
  /** Usernames. */
  owners: string[];
  createdAt: number;
  deletedAt: number | null;
}

/** SQL for the JSON of one organization `o`, as `ListedOrg`. */
export const LISTED_ORG = `
  json_build_object(
    'id', o.public_id, 'name', o.name, 'slug', o.slug, 'plan', o.plan, 'status', o.status,
    'seatsUsed', (SELECT count(*) FROM org_members m WHERE m.org_id = o.id AND m.left_at IS NULL),
    'seats', least(coalesce(o.seats, ${MOST_MEMBERS}), ${MOST_MEMBERS}), 'seatsSet', o.seats,
    'periodEnd', floor(extract(epoch FROM o.period_end) * 1000), 'createdAt', floor(extract(epoch FROM o.created_at) * 1000),
    'deletedAt', floor(extract(epoch FROM o.deleted_at) * 1000),
    'owners', coalesce((
      SELECT json_agg(u.username ORDER BY lower(u.username)) FROM org_members m JOIN users u ON u.id = m.user_id
       WHERE m.org_id = o.id AND m.role = 'owner' AND m.left_at IS NULL), '[]'))`;

/** The organization $1 as administrators of the instance see it. */
export const ORG_LISTED_SQL = `SELECT (${LISTED_ORG})::text AS org FROM organizations o WHERE o.id = $1`;

/** An organization as administrators of the instance see it, in the caller's transaction. */
export async function listedOrg(em: EntityManager, orgId: number): Promise<ListedOrg> {
  const [row] = await sql<{ org: string }>(em, ORG_LISTED_SQL, [orgId]);
  return JSON.parse(must(row, 'organization').org);
}
