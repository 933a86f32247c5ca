import { type Actor, Audited, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/** Declines an invitation to a private leaderboard. Not found: there is none. */
@Audited<DeclineLeaderboardInvite>(({ userId, board }) => ({ subjectId: userId, details: { leaderboard: board } }))
export class DeclineLeaderboardInvite extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly board: string,
  ) {
    super();
  }
}

const DELETE = `
  DELETE FROM leaderboard_invites
   WHERE user_id = $1 AND leaderboard_id IN (SELECT id FROM leaderboards WHERE public_id = $2::uuid)
  RETURNING user_id`;

@CommandHandler(DeclineLeaderboardInvite)
export class DeclineLeaderboardInviteHandler implements ICommandHandler<DeclineLeaderboardInvite> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, board }: DeclineLeaderboardInvite): Promise<void> {
    if (!isPublicId(board)) throw noInvite();
    await transaction(this.em, async (em) => {
      const gone = await sql(em, DELETE, [userId, board]);
      if (gone.length === 0) throw noInvite();
    });
  }
}

/** There is no invitation that is good. */
export function noInvite(): DomainError {
  return new DomainError(
    'not-found',
    'leaderboard.no-invite',
    'There is no such invitation: it was withdrawn, answered or is older than thirty days.',
  );
}
