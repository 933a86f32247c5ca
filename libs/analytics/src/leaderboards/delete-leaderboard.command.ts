import { type Actor, Audited } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ownBoardOf } from './boards.js';

/** Deletes a private leaderboard: nobody is on it any more. Not found: not there, or not on it. Forbidden: it is not the user's. */
@Audited<DeleteLeaderboard>(({ userId, board }) => ({ subjectId: userId, details: { leaderboard: board } }))
export class DeleteLeaderboard extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly board: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteLeaderboard)
export class DeleteLeaderboardHandler implements ICommandHandler<DeleteLeaderboard> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, board }: DeleteLeaderboard): Promise<void> {
    await transaction(this.em, async (em) => {
      const { id } = await ownBoardOf(em, userId, board);
      await deleteBoard(em, id);
    });
  }
}

/** Deletes a locked board with all that belongs to it. */
export async function deleteBoard(em: EntityManager, id: number): Promise<void> {
  await sql(em, 'DELETE FROM leaderboard_invites WHERE leaderboard_id = $1', [id]);
  await sql(em, 'DELETE FROM leaderboard_members WHERE leaderboard_id = $1', [id]);
  await sql(em, 'DELETE FROM leaderboards WHERE id = $1', [id]);
}
