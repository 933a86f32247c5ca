import { randomUUID } from 'node:crypto';
import { auditDetails, must } from '@app/core';
import { msSql, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { newKey } from './api-keys.js';
import type { Scope } from './scopes.js';

/** What a key begins with. */
export interface KeyToInsert {
  userId: number;
  name: string;
  /** Left out: everything. */
  scopes?: readonly Scope[];
  /** Made by signing in: it also expires when it is not used for 90 days. */
  fromSignIn?: boolean;
  /** Left out or null: it does not expire. */
  expiresAt?: Date | null;
}

export interface InsertedKey {
  keyId: number;
  publicId: string;
  /** `waka_<uuid>`, known only now. */
  shown: string;
  prefix: string;
  /** ms since 1970. */
  createdAt: number;
}

/** Makes a key, in the caller's transaction: the only place that does. */
export async function insertKey(
  em: EntityManager,
  { userId, name, scopes = ['full'], fromSignIn = false, expiresAt = null }: KeyToInsert,
): Promise<InsertedKey> {
  const { shown, hash, prefix } = newKey();
  const publicId = randomUUID();
  const [row] = await sql<{ id: number; created_at: number }>(
    em,
    `INSERT INTO api_keys (user_id, public_id, name, hash, prefix, scopes, from_sign_in, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     RETURNING id, ${msSql('created_at')} AS created_at`,
    [userId, publicId, name, hash, prefix, scopes, fromSignIn, expiresAt],
  );
  const { id, created_at } = must(row, 'new key');
  auditDetails({ key: publicId });
  return { keyId: id, publicId, shown, prefix, createdAt: created_at };
}
