import { randomUUID } from 'node:crypto';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { makeRoom } from '../keys/key-room.js';
import { SESSION_DAYS } from '../lifetimes.js';
import { newSecret } from '../secrets.js';
import { insertSignInKey, type SigningIn } from './sign-in-key.js';

export interface StartedSession {
  /** `waka_<uuid>`, shown this once. */
  apiKey: string;
  /** For the session's cookie; only its hash is kept. */
  sessionSecret: string;
}

const LONGEST_USER_AGENT = 500;

/** Signs a user in, in the caller's transaction: one key and one session more. The only place that makes sessions. */
export async function startSession(em: EntityManager, signingIn: SigningIn): Promise<StartedSession> {
  const { userId, client } = signingIn;
  const { shown, hash } = newSecret();
  await makeRoom(em, userId, signingIn.at);
  const key = await insertSignInKey(em, signingIn);
  await sql(
    em,
    `INSERT INTO sessions (user_id, public_id, hash, api_key_id, user_agent, address, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::timestamptz + interval '${SESSION_DAYS} days')`,
    [userId, randomUUID(), hash, key.keyId, client.userAgent.slice(0, LONGEST_USER_AGENT), client.address, new Date(signingIn.at)],
  );
  return { apiKey: key.shown, sessionSecret: shown };
}
