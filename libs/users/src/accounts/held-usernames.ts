import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** SQL: whether the username `name`, an SQL expression, is held. */
export function isHeld(name: string): string {
  return `EXISTS (SELECT 1 FROM held_usernames h WHERE h.username = lower(${name}))`;
}

/** Keeps a username from everybody who asks for it over HTTP. */
export async function holdUsername(em: EntityManager, username: string): Promise<void> {
  await sql(em, 'INSERT INTO held_usernames (username) VALUES (lower($1)) ON CONFLICT DO NOTHING', [username]);
}
