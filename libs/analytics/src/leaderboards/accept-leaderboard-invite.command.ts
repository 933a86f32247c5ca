import { type Actor, Audited } from '@app/core';
import { sql, transaction } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Board, boardOf, checkConsent, checkRoomForUser } from './boards.js';
import { noInvite } from './decline-leaderboard-invite.command.js';
import { addMember } from './join-leaderboard.command.js';

/**
 * Puts the user on a private leaderboard that asked, by the user's own consent, and returns it. Not found: no invitation that is good. Refused: no
 * consent, a board that is full, somebody who is on as many boards as may be.
 */
@Audited<AcceptLeaderboardInvite>(({ userId, board }) => ({ subjectId: userId, details: { leaderboard: board, by: 'invitation' } }))
export class AcceptLeaderboardInvite extends Command<Board> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly board: string,
    /** Whether the user agrees to what the others will see. */
    readonly consent: boolean,
  ) {
    super();
  }
}

const FIND_AND_LOCK = `
  SELECT b.id
    FROM leaderboards b
    JOIN leaderboard_invites i ON i.leaderboard_id = b.id AND i.user_id = $1 AND i.expires_at > now()
   WHERE b.public_id = $2::uuid
     FOR UPDATE OF b`;

@CommandHandler(AcceptLeaderboardInvite)
export class AcceptLeaderboardInviteHandler implements ICommandHandler<AcceptLeaderboardInvite> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, board, consent }: AcceptLeaderboardInvite): Promise<Board> {
    if (!isPublicId(board)) throw noInvite();
    return transaction(this.em, async (em) => {
      await checkRoomForUser(em, userId);
      const [found] = await sql<{ id: number }>(em, FIND_AND_LOCK, [userId, board]);
      if (!found) throw noInvite();
      checkConsent(consent);
      await addMember(em, userId, found.id);
      return boardOf(em, userId, board);
    });
  }
}
