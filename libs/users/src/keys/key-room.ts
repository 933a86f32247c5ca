import { DomainError, must } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { UNUSED_KEY_DAYS } from '../lifetimes.js';

/** Keys that an account may have at once: more than anybody's devices, and too few to fill a table or to look for a forgotten one in vain. */
const MOST_KEYS = 100;

/** SQL for whether a row `k` of `api_keys` is a key that works at an instant: not revoked, not expired, and of a sign-in only if it is used. */
export const worksSql = (at: string): string => `
  k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > ${at}::timestamptz)
  AND NOT (k.from_sign_in AND coalesce(k.last_used_at, k.created_at) < ${at}::timestamptz - interval '${UNUSED_KEY_DAYS} days')`;

const LIVE = `user_id = $1 AND ${worksSql('$2')}`;

/** The keys of a user that work. No other one is made until the transaction ends. `at`: now, ms since 1970. */
export async function lockKeys(em: EntityManager, userId: number, at: number): Promise<number> {
  await sql(em, 'SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId]);
  return countKeys(em, userId, at);
}

/** How many keys of a user work. `at`: now, ms since 1970. */
export async function countKeys(em: EntityManager, userId: number, at: number): Promise<number> {
  const [row] = await sql<{ n: number }>(em, `SELECT count(*)::int AS n FROM api_keys k WHERE ${LIVE}`, [userId, new Date(at)]);
  return must(row, 'count of keys').n;
}

/** Refuses one key more where there are 100. `count`: from `lockKeys`. */
export function refuseBeyondMost(count: number): void {
  if (count < MOST_KEYS) return;
  throw new DomainError(
    'conflict',
    'key.too-many',
    `This account has ${MOST_KEYS} API keys, and there may be no more. Take away those that are not needed: DELETE /api/v1/users/current/api-keys/{id}, or npm run cli -- key:revoke.`,
  );
}

const LEAST_USED = `
  UPDATE api_keys SET revoked_at = now() WHERE id = (
    SELECT id FROM api_keys k WHERE ${LIVE} AND from_sign_in ORDER BY coalesce(last_used_at, created_at), id LIMIT 1)
  RETURNING id`;

/**
 * Makes room for the key of a sign-in: where there are 100, the one that an earlier sign-in made and that was used least recently ends, with its
 * session. A person must be able to sign in to take keys away. Refused where none of them is of a sign-in.
 */
export async function makeRoom(em: EntityManager, userId: number, at: number): Promise<void> {
  const count = await lockKeys(em, userId, at);
  if (count < MOST_KEYS) return;
  const [ended] = await sql<{ id: number }>(em, LEAST_USED, [userId, new Date(at)]);
  if (!ended) return refuseBeyondMost(count);
  await sql(em, 'DELETE FROM sessions WHERE user_id = $1 AND api_key_id = $2', [userId, ended.id]);
}
