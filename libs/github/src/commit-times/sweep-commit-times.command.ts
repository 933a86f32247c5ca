import { type Actor, Clock } from '@app/core';
import { BackgroundPace, sql, willPass } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { foldDay } from './fold-day.js';
import { restartCommits, usersToRestart } from './restart-commits.js';

/**
 * Makes the time behind commits current: gives the time of every due day to commits anew, users in turn, until there is none. Any number of workers may do
 * so at once: they share the users. Fails when `signal` is aborted; what is done by then stays done. Returns how many days.
 */
export class SweepCommitTimes extends Command<number> {
  constructor(
    readonly actor: Actor,
    readonly signal?: AbortSignal,
  ) {
    super();
  }
}

/** ms after which is looked anew what is due, so that a heartbeat that came late has its turn. */
const LOOK_AGAIN_MS = 2_000;
/** How many days are looked up at once. */
const MOST = 2_000;

@CommandHandler(SweepCommitTimes)
export class SweepCommitTimesHandler implements ICommandHandler<SweepCommitTimes> {
  private readonly log = new Logger(SweepCommitTimes.name);

  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ signal }: SweepCommitTimes): Promise<number> {
    /** Users whose days could not be done: the others must not wait for them. */
    const failed = new Set<number>();
    let all = 0;
    for (;;) {
      const days = await this.round(failed, signal);
      all += days;
      if (days === 0) return all;
    }
  }

  /** Looks what is due and does it, for a while. Returns how many days. */
  private async round(failed: Set<number>, signal: AbortSignal | undefined): Promise<number> {
    for (const userId of await usersToRestart(this.em)) {
      signal?.throwIfAborted();
      await restartCommits(this.em, userId);
    }
    const end = this.clock.now() + LOOK_AGAIN_MS;
    const pace = new BackgroundPace(this.em, this.clock, signal);
    const skipped = new Set<number>();
    let days = 0;
    for (const { user_id: userId, day } of await sql<{ user_id: number; day: number }>(this.em, DUE, [[...failed]])) {
      if (this.clock.now() > end) break;
      if (skipped.has(userId)) continue;
      const result = await foldDay(this.em, userId, day).catch((error: unknown) => {
        if (willPass(error)) throw error;
        this.log.error(`The time behind commits of user ${userId} is not computed`, error);
        failed.add(userId);
        return 'failed' as const;
      });
      if (result === 'done') days++;
      // Another worker is at it, or it would fail again.
      else skipped.add(userId);
      await pace.afterDay();
    }
    return days;
  }
}

// Every user's newest day comes first, then every user's next one: who has a thousand days lets nobody wait longer than who has one.
const DUE = `
  SELECT user_id, day
    FROM (
      SELECT w.user_id, x.day, row_number() OVER (PARTITION BY w.user_id ORDER BY x.day DESC) AS turn
        FROM commit_watches w
       CROSS JOIN LATERAL (
         SELECT day FROM commit_days WHERE user_id = w.user_id AND is_due
         UNION
         SELECT d.day
           FROM dirty_days d
           LEFT JOIN commit_days c ON c.user_id = d.user_id AND c.day = d.day
          WHERE d.user_id = w.user_id AND c.read_mark IS DISTINCT FROM d.marked_at) x
       WHERE w.user_id <> ALL($1::int[])) due
   ORDER BY turn, user_id
   LIMIT ${MOST}`;
