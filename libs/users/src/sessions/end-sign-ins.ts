import type { Actor } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { credentialParams, OWN_SESSION } from './own-session.js';

/**
 * Ends a user's sign-ins: all sessions, and all keys that signing in made, but the one of `but`, if there is one. Call it while holding
 * the user's row, in the transaction that changes the password.
 */
export async function endSignIns(em: EntityManager, userId: number, but?: Actor): Promise<void> {
  const params = credentialParams(userId, but);
  // Its own session's key, or its own key: what is left when the others are gone.
  await sql(em, `DELETE FROM sessions s WHERE s.user_id = $1 AND ${OWN_SESSION} IS NOT TRUE`, params);
  await sql(
    em,
    `UPDATE api_keys SET revoked_at = now()
      WHERE id IN (SELECT k.id FROM api_keys k
                    WHERE k.user_id = $1 AND k.from_sign_in AND k.revoked_at IS NULL AND k.id IS DISTINCT FROM $2::int
                      AND NOT EXISTS (SELECT FROM sessions s WHERE s.user_id = $1 AND s.id = $3 AND s.api_key_id = k.id)
                    ORDER BY k.id FOR UPDATE)`,
    params,
  );
}
