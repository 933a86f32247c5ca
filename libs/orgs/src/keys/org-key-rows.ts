import { msSql, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { allowedOrgKeyPermissions, type OrgKeyPermission } from './org-key-rules.js';

/** What is known of a service key. Instants in ms since 1970. */
export interface OrgKeyFacts {
  id: string;
  name: string;
  prefix: string;
  /** What it may do now: what it was made with, as far as the organization lets keys go. */
  permissions: OrgKeyPermission[];
  /** The account that made it; null: it is not there any more. */
  madeBy: { id: string; username: string } | null;
  createdAt: number;
  /** Its own end, or when it is too old for the organization, whichever comes first. */
  expiresAt: number | null;
  /** To the hour. */
  lastUsedAt: number | null;
}

export interface OrgKeyRow {
  public_id: string;
  name: string;
  prefix: string;
  permissions: string[];
  key_permissions: string[] | null;
  maker_id: string | null;
  maker: string | null;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
}

/** How long a service key of an organization lasts; null: as long as it says itself. `org`: what SQL calls the organization. */
export const lastsSql = (org: string): string => `make_interval(hours => 24 * ${org}.key_days)`;

/** The keys `k` of organizations that are not revoked. */
export const ORG_KEYS_SQL = `
  SELECT k.public_id, k.name, k.prefix, k.permissions, o.key_permissions, u.public_id AS maker_id, u.username AS maker, ${msSql('k.created_at')} AS created_at,
         ${msSql(`least(k.expires_at, k.created_at + ${lastsSql('o')})`)} AS expires_at, ${msSql('k.last_used_at')} AS last_used_at
    FROM org_keys k JOIN organizations o ON o.id = k.org_id LEFT JOIN users u ON u.id = k.made_by
   WHERE k.revoked_at IS NULL`;

/**
 * Whether a service key `k` works at $now: it is neither revoked nor expired nor too old for its organization, which is not deleted, and whoever made it is still a member with
 * one of the $roles that make keys, whose account works. Looked up each time, so that no way out of a role can be forgotten.
 */
export const keyWorksSql = (now: string, roles: string): string => `(
  k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${now})
  AND EXISTS (SELECT FROM organizations x
               WHERE x.id = k.org_id AND x.deleted_at IS NULL AND (x.key_days IS NULL OR k.created_at > ${now} - ${lastsSql('x')}))
  AND EXISTS (SELECT FROM org_members m JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
               WHERE m.org_id = k.org_id AND m.user_id = k.made_by AND m.left_at IS NULL AND m.role = ANY (${roles}::text[])))`;

const REVOKE_OF = 'UPDATE org_keys SET revoked_at = $3 WHERE org_id = $1 AND made_by = $2 AND revoked_at IS NULL RETURNING name';

/**
 * Revokes the service keys that a member made, for good, in the caller's transaction: whoever noted one could go on reading. Returns their names, in order.
 * To be called after `lockOrg`.
 */
export async function revokeKeysOf(em: EntityManager, orgId: number, userId: number, now: number): Promise<string[]> {
  const revoked = await sql<{ name: string }>(em, REVOKE_OF, [orgId, userId, new Date(now)]);
  return revoked.map(({ name }) => name).toSorted();
}

export function toOrgKeyFacts(row: OrgKeyRow): OrgKeyFacts {
  return {
    id: row.public_id,
    name: row.name,
    prefix: row.prefix,
    permissions: allowedOrgKeyPermissions(row.permissions, row.key_permissions),
    madeBy: row.maker_id === null || row.maker === null ? null : { id: row.maker_id, username: row.maker },
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
