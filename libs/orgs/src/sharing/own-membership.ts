import type { ReadPool } from '@app/database';
import { isPublicId } from '@app/users';
import { noOrg } from '../access/org-access.js';

/** Somebody’s membership, present or past, and what the organization says of sharing. */
export interface OwnMembership {
  orgId: number;
  publicId: string;
  slug: string;
  name: string;
  hasLeft: boolean;
  mostShared: number;
  askedToShare: number;
  minGroup: number;
  /** Whether it named projects. */
  hasProjects: boolean;
  /** IANA name: the member’s own. */
  zone: string;
}

const FIND = `
  SELECT o.id AS "orgId", o.public_id AS "publicId", o.slug, o.name, m.left_at IS NOT NULL AS "hasLeft", o.most_shared AS "mostShared",
         o.asked_to_share AS "askedToShare", o.min_group AS "minGroup", u.timezone AS zone,
         EXISTS (SELECT FROM org_projects p WHERE p.org_id = o.id) AS "hasProjects"
    FROM organizations o
    JOIN org_members m ON m.org_id = o.id AND m.user_id = $3
    JOIN users u ON u.id = m.user_id
   WHERE (o.public_id = $1 OR o.slug = $2) AND o.deleted_at IS NULL`;

/** The membership of a user in the organization that an address names, also of who left. Not found, alike: no such organization, never a member. */
export async function ownMembership(reads: ReadPool, userId: number, org: string): Promise<OwnMembership> {
  const text = org.toLowerCase();
  const [row] = await reads.query<OwnMembership>({
    name: 'own-membership',
    text: FIND,
    params: [isPublicId(text) ? text : null, text, userId],
  });
  if (!row) throw noOrg();
  return row;
}
