import { type Actor, Clock, Env, publicUrl } from '@app/core';
import { cancelledBy, sql } from '@app/database';
import { type JobContext, UNWATCHED } from '@app/queue';
import { type Mail, Mailer, planReports, reportRecipientOf } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { reportMail } from './report-mail.js';
import { LATEST_MS } from './report-times.js';
import { WeeklyReports } from './weekly-reports.js';

const QUARTER_MS = 900_000;

/**
 * Mails a report that waits, if it still is to be sent: not later than three days, to who wants it and has a confirmed address, of a week that has
 * time. Where the week still runs by the goal days of the account, which know another zone from the next quarter of an hour on, it is planned anew
 * for then. Once the mail server has taken it, it is never sent again; two workers at once send one. Throws, to be tried again, where the mail server is
 * away. Where a worker ends after the server's word and before its commit, the next one sends it again with the same Message-ID.
 */
export class SendWeeklyReport extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly week: string,
    readonly context: JobContext = UNWATCHED,
  ) {
    super();
  }
}

@CommandHandler(SendWeeklyReport)
export class SendWeeklyReportHandler implements ICommandHandler<SendWeeklyReport> {
  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly mailer: Mailer,
    private readonly reports: WeeklyReports,
  ) {}

  async execute({ userId, week, context }: SendWeeklyReport): Promise<void> {
    const [waiting] = await sql<{ due_at: Date }>(this.em, BEGIN, [userId, week]);
    if (!waiting) return;
    const isLate = this.clock.now() >= new Date(waiting.due_at).getTime() + LATEST_MS;
    const made = isLate ? 'late' : await this.make(userId, week);
    context.signal.throwIfAborted();
    if (made === 'running') return this.postpone(userId, week);
    // The row is held until the mail server has spoken: whoever else has this job waits for it. A worker that dies lets go of it.
    await this.em.fork().transactional(async (em) => {
      const held = await sql(em, HOLD, [userId, week]);
      if (held.length === 0) return;
      const outcome = typeof made === 'string' ? made : await this.mailer.handOver(made.email, made.mail);
      // What the server took is written down, also where the worker is told to stop at this moment.
      await cancelledBy(UNWATCHED.signal, () => sql(em, END, [userId, week, outcome, new Date(this.clock.now())]));
    });
  }

  /** Has it looked at again when the account's goal days may say something else. The user is locked first, as whoever plans reports does. */
  private postpone(userId: number, week: string): Promise<void> {
    const nextAt = (Math.floor(this.clock.now() / QUARTER_MS) + 1) * QUARTER_MS;
    return this.em.fork().transactional(async (em) => {
      await planReports(em, [{ userId, nextAt }]);
      await sql(em, FORGET, [userId, week]);
    });
  }

  /** The mail, or why there is none. */
  private async make(userId: number, week: string): Promise<{ email: string; mail: Mail } | 'unwanted' | 'running' | 'empty'> {
    const recipient = await reportRecipientOf(this.em, userId);
    if (!recipient) return 'unwanted';
    const report = await this.reports.read(userId, week);
    if (!report.isOver) return 'running';
    return report.us === 0 ? 'empty' : { email: recipient.email, mail: reportMail(report, publicUrl(this.env), recipient) };
  }
}

const BEGIN = `
  UPDATE weekly_reports SET attempts = attempts + 1 WHERE user_id = $1 AND week = $2 AND state = 'waiting' RETURNING due_at`;

const FORGET = `DELETE FROM weekly_reports WHERE user_id = $1 AND week = $2 AND state = 'waiting'`;

const HOLD = `SELECT 1 AS held FROM weekly_reports WHERE user_id = $1 AND week = $2 AND state = 'waiting' FOR UPDATE`;

const END = `
  UPDATE weekly_reports SET state = $3, sent_at = CASE WHEN $3 = 'sent' THEN $4::timestamptz END
   WHERE user_id = $1 AND week = $2`;
