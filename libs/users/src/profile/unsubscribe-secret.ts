import { randomBytes } from 'node:crypto';
import { must } from '@app/core';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** What links that end an account's mails are made from. It is made for the first mail and stays, so that links in old mails work. */
export async function unsubscribeSecretOf(em: EntityManager, userId: number): Promise<Buffer> {
  const [user] = await sql<{ secret: Buffer }>(em, SECRET, [userId, randomBytes(32)]);
  return must(user, 'account of a mail').secret;
}

const SECRET = `
  UPDATE users SET unsubscribe_secret = coalesce(unsubscribe_secret, $2) WHERE id = $1 RETURNING unsubscribe_secret AS secret`;
