import { localDate } from '@app/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type InsertedKey, insertKey } from '../keys/insert-key.js';
import { type Client, clientName } from './client.js';

/** Whom a key or session is for, and from where. */
export interface SigningIn {
  userId: number;
  /** The user's, for the day in the key's name. */
  zone: string;
  client: Client;
  /** Now, ms since 1970. */
  at: number;
}

/** Makes a key named for the client and the user's day; none is revoked for it. It expires when it is not used for 90 days, or at `expiresAt`. */
export function insertSignInKey(
  em: EntityManager,
  { userId, zone, client, at }: SigningIn,
  expiresAt: Date | null = null,
): Promise<InsertedKey> {
  return insertKey(em, { userId, name: `${clientName(client.userAgent)}, ${localDate(zone, at)}`, fromSignIn: true, expiresAt });
}
