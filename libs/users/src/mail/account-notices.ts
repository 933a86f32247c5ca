import { Clock, Env, publicUrl } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { countKeys } from '../keys/key-room.js';
import { Mailer } from './mailer.js';
import { emailChangedMail, emailChangesMail, keyMadeMail, type Mail, passwordChangedMail, signedInMail } from './mails.js';

/**
 * Tells a person by mail what somebody else may have done with the account: where mails are sent, to an address that is confirmed, after the
 * answer. Call it after the commit.
 */
@Injectable()
export class AccountNotices {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
  ) {}

  passwordChanged(userId: number): void {
    this.tell(userId, async (base, username) => passwordChangedMail(base, username, await countKeys(this.em, userId, this.clock.now())));
  }

  keyMade(userId: number, name: string): void {
    this.tell(userId, (base, username) => Promise.resolve(keyMadeMail(base, username, name)));
  }

  signedIn(userId: number, address: string): void {
    this.tell(userId, (base, username) => Promise.resolve(signedInMail(base, username, address)));
  }

  /** To the present address: another one was asked for. */
  emailChanges(userId: number): void {
    this.tell(userId, (base, username) => Promise.resolve(emailChangesMail(base, username)));
  }

  /** To the address that was the account's before. */
  emailChanged(before: string, username: string): void {
    if (this.mailer.sends) this.mailer.send(before, emailChangedMail(publicUrl(this.env), username));
  }

  private tell(userId: number, write: (base: string, username: string) => Promise<Mail>): void {
    if (!this.mailer.sends) return;
    this.mailer.later(async () => {
      const [user] = await sql<{ email: string; username: string }>(
        this.em,
        'SELECT email, username FROM users WHERE id = $1 AND email_confirmed_at IS NOT NULL AND email IS NOT NULL',
        [userId],
      );
      if (user) this.mailer.send(user.email, await write(publicUrl(this.env), user.username));
    });
  }
}
