import { type Actor, Audited, auditSubject, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { isPublicId } from '@app/users';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { boardOf } from './boards.js';
import { deleteBoard } from './delete-leaderboard.command.js';

/**
 * Takes somebody off a private leaderboard: the user itself (`current` or a name of its own), or, by whom the board belongs to, anybody. From then
 * on they see nothing of each other there, and the link ends where the owner takes somebody off or leaves: whoever has it could come back. A board that nobody is on any more is deleted. Not found: a board that is not there or not the user's,
 * somebody who is not on it. Forbidden: another member, by who does not own it.
 */
@Audited<RemoveLeaderboardMember>(({ board, member }) => ({ details: { leaderboard: board, member } }))
export class RemoveLeaderboardMember extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly board: string,
    /** `current`, a username, @username or public id. */
    readonly member: string,
  ) {
    super();
  }
}

const FIND = `
  SELECT u.id
    FROM users u
    JOIN leaderboard_members m ON m.user_id = u.id AND m.leaderboard_id = $1
   WHERE u.public_id = $2::uuid OR lower(u.username) = $3 OR ($3 = 'current' AND u.id = $4)`;

const REMOVE = 'DELETE FROM leaderboard_members WHERE user_id = $1 AND leaderboard_id = $2';
const END_LINK = 'UPDATE leaderboards SET link_hash = NULL, link_expires_at = NULL WHERE id = $1';
const COUNT = 'SELECT count(*)::int AS left FROM leaderboard_members WHERE leaderboard_id = $1';

@CommandHandler(RemoveLeaderboardMember)
export class RemoveLeaderboardMemberHandler implements ICommandHandler<RemoveLeaderboardMember> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, board, member }: RemoveLeaderboardMember): Promise<void> {
    const name = member.replace(/^@/, '').toLowerCase();
    await transaction(this.em, async (em) => {
      const { id, isOwner } = await boardOf(em, userId, board);
      const [found] = await sql<{ id: number }>(em, FIND, [id, isPublicId(name) ? name : null, name, userId]);
      if (!isOwner && found?.id !== userId)
        throw new DomainError(
          'forbidden',
          'leaderboard.not-yours',
          'Only whoever has been on this leaderboard longest may take others off it.',
        );
      if (!found) throw new DomainError('not-found', 'leaderboard.no-member', 'Nobody of that name is on this leaderboard.');
      auditSubject(found.id);
      await sql(em, REMOVE, [found.id, id]);
      if (isOwner) await sql(em, END_LINK, [id]);
      const [rest] = await sql<{ left: number }>(em, COUNT, [id]);
      if (rest?.left === 0) await deleteBoard(em, id);
    });
  }
}
