import { Clock, Env, publicUrl } from '@app/core';
import { textOf } from '@app/compat';
import { sql, tryLockGoalNotices } from '@app/database';
import { goalMail, type Mail, Mailer, MailNotTaken, unsubscribeSecretOf } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, Logger } from '@nestjs/common';
import { formOf, lockGoals, storedGoals } from '../goals/goal-rows.js';
import { titleOf } from '../goals/goal-form.js';
import { goalMailToken } from './goal-mail-token.js';
import { GoalReader, type JudgedGoals } from '../evaluation/goal-reader.js';
import type { JudgedPeriod } from '../evaluation/judge-periods.js';

const US_PER_SECOND = 1_000_000;
const US_PER_MS = 1_000;
const DAY_MS = 86_400_000;
/** Days back that time may come late and still be noticed. */
const NOTICED_DAYS = 8;
/** Days that must be read for that, the longest period among them. */
const DEPTH = 40;
/** ms after the end of a period in which it is still mailed, and after noticing in which a mail is tried. */
const MAILED_FOR = 2 * DAY_MS;
/** ms until a mail is tried again. */
const TRY_AGAIN = 5 * 60_000;

/** A user whose time or goals changed. */
export interface MarkedUser {
  user_id: number;
  /** When it was marked, as PostgreSQL writes it: to the microsecond. */
  marked_at: string;
}

interface Event {
  goalId: number;
  publicId: string;
  firstDay: number;
  kind: 'met' | 'broken';
  us: number;
  targetSeconds: number;
  isFresh: boolean;
}

interface DueMail {
  user_id: number;
  goal_id: number;
  first_day: number;
  kind: Event['kind'];
  us: number;
  target_seconds: number;
  public_id: string;
  owner_id: string;
  email: string;
  username: string;
}

/** The page that ends mails of a goal, below the server's public address. */
const PAGE = '/account/unsubscribe-goal';

/** Notices that goals are met or broken, once a period, and mails it to who wants to know. Any number of workers may do so at once. */
@Injectable()
export class GoalNotices {
  private readonly log = new Logger(GoalNotices.name);

  constructor(
    private readonly em: EntityManager,
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly reader: GoalReader,
    private readonly mailer: Mailer,
  ) {}

  /** Users whose time or goals changed, the longest ago first. Other workers may be at some of them. */
  marked(most: number): Promise<MarkedUser[]> {
    return sql(this.em, MARKED, [most]);
  }

  /**
   * Writes a row for each period of a user's goals that is met or, of "at most", broken, and has none yet: periods that run or ended within the last
   * 8 days, and after the goal was made. In the same transaction the user's mark goes, unless something changed meanwhile. Nothing is done where
   * another worker is at it, or was: whoever is killed lets go of the user.
   */
  async notice({ user_id: userId }: MarkedUser): Promise<void> {
    await this.em.fork().transactional(async (em) => {
      if (!(await tryLockGoalNotices(em, userId))) return;
      const [mark] = await sql<MarkedUser>(em, MARK, [userId]);
      if (!mark) return;
      const judged = await this.reader.judge(userId, { depth: DEPTH, greatest: DEPTH });
      const events = eventsOf(judged);
      // A goal that is deleted meanwhile would leave its rows behind.
      await lockGoals(em, userId);
      await sql(em, INSERT, [
        userId,
        events.map(({ goalId }) => goalId),
        events.map(({ publicId }) => publicId),
        events.map(({ firstDay }) => firstDay),
        events.map(({ kind }) => kind),
        events.map(({ us }) => us),
        events.map(({ targetSeconds }) => targetSeconds),
        events.map(({ isFresh }) => isFresh && this.mailer.sends),
        new Date(judged.now),
      ]);
      await sql(em, UNMARK, [userId, mark.marked_at]);
    });
  }

  /** Puts a user whose goals could not be judged behind all others. */
  async putBack({ user_id: userId, marked_at: markedAt }: MarkedUser): Promise<void> {
    await sql(this.em, PUT_BACK, [userId, markedAt]);
  }

  /**
   * Mails what waits, at most `most`. Each is taken before it is sent, so none is sent twice, also where a worker ends meanwhile; where the mail server
   * is away or does not take it now, it is given back and tried again after five minutes, for two days. A server that is away ends the round, as one
   * that does not answer must not hold up what else is swept; what it says of one mail is about that alone. Returns how many were sent.
   */
  async mail(most: number, signal?: AbortSignal): Promise<number> {
    if (!this.mailer.sends) return 0;
    await sql(this.em, GIVE_UP, [this.before(MAILED_FOR)]);
    let sent = 0;
    for (let n = 0; n < most; n++) {
      signal?.throwIfAborted();
      const now = this.clock.now();
      const [due] = await sql<DueMail>(this.em, TAKE, [new Date(now)]);
      if (!due) break;
      const outcome = await this.send(due);
      if (outcome === 'away') break;
      if (outcome === 'sent') sent++;
    }
    return sent;
  }

  private async send(due: DueMail): Promise<'sent' | 'refused' | 'gone' | 'later' | 'away'> {
    const { user_id: userId, goal_id: goalId, first_day: firstDay } = due;
    try {
      const [goal] = (await storedGoals(this.em, userId, due.public_id)).goals;
      if (!goal) return 'gone';
      const secret = await unsubscribeSecretOf(this.em, userId);
      return await this.mailer.handOver(due.email, mailOf(due, titleOf(formOf(goal)), publicUrl(this.env), secret));
    } catch (error) {
      this.log.warn(String(error));
      await sql(this.em, GIVE_BACK, [userId, goalId, firstDay, new Date(this.clock.now() + TRY_AGAIN)]);
      return error instanceof MailNotTaken && error.isOfOneMail ? 'later' : 'away';
    }
  }

  private before(ms: number): Date {
    return new Date(this.clock.now() - ms);
  }
}

function eventsOf({ goals, now }: JudgedGoals): Event[] {
  return goals.flatMap(({ goal, periods }) =>
    periods
      .filter(({ to }) => to > Math.max((now - NOTICED_DAYS * DAY_MS) * US_PER_MS, goal.createdAt * US_PER_MS))
      .flatMap((period) => {
        const kind = kindOf(period);
        if (kind === undefined) return [];
        return {
          goalId: goal.id,
          publicId: goal.publicId,
          firstDay: period.key,
          kind,
          us: period.us,
          targetSeconds: period.targetUs / US_PER_SECOND,
          isFresh: period.to > (now - MAILED_FOR) * US_PER_MS,
        };
      }),
  );
}

/** What there is to notice. That a limit was kept is no news: it is so when the period is over. */
function kindOf({ status, version }: JudgedPeriod): Event['kind'] | undefined {
  if (version.isInverse) return status === 'fail' ? 'broken' : undefined;
  return status === 'success' ? 'met' : undefined;
}

function mailOf(
  { username, kind, us, target_seconds: target, public_id: publicId, owner_id: ownerId, first_day: day }: DueMail,
  title: string,
  base: string,
  secret: Buffer,
): Mail {
  const token = goalMailToken({ ownerId, goalId: publicId, secret });
  return goalMail(base, {
    username,
    title,
    isMet: kind === 'met',
    coded: textOf(us),
    target: textOf(target * US_PER_SECOND),
    id: `${publicId}.${day}`,
    stopLink: `${base}${PAGE}?${new URLSearchParams({ token }).toString()}`,
  });
}

const MARKED = 'SELECT user_id, marked_at::text AS marked_at FROM goal_checks ORDER BY goal_checks.marked_at LIMIT $1';

const MARK = 'SELECT user_id, marked_at::text AS marked_at FROM goal_checks WHERE user_id = $1';

const UNMARK = 'DELETE FROM goal_checks WHERE user_id = $1 AND marked_at = $2::timestamptz';

const PUT_BACK = 'UPDATE goal_checks SET marked_at = clock_timestamp() WHERE user_id = $1 AND marked_at = $2::timestamptz';

/** Of goals that are still there. A mail is wanted where the goal says so, to a confirmed address. */
const INSERT = `
  INSERT INTO goal_events (user_id, goal_id, first_day, kind, us, target_seconds, is_mailed, noticed_at, mail_after)
  SELECT g.user_id, g.id, e.first_day, e.kind, e.us, e.target_seconds,
         e.is_fresh AND g.is_mailed AND u.email IS NOT NULL AND u.email_confirmed_at IS NOT NULL AND u.disabled_at IS NULL, $9::timestamptz, $9::timestamptz
    FROM unnest($2::int[], $3::uuid[], $4::int[], $5::text[], $6::bigint[], $7::int[], $8::bool[])
           AS e (goal_id, public_id, first_day, kind, us, target_seconds, is_fresh)
    JOIN goals g ON g.user_id = $1::int AND g.id = e.goal_id AND g.public_id = e.public_id
    JOIN users u ON u.id = g.user_id
   ORDER BY g.id, e.first_day
  ON CONFLICT (user_id, goal_id, first_day) DO NOTHING`;

const TAKE = `
  WITH due AS (
    SELECT e.user_id, e.goal_id, e.first_day, g.public_id, u.public_id AS owner_id, u.email, u.username
      FROM goal_events e
      JOIN goals g ON g.user_id = e.user_id AND g.id = e.goal_id AND g.is_mailed AND (g.snooze_until IS NULL OR g.snooze_until <= $1::timestamptz)
      JOIN users u ON u.id = e.user_id AND u.email IS NOT NULL AND u.email_confirmed_at IS NOT NULL AND u.disabled_at IS NULL
     WHERE e.is_mailed AND e.mailed_at IS NULL AND e.mail_after <= $1::timestamptz
     ORDER BY e.mail_after, e.user_id, e.goal_id, e.first_day
     LIMIT 1
       FOR UPDATE OF e SKIP LOCKED)
  UPDATE goal_events e
     SET mailed_at = $1::timestamptz
    FROM due
   WHERE e.user_id = due.user_id AND e.goal_id = due.goal_id AND e.first_day = due.first_day
  RETURNING e.user_id, e.goal_id, e.first_day, e.kind, e.us::float8 AS us, e.target_seconds, due.public_id, due.owner_id,
            due.email, due.username`;

const GIVE_BACK = `
  UPDATE goal_events
     SET mailed_at = NULL, mail_after = $4::timestamptz
   WHERE user_id = $1 AND goal_id = $2 AND first_day = $3`;

const GIVE_UP = 'UPDATE goal_events SET is_mailed = false WHERE is_mailed AND mailed_at IS NULL AND noticed_at <= $1::timestamptz';
