import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { unknownUser } from '../accounts/user-rules.js';

/** Holds a user's row to the end of the transaction: of two changes of a password, or one and a sign-in, one waits. */
export async function lockUser(em: EntityManager, userId: number): Promise<void> {
  const [user] = await sql(em, 'SELECT id FROM users WHERE id = $1 FOR UPDATE', [userId]);
  if (!user) throw unknownUser();
}

export async function storePassword(em: EntityManager, userId: number, passwordHash: string): Promise<void> {
  await sql(em, 'UPDATE users SET password_hash = $2, modified_at = now() WHERE id = $1', [userId, passwordHash]);
}
