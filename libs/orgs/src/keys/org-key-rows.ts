import { msSql } from '@app/database';
import { type OrgKeyPermission, knownOrgKeyPermissions } from './org-key-rules.js';

/** What is known of a service key. Instants in ms since 1970. */
export interface OrgKeyFacts {
  id: string;
  name: string;
  prefix: string;
  permissions: OrgKeyPermission[];
  /** The account that made it; null: it is not there any more. */
  madeBy: { id: string; username: string } | null;
  createdAt: number;
  expiresAt: number | null;
  /** To the hour. */
  lastUsedAt: number | null;
}

export interface OrgKeyRow {
  public_id: string;
  name: string;
  prefix: string;
  permissions: string[];
  maker_id: string | null;
  maker: string | null;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
}

/** The keys `k` of organizations that are not revoked. */
export const ORG_KEYS_SQL = `
  SELECT k.public_id, k.name, k.prefix, k.permissions, u.public_id AS maker_id, u.username AS maker, ${msSql('k.created_at')} AS created_at,
         ${msSql('k.expires_at')} AS expires_at, ${msSql('k.last_used_at')} AS last_used_at
    FROM org_keys k LEFT JOIN users u ON u.id = k.made_by
   WHERE k.revoked_at IS NULL`;

export function toOrgKeyFacts(row: OrgKeyRow): OrgKeyFacts {
  return {
    id: row.public_id,
    name: row.name,
    prefix: row.prefix,
    permissions: knownOrgKeyPermissions(row.permissions),
    madeBy: row.maker_id === null || row.maker === null ? null : { id: row.maker_id, username: row.maker },
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
