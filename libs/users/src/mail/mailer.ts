import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, Env } from '@app/core';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { causeOf, codesOf, serverOf } from './mail-problem.js';
import type { Mail } from './mails.js';

/** More at once are not sent but logged: a server that does not answer must not fill the memory. */
const MOST_PENDING = 500;
const LONGEST_WAIT_AT_END_MS = 3_000;
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 } as const;

/**
 * Sends mails beside the answer: nothing waits for them, and what fails is logged. Without SMTP_URL the links are printed where the
 * database is the launcher's own, because its reader runs the server; elsewhere there are no mails.
 */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private readonly log = new Logger(Mailer.name);
  private readonly pending = new Set<Promise<void>>();
  private readonly transport;

  constructor(private readonly env: Env) {
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

  /** Does what ends in a mail without the answer waiting for it, so that its time says nothing. */
  later(work: () => Promise<void>): void {
    if (this.pending.size >= MOST_PENDING) {
      this.log.error('A mail was not sent: too many wait for the mail server at SMTP_URL.');
      return;
    }
    const done: Promise<void> = work()
      .catch((error: unknown) =>
        this.log.error(`A mail was not sent by ${this.server}: ${codesOf(error)}. Look at SMTP_URL and MAIL_FROM.`),
      )
      .finally(() => this.pending.delete(done));
    this.pending.add(done);
  }

  /** Gives what is under way a moment. */
  async onModuleDestroy(): Promise<void> {
    await Promise.race([this.untilSent(), sleep(LONGEST_WAIT_AT_END_MS, undefined, { ref: false })]);
    this.transport?.close();
  }

  private get server(): string {
    return serverOf(this.env.SMTP_URL ?? '');
  }

  private async untilSent(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  private async deliver(to: string, { subject, text, html, about, link }: Mail): Promise<void> {
    if (this.transport) await this.transport.sendMail({ to: { name: '', address: to }, subject, text, html });
    else if (this.env.EMBEDDED_DATABASE)
      process.stdout.write(`\n${subject}. ${about}\nNo mail is sent without SMTP_URL; hand the link on yourself:\n\n    ${link}\n\n`);
  }
}
