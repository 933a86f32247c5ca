import { type Actor, Audited } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ownBoardOf } from './boards.js';

/** Makes the link of a private leaderboard void; none is no mistake. Not found: not there, or not on it. Forbidden: it is not the user's. */
@Audited<RevokeLeaderboardLink>(({ userId, board }) => ({ subjectId: userId, details: { leaderboard: board } }))
export class RevokeLeaderboardLink extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly board: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeLeaderboardLink)
export class RevokeLeaderboardLinkHandler implements ICommandHandler<RevokeLeaderboardLink> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, board }: RevokeLeaderboardLink): Promise<void> {
    await transaction(this.em, async (em) => {
      const { id } = await ownBoardOf(em, userId, board);
      await sql(em, 'UPDATE leaderboards SET link_hash = NULL, link_expires_at = NULL, modified_at = now() WHERE id = $1', [id]);
    });
  }
}
