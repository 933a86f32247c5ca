import { randomUUID } from 'node:crypto';
import { Clock, DomainError } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SESSION_DAYS } from '../account-rules.js';
import { isPassword } from '../passwords/password-hash.js';
import { newSecret } from '../secrets.js';
import type { Client } from './client.js';
import { mintSignInKey } from './sign-in-key.js';

export interface SignedIn {
  publicId: string;
  /** Null where the account has none and the username was given. */
  email: string | null;
  username: string;
  /** `waka_<uuid>`, shown this once. */
  apiKey: string;
  /** For the session's cookie; only its hash is kept. */
  sessionSecret: string;
}

/**
 * Signs a person in by e-mail address (or username) and password: there is one key more, named for the client and the day, and one session.
 * Refused in the same words and time: an unknown account, a wrong password, an account without one, a disabled account.
 */
export class SignIn extends Command<SignedIn> {
  constructor(
    /** E-mail address or username, in any case. */
    readonly account: string,
    readonly password: string,
    readonly client: Client,
  ) {
    super();
  }
}

const LONGEST_USER_AGENT = 500;

interface Account {
  id: number;
  public_id: string;
  email: string | null;
  username: string;
  timezone: string;
  password_hash: string | null;
}

const FIND = `
  SELECT id, public_id, email, username, timezone, password_hash FROM users
   WHERE disabled_at IS NULL AND (email = $1 OR lower(username) = $1)`;

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ account, password, client }: SignIn): Promise<SignedIn> {
    // No address or name has a NUL in it, and PostgreSQL refuses a text that has.
    const [found] = await sql<Account>(this.em, FIND, [account.trim().toLowerCase().replaceAll('\0', ' ')]);
    const good = await isPassword(password, found?.password_hash);
    if (!found || !good) throw refused();
    const { shown, hash } = newSecret();
    return this.em.fork().transactional(async (em) => {
      // Whoever sets a new password ends all sessions: none may slip in with the old one meanwhile.
      const [still] = await sql(em, 'SELECT id FROM users WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL FOR SHARE', [
        found.id,
        found.password_hash,
      ]);
      if (!still) throw refused();
      const key = await mintSignInKey(em, found.id, found.timezone, client, this.clock.now());
      await sql(
        em,
        `INSERT INTO sessions (user_id, public_id, hash, api_key_id, user_agent, address, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, now() + interval '${SESSION_DAYS} days')`,
        [found.id, randomUUID(), hash, key.keyId, client.userAgent.slice(0, LONGEST_USER_AGENT), client.address],
      );
      return { publicId: found.public_id, email: found.email, username: found.username, apiKey: key.shown, sessionSecret: shown };
    });
  }
}

function refused(): DomainError {
  return new DomainError('unauthenticated', 'sign-in.refused', 'The e-mail address or the password is wrong.');
}
