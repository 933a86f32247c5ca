import { randomUUID } from 'node:crypto';
import { localDate } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { newKey } from '../keys/api-keys.js';
import { type Client, clientName } from './client.js';

/** A key as signing in makes it. */
export interface SignInKey {
  keyId: number;
  /** `waka_<uuid>`, known only now. */
  shown: string;
}

/** Makes a key named for the client and the user's day; none is revoked for it. It expires when it is not used for 90 days, or at `expiresAt`. `at` in ms. */
export async function mintSignInKey(
  em: EntityManager,
  userId: number,
  zone: string,
  client: Client,
  at: number,
  expiresAt: string | null = null,
): Promise<SignInKey> {
  const { shown, hash, prefix } = newKey();
  const name = `${clientName(client.userAgent)}, ${localDate(zone, at)}`;
  const [key] = await sql<{ id: number }>(
    em,
    'INSERT INTO api_keys (user_id, public_id, name, hash, prefix, from_sign_in, expires_at) VALUES ($1, $2, $3, $4, $5, true, $6) RETURNING id',
    [userId, randomUUID(), name, hash, prefix, expiresAt],
  );
  return { keyId: key?.id ?? 0, shown };
}
