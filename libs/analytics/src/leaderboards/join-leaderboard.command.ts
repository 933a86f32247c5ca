import { type Actor, Audited, auditDetails, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { hashOfSecret } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Board, boardOf, checkConsent, checkRoomForUser, MOST_MEMBERS } from './boards.js';
import { voidLink } from './find-linked-leaderboard.query.js';

/**
 * Puts the user on a private leaderboard, by its link and the user's own consent, and returns it. Who is on it already stays. Not found: a void
 * link. Refused: no consent, a board that is full, somebody who is on as many boards as may be.
 */
@Audited<JoinLeaderboard>(({ userId }) => ({ subjectId: userId, details: { by: 'link' } }))
export class JoinLeaderboard extends Command<Board> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly token: string,
    /** Whether the user agrees to what the others will see. */
    readonly consent: boolean,
  ) {
    super();
  }
}

const FIND_AND_LOCK = 'SELECT id, public_id FROM leaderboards WHERE link_hash = $1 AND link_expires_at > now() FOR UPDATE';

@CommandHandler(JoinLeaderboard)
export class JoinLeaderboardHandler implements ICommandHandler<JoinLeaderboard> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId, token, consent }: JoinLeaderboard): Promise<Board> {
    checkConsent(consent);
    return transaction(this.em, async (em) => {
      await checkRoomForUser(em, userId);
      const [found] = await sql<{ id: number; public_id: string }>(em, FIND_AND_LOCK, [hashOfSecret(token)]);
      if (!found) throw voidLink();
      await addMember(em, userId, found.id);
      auditDetails({ leaderboard: found.public_id });
      return boardOf(em, userId, found.public_id);
    });
  }
}

const COUNT =
  'SELECT count(*)::int AS members, count(*) FILTER (WHERE user_id = $2) AS own FROM leaderboard_members WHERE leaderboard_id = $1';
const ADD = 'INSERT INTO leaderboard_members (user_id, leaderboard_id) VALUES ($1, $2) ON CONFLICT (user_id, leaderboard_id) DO NOTHING';

/** Puts a user on a locked board, and takes the invitation away that waits. Refused: it is full. */
export async function addMember(em: EntityManager, userId: number, boardId: number): Promise<void> {
  const [row] = await sql<{ members: number; own: string }>(em, COUNT, [boardId, userId]);
  // Who was its last member is deleting it.
  if (!row || row.members === 0) throw voidLink();
  if (row.members >= MOST_MEMBERS && row.own === '0')
    throw new DomainError('conflict', 'leaderboard.full', `This leaderboard is full: ${MOST_MEMBERS} people are on it.`);
  await sql(em, ADD, [userId, boardId]);
  await sql(em, 'DELETE FROM leaderboard_invites WHERE user_id = $1 AND leaderboard_id = $2', [userId, boardId]);
}
