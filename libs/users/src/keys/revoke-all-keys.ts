import { must } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

const REVOKE = `
  WITH live AS (SELECT id FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id FOR UPDATE),
  revoked AS (UPDATE api_keys SET revoked_at = now() WHERE id IN (SELECT id FROM live) RETURNING 1)
  SELECT count(*)::int AS n FROM revoked`;

/** Takes all keys of a user away, in the caller's transaction, which holds the user's row. Returns how many there were. */
export async function revokeAllKeys(em: EntityManager, userId: number): Promise<number> {
  const [revoked] = await sql<{ n: number }>(em, REVOKE, [userId]);
  return must(revoked, 'count').n;
}
