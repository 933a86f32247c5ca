import { type Actor, Audited } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Board, boardOf, ownBoardOf } from './boards.js';

/** Gives a private leaderboard another name, and returns it. Not found: not there, or not on it. Forbidden: it is not the user's. */
@Audited<RenameLeaderboard>(({ userId, board, name }) => ({ subjectId: userId, details: { leaderboard: board, name } }))
export class RenameLeaderboard extends Command<Board> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly board: string,
    /** 1 to 100 characters. */
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(RenameLeaderboard)
export class RenameLeaderboardHandler implements ICommandHandler<RenameLeaderboard> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId, board, name }: RenameLeaderboard): Promise<Board> {
    return transaction(this.em, async (em) => {
      const { id } = await ownBoardOf(em, userId, board);
      await sql(em, 'UPDATE leaderboards SET name = $2, modified_at = now() WHERE id = $1', [id, name.trim()]);
      return boardOf(em, userId, board);
    });
  }
}
