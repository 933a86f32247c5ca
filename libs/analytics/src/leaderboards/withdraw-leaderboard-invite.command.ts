import { type Actor, Audited, auditSubject } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ownBoardOf } from './boards.js';

/**
 * Withdraws an invitation to a private leaderboard, by the name of who was asked. Nothing tells whether there was one. Not found: a board that is
 * not there, or not on it. Forbidden: it is not the user's.
 */
@Audited<WithdrawLeaderboardInvite>(({ board, username }) => ({ details: { leaderboard: board, username } }))
export class WithdrawLeaderboardInvite extends Command<void> {
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

const WITHDRAW = `
  DELETE FROM leaderboard_invites
   WHERE leaderboard_id = $1 AND user_id = (SELECT id FROM users WHERE lower(username) = $2)
  RETURNING user_id`;

@CommandHandler(WithdrawLeaderboardInvite)
export class WithdrawLeaderboardInviteHandler implements ICommandHandler<WithdrawLeaderboardInvite> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, board, username }: WithdrawLeaderboardInvite): Promise<void> {
    await transaction(this.em, async (em) => {
      const { id } = await ownBoardOf(em, userId, board);
      const [withdrawn] = await sql<{ user_id: number }>(em, WITHDRAW, [id, username.replace(/^@/, '').toLowerCase()]);
      if (withdrawn) auditSubject(withdrawn.user_id);
    });
  }
}
