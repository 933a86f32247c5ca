import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** An e-mail address or username as it is looked for, in whatever case it was written. */
export function accountNameOf(text: string): string {
  // No address or name has a NUL in it, and PostgreSQL refuses a text that has.
  return text.trim().toLowerCase().normalize('NFC').replaceAll('\0', ' ');
}

/** The inner id of the account that this names, disabled or not; undefined: there is none. `name`: from `accountNameOf`. */
export async function accountCalled(em: EntityManager, name: string): Promise<number | undefined> {
  const [user] = await sql<{ id: number }>(em, 'SELECT id FROM users WHERE email = $1 OR lower(username) = $1', [name]);
  return user?.id;
}
