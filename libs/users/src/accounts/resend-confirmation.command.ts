import { type Actor, Env, publicUrl } from '@app/core';
import { insertAuditRow, sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Mailer } from '../mail/mailer.js';
import { verifyMail } from '../mail/mails.js';
import { emailOf } from './account-fields.js';
import { AccountLinks } from './account-links.js';

/**
 * Mails the link to confirm an address again, if it belongs to an account and is not confirmed yet; the link before it works no more. At most
 * once in ten minutes. The caller cannot tell, also not by the time it takes. Refused for every address alike: a server without mails (unavailable).
 */
export class ResendConfirmation extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly email: string,
  ) {
    super();
  }
}

@CommandHandler(ResendConfirmation)
export class ResendConfirmationHandler implements ICommandHandler<ResendConfirmation> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly mailer: Mailer,
    private readonly links: AccountLinks,
  ) {}

  execute({ actor, email: written }: ResendConfirmation): Promise<void> {
    this.mailer.checkSends();
    this.mailer.later(() => this.send(actor, emailOf(written) ?? ''));
    return Promise.resolve();
  }

  private async send(actor: Actor, email: string): Promise<void> {
    const [user] = await sql<{ id: number; username: string }>(
      this.em,
      'SELECT id, username FROM users WHERE email = $1 AND email_confirmed_at IS NULL AND disabled_at IS NULL',
      [email],
    );
    if (!user) return;
    const secret = await this.em.fork().transactional((em) => this.renew(em, actor, { userId: user.id, email }));
    if (secret !== undefined) this.mailer.send(email, verifyMail(publicUrl(this.env), secret, user.username));
  }

  /** Only what is mailed is in the audit log: strangers cannot fill it. */
  private async renew(em: EntityManager, actor: Actor, of: { userId: number; email: string }): Promise<string | undefined> {
    const secret = await this.links.renewConfirmation(em, of);
    if (secret !== undefined) await insertAuditRow(em, { actor, message: 'ResendConfirmation', subjectId: of.userId });
    return secret;
  }
}
