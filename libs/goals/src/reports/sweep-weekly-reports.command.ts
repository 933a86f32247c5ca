import { type Actor, Clock } from '@app/core';
import { sql } from '@app/database';
import { JobQueue } from '@app/queue';
import { lockDueReports, Mailer, planReports } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LATEST_MS, reportTimes } from './report-times.js';

/** Users that one transaction looks at. */
const MOST = 200;

/**
 * Has the weekly reports sent that are due: those whose Monday, 08:00 in the user's zone, is over by not more than three days, one a user and week,
 * whichever worker looks and however often. Without a mail server nothing happens, and what is due waits.
 */
export class SweepWeeklyReports extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly signal: AbortSignal,
  ) {
    super();
  }
}

@CommandHandler(SweepWeeklyReports)
export class SweepWeeklyReportsHandler implements ICommandHandler<SweepWeeklyReports> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
    private readonly mailer: Mailer,
  ) {}

  async execute({ signal }: SweepWeeklyReports): Promise<void> {
    if (!this.mailer.sends) return;
    for (let found = MOST; found === MOST && !signal.aborted;) found = await this.em.fork().transactional((em) => this.plan(em));
  }

  /** Plans a part of the users who must be looked at. Returns how many. */
  private async plan(em: EntityManager): Promise<number> {
    const now = this.clock.now();
    const users = await lockDueReports(em, now, MOST);
    if (users.length === 0) return 0;
    const plans = users.map((user) => ({ ...user, ...reportTimes(user.zone, now) }));
    await planReports(em, plans);
    // Whom no mail reaches is looked at again next Monday.
    const due = plans.filter(({ isReachable, dueAt }) => isReachable && now < dueAt + LATEST_MS);
    const added = await sql<{ userId: number; week: string }>(em, ADD, [
      due.map(({ userId }) => userId),
      due.map(({ week }) => week),
      due.map(({ dueAt }) => new Date(dueAt)),
    ]);
    await this.jobs.addMany(
      em,
      'reports',
      'send-weekly-report',
      added.map((payload) => ({ userId: payload.userId, payload })),
    );
    return users.length;
  }
}

const ADD = `
  INSERT INTO weekly_reports (user_id, week, due_at)
  SELECT r.user_id, r.week, r.due_at FROM unnest($1::int[], $2::text[], $3::timestamptz[]) AS r (user_id, week, due_at) ORDER BY r.user_id
  ON CONFLICT (user_id, week) DO NOTHING
  RETURNING user_id AS "userId", week`;
