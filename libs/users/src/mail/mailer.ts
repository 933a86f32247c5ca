import { DomainError, Env } from '@app/core';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { AfterAnswer } from '../after-answer.js';
import { causeOf, codesOf, concernsOneMail, MailNotTaken, refusesAddress, serverOf } from './mail-problem.js';
import type { Mail } from './mails.js';

const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as const;

/**
 * Sends mails beside the answer: nothing waits for them, and what fails is logged. Without SMTP_URL the command is printed that makes such
 * a link, where the database is the launcher's own, because its reader runs the server; elsewhere there are no mails.
 */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private readonly transport;

  constructor(
    private readonly env: Env,
    private readonly after: AfterAnswer,
  ) {
    this.transport = env.SMTP_URL === undefined ? undefined : createTransport({ url: env.SMTP_URL, ...TIMEOUTS }, { from: env.MAIL_FROM });
  }

  /** Whether a mail reaches anybody. */
  get works(): boolean {
    return this.sends || this.env.EMBEDDED_DATABASE;
  }

  /** Whether mails are sent, not printed. */
  get sends(): boolean {
    return this.transport !== undefined;
  }

  /** Refuses what only a mail can do: the link proves that its reader has the address. */
  checkSends(): void {
    if (this.sends) return;
    throw new DomainError(
      'unavailable',
      'mail.not-set-up',
      'This server cannot send mails. Its administrator can set SMTP_URL and MAIL_FROM.',
    );
  }

  /** Refuses what cannot be done without mails. */
  checkWorks(): void {
    if (this.works) return;
    throw new DomainError(
      'unavailable',
      'mail.not-set-up',
      'This server cannot send mails. Its administrator can set SMTP_URL and MAIL_FROM, or give you a new password with: npm run cli -- user:set-password',
    );
  }

  /** Sends a mail soon. Call it after the commit of what it tells of. */
  send(to: string, mail: Mail): void {
    this.later(() => this.deliver(to, mail));
  }

  /** Sends a mail and waits for the mail server's word. Returns why it was not sent, for who runs this server; undefined: it was. */
  async sendNow(to: string, mail: Mail): Promise<string | undefined> {
    try {
      await this.deliver(to, mail);
      return undefined;
    } catch (error) {
      return `The mail server ${this.server} did not take the mail: ${causeOf(error)}.`;
    }
  }

  /**
   * Sends a mail and waits for the mail server's word: it took it, or it takes none to this address. Throws `MailNotTaken`, in codes without the
   * address, where that may pass: a server that is away, busy, or does not know us.
   */
  async handOver(to: string, mail: Mail): Promise<'sent' | 'refused'> {
    this.checkSends();
    try {
      await this.deliver(to, mail);
      return 'sent';
    } catch (error) {
      if (refusesAddress(error)) return 'refused';
      // Not the error itself: it repeats the address.
      // oxlint-disable-next-line preserve-caught-error
      throw new MailNotTaken(
        `The mail server ${this.server} did not take the mail: ${codesOf(error)}. Look at SMTP_URL and MAIL_FROM.`,
        concernsOneMail(error),
      );
    }
  }

  /** Does what ends in a mail without the answer waiting for it, so that its time says nothing. */
  later(work: () => Promise<void>): void {
    this.after.do(work, (error) => `A mail was not sent by ${this.server}: ${codesOf(error)}. Look at SMTP_URL and MAIL_FROM.`);
  }

  async onModuleDestroy(): Promise<void> {
    await this.after.settled();
    this.transport?.close();
  }

  private get server(): string {
    return serverOf(this.env.SMTP_URL ?? '');
  }

  private async deliver(to: string, { subject, text, html, about, command, headers, messageId }: Mail): Promise<void> {
    if (this.transport)
      await this.transport.sendMail({
        to: { name: '', address: to },
        subject,
        text,
        html,
        ...(headers && { headers }),
        ...(messageId !== undefined && { messageId }),
      });
    // Never the link: strangers cause it, and whoever reads the output would have the account.
    else if (this.env.EMBEDDED_DATABASE && command !== undefined)
      process.stdout.write(`\n${about}\nNo mail is sent without SMTP_URL. This prints the link to hand on: npm run cli -- ${command}\n\n`);
  }
}
