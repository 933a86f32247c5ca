import { type Actor, Env } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { emailOf } from '../accounts/account-fields.js';
import { AccountLinks } from '../accounts/account-links.js';
import { Mailer } from '../mail/mailer.js';
import { mailResetLink } from './mail-reset-link.js';

/**
 * Mails a link, good once and for an hour, to set a new password, if the address has an account that is not disabled. The caller cannot tell,
 * also not by the time it takes: all of it begins after the answer. Refused for every address alike: a server that cannot send mails (unavailable).
 */
export class RequestPasswordReset extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly email: string,
  ) {
    super();
  }
}

@CommandHandler(RequestPasswordReset)
export class RequestPasswordResetHandler implements ICommandHandler<RequestPasswordReset> {
  constructor(
    readonly em: EntityManager,
    readonly env: Env,
    readonly mailer: Mailer,
    readonly links: AccountLinks,
  ) {}

  execute({ actor, email: written }: RequestPasswordReset): Promise<void> {
    this.mailer.checkWorks();
    this.mailer.later(() => this.send(actor, emailOf(written) ?? ''));
    return Promise.resolve();
  }

  private async send(actor: Actor, email: string): Promise<void> {
    const [user] = await sql<{ id: number; username: string }>(
      this.em,
      'SELECT id, username FROM users WHERE email = $1 AND disabled_at IS NULL',
      [email],
    );
    if (user) mailResetLink(this, actor, { ...user, email });
  }
}
