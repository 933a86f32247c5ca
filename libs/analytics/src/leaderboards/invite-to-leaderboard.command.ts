import { type Actor, Audited, auditSubject, Clock, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { INVITE_DAYS, MOST_INVITES, MOST_INVITES_FOR_ONE, ownBoardOf } from './boards.js';

/**
 * Asks somebody to join a private leaderboard, for thirty days. Nothing tells whether there is such an account: an unknown one, a member and somebody
 * who has too many invitations are no mistake. Not found: a board that is not there, or not on it. Forbidden: it is not the user's. Refused: a
 * board that has asked as often as it may within thirty days, whomever.
 */
@Audited<InviteToLeaderboard>(({ board, username }) => ({ details: { leaderboard: board, username } }))
export class InviteToLeaderboard extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly board: string,
    /** In any letter case, with or without `@`. */
    readonly username: string,
  ) {
    super();
  }
}

const FORGET_EXPIRED = 'DELETE FROM leaderboard_invites WHERE leaderboard_id = $1 AND expires_at <= now()';
/** Attempts, not invitations: those would tell whether there is such an account. */
const COUNT = `
  UPDATE leaderboards
     SET asked = CASE WHEN asked_since > $2::timestamptz - interval '${INVITE_DAYS} days' THEN asked + 1 ELSE 1 END,
         asked_since = CASE WHEN asked_since > $2::timestamptz - interval '${INVITE_DAYS} days' THEN asked_since ELSE $2::timestamptz END
   WHERE id = $1
  RETURNING asked`;

const INVITE = `
  WITH person AS MATERIALIZED (
    SELECT u.id
      FROM users u
     WHERE lower(u.username) = $2 AND u.disabled_at IS NULL
       AND u.id NOT IN (SELECT user_id FROM leaderboard_members WHERE leaderboard_id = $1)
       AND (SELECT count(*) FROM leaderboard_invites i WHERE i.user_id = u.id) < ${MOST_INVITES_FOR_ONE})
  INSERT INTO leaderboard_invites (user_id, leaderboard_id, invited_by, expires_at)
  SELECT id, $1::int, $3::int, now() + interval '${INVITE_DAYS} days' FROM person
  ON CONFLICT (user_id, leaderboard_id) DO UPDATE SET invited_by = excluded.invited_by, expires_at = excluded.expires_at
  RETURNING user_id`;

@CommandHandler(InviteToLeaderboard)
export class InviteToLeaderboardHandler implements ICommandHandler<InviteToLeaderboard> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, board, username }: InviteToLeaderboard): Promise<void> {
    await transaction(this.em, async (em) => {
      const { id } = await ownBoardOf(em, userId, board);
      await sql(em, FORGET_EXPIRED, [id]);
      const [attempts] = await sql<{ asked: number }>(em, COUNT, [id, new Date(this.clock.now())]);
      if ((attempts?.asked ?? 0) > MOST_INVITES)
        throw new DomainError(
          'conflict',
          'leaderboard.too-many-invites',
          `This leaderboard has asked people ${MOST_INVITES} times within ${INVITE_DAYS} days. Make a link, or ask again later.`,
        );
      const [invited] = await sql<{ user_id: number }>(em, INVITE, [id, username.replace(/^@/, '').toLowerCase(), userId]);
      if (invited) auditSubject(invited.user_id);
    });
  }
}
