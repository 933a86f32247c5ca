import { isNativeError } from 'node:util/types';
import { type Actor, Audited, auditSubject, Clock, DomainError, Env } from '@app/core';
import { insertAuditRow, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AfterAnswer } from '../after-answer.js';
import { accountCalled, accountNameOf } from '../accounts/account-name.js';
import { AccountNotices } from '../mail/account-notices.js';
import { Mailer } from '../mail/mailer.js';
import { isPassword } from '../passwords/password-hash.js';
import type { Client } from './client.js';
import { readPlace } from './known-places.js';
import { type StartedSession, startSession } from './start-session.js';

export interface SignedIn extends StartedSession {
  publicId: string;
  /** Null where the account has none and the username was given. */
  email: string | null;
  username: string;
}

/**
 * Signs a person in by e-mail address (or username) and password: there is one key more, named for the client and the day, and one session.
 * Refused in the same words and time: an unknown account, a wrong password, an account without one, a disabled account and, where everybody may
 * sign up and mails are sent, one whose address is not confirmed. A mail tells of a sign-in from an address that is new for the account.
 */
@Audited<SignIn>(() => ({}))
export class SignIn extends Command<SignedIn> {
  constructor(
    readonly actor: Actor,
    /** E-mail address or username, in any case. */
    readonly account: string,
    readonly password: string,
    readonly client: Client,
  ) {
    super();
  }
}

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
   WHERE disabled_at IS NULL AND (email = $1 OR lower(username) = $1)
     AND (NOT $2 OR email IS NULL OR email_confirmed_at IS NOT NULL OR is_owner)`;

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly mailer: Mailer,
    private readonly after: AfterAnswer,
    private readonly notices: AccountNotices,
  ) {}

  /** Where everybody may sign up and mails are sent: else a first sign-in would tell whether an address had an account. */
  private get needsConfirmation(): boolean {
    return this.env.REGISTRATION === 'open' && this.mailer.sends;
  }

  async execute({ actor, account, password, client }: SignIn): Promise<SignedIn> {
    const name = accountNameOf(account);
    const [found] = await sql<Account>(this.em, FIND, [name, this.needsConfirmation]);
    const good = await isPassword(password, found?.password_hash);
    if (found) auditSubject(found.id);
    if (!found || !good) {
      this.noteRefused(actor, name);
      throw this.refused();
    }
    const { isNewPlace, ...signedIn } = await transaction(this.em, async (em) => {
      // A new password ends all sessions. None may begin with the old one meanwhile.
      const [still] = await sql(em, 'SELECT id FROM users WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL FOR NO KEY UPDATE', [
        found.id,
        found.password_hash,
      ]);
      if (!still) throw this.refused();
      const signingIn = { userId: found.id, zone: found.timezone, client, at: this.clock.now() };
      const place = await readPlace(em, found.id, client.address);
      const started = await startSession(em, signingIn);
      return {
        publicId: found.public_id,
        email: found.email,
        username: found.username,
        ...started,
        isNewPlace: place.knowsAny && !place.isKnown,
      };
    });
    if (isNewPlace) this.notices.signedIn(found.id, client.address);
    return signedIn;
  }

  /** Beside the answer, and only of accounts that there are: strangers may not fill the table with names. */
  private noteRefused(actor: Actor, name: string): void {
    this.after.do(async () => {
      const subjectId = await accountCalled(this.em, name);
      if (subjectId !== undefined) await insertAuditRow(this.em, { actor, message: 'SignInRefused', subjectId });
    }, noRow);
  }

  private refused(): DomainError {
    const unconfirmed = this.needsConfirmation ? ', or the address is not confirmed yet: then look for the mail that asks you to' : '';
    return new DomainError('unauthenticated', 'sign-in.refused', `The e-mail address or the password is wrong${unconfirmed}.`);
  }
}

function noRow(error: unknown): string {
  return `A refused sign-in is not in the audit log: ${isNativeError(error) ? error.message : 'unknown'}.`;
}
