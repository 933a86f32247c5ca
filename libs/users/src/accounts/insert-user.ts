import { randomUUID } from 'node:crypto';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** What an account begins with. */
export interface NewUser {
  username: string;
  displayName: string;
  /** IANA zone, as `zoneOf` gives it. */
  zone: string;
  email?: string;
  passwordHash?: string;
  /** Whether it owns the instance when it is the first account there. */
  ownsIfFirst?: boolean;
}

export interface InsertedUser {
  userId: number;
  /** What the outside calls this user. */
  publicId: string;
}

/** Makes the row of an account, in the caller's transaction: the only place that does. Undefined: the address or the username is taken. */
export async function insertUser(em: EntityManager, user: NewUser): Promise<InsertedUser | undefined> {
  const publicId = randomUUID();
  const [made] = await sql<{ id: number }>(
    em,
    `INSERT INTO users (public_id, username, display_name, email, timezone, password_hash, is_owner)
     SELECT $1, $2, $3, $4, $5, $6, $7::bool AND NOT EXISTS (SELECT FROM users) ON CONFLICT DO NOTHING RETURNING id`,
    [publicId, user.username, user.displayName, user.email ?? null, user.zone, user.passwordHash ?? null, user.ownsIfFirst ?? false],
  );
  return made && { userId: made.id, publicId };
}
