import { type Actor, badParameter, DomainError, Env, publicUrl } from '@app/core';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { emailOf } from '../accounts/account-fields.js';
import { Mailer } from './mailer.js';
import { testMail } from './mails.js';

/**
 * Sends a mail that says that mails work, and returns when the mail server has taken it. Refused: a bad address, a server without SMTP_URL, and
 * what the mail server refuses, with its host, port and cause.
 */
export class SendTestMail extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly email: string,
  ) {
    super();
  }
}

@CommandHandler(SendTestMail)
export class SendTestMailHandler implements ICommandHandler<SendTestMail> {
  constructor(
    private readonly env: Env,
    private readonly mailer: Mailer,
  ) {}

  async execute({ email: written }: SendTestMail): Promise<void> {
    const email = emailOf(written);
    if (email === undefined) throw badParameter('address', 'This is not an e-mail address. Write it as name@example.com.');
    if (!this.mailer.sends)
      throw new DomainError('unavailable', 'mail.not-set-up', 'No mail can be sent: set SMTP_URL and MAIL_FROM first.');
    const problem = await this.mailer.sendNow(email, testMail(publicUrl(this.env)));
    if (problem !== undefined) throw new DomainError('unavailable', 'mail.not-sent', `${problem} Look at SMTP_URL and MAIL_FROM.`);
  }
}
