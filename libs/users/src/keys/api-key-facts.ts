import { knownScopes, type Scope } from './scopes.js';

/** A key as its owner sees it, without its secret. Instants in ms since 1970. */
export interface ApiKeyFacts {
  /** Names the key, for changing and revoking it. */
  id: string;
  name: string;
  scopes: readonly Scope[];
  /** Its first characters, `waka_1a2b3c4d`. */
  prefix: string;
  createdAt: number;
  /** Null: it does not expire. */
  expiresAt: number | null;
  /** To the hour; null: never. */
  lastUsedAt: number | null;
  /** Made by signing in: it also expires when it is not used for 90 days. */
  fromSignIn: boolean;
}

/** The columns that `toApiKeyFacts` reads. */
export const API_KEY_COLUMNS = `public_id, name, scopes, prefix, from_sign_in, extract(epoch FROM created_at)::float8 * 1000 AS created_at,
  extract(epoch FROM expires_at)::float8 * 1000 AS expires_at, extract(epoch FROM date_trunc('hour', last_used_at, 'UTC'))::float8 * 1000 AS last_used_at`;

export interface ApiKeyRow {
  public_id: string;
  name: string;
  scopes: string[];
  prefix: string;
  from_sign_in: boolean;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
}

export function toApiKeyFacts(row: ApiKeyRow): ApiKeyFacts {
  return {
    id: row.public_id,
    name: row.name,
    scopes: knownScopes(row.scopes),
    prefix: row.prefix,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    fromSignIn: row.from_sign_in,
  };
}
