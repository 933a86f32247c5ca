import { type Actor, Audited, must } from '@app/core';
import { msSql, sql, transaction } from '@app/database';
import { newSecret } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LINK_DAYS, ownBoardOf } from './boards.js';

/** The secret of a link, shown this once, and until when it is good, ms since 1970. */
export interface LeaderboardLink {
  token: string;
  expiresAt: number;
}

/**
 * Makes the link by which anybody who has it may join a private leaderboard, for seven days. An earlier one is void. Not found: not there, or not
 * on it. Forbidden: it is not the user's.
 */
@Audited<IssueLeaderboardLink>(({ userId, board }) => ({ subjectId: userId, details: { leaderboard: board } }))
export class IssueLeaderboardLink extends Command<LeaderboardLink> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly board: string,
  ) {
    super();
  }
}

const STORE = `
  UPDATE leaderboards SET link_hash = $2, link_expires_at = now() + interval '${LINK_DAYS} days', modified_at = now()
   WHERE id = $1 RETURNING ${msSql('link_expires_at')} AS expires_at`;

@CommandHandler(IssueLeaderboardLink)
export class IssueLeaderboardLinkHandler implements ICommandHandler<IssueLeaderboardLink> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId, board }: IssueLeaderboardLink): Promise<LeaderboardLink> {
    const secret = newSecret();
    return transaction(this.em, async (em) => {
      const { id } = await ownBoardOf(em, userId, board);
      const [row] = await sql<{ expires_at: number }>(em, STORE, [id, secret.hash]);
      return { token: secret.shown, expiresAt: must(row, 'link of a leaderboard').expires_at };
    });
  }
}
