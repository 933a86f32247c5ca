import { randomUUID } from 'node:crypto';
import { type Actor, Audited, auditDetails } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { leaderRangeOf } from '../leaders/get-leaders.query.js';
import { type Board, boardOf, checkRoomForUser } from './boards.js';

/**
 * Makes a private leaderboard with the user on it, and returns it. Refused: a range that is none, somebody who is on as many boards as may be.
 */
@Audited<CreateLeaderboard>(({ userId, name, timeRange }) => ({ subjectId: userId, details: { name, timeRange } }))
export class CreateLeaderboard extends Command<Board> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    /** 1 to 100 characters. */
    readonly name: string,
    /** A range of leaderboards; left out: the last seven days. */
    readonly timeRange?: string,
  ) {
    super();
  }
}

const INSERT = `
  WITH board AS (
    INSERT INTO leaderboards (public_id, name, time_range) VALUES ($1, $2, $3) RETURNING id)
  INSERT INTO leaderboard_members (user_id, leaderboard_id)
  SELECT $4::int, id FROM board`;

@CommandHandler(CreateLeaderboard)
export class CreateLeaderboardHandler implements ICommandHandler<CreateLeaderboard> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, name, timeRange }: CreateLeaderboard): Promise<Board> {
    const range = leaderRangeOf(timeRange);
    const publicId = randomUUID();
    return transaction(this.em, async (em) => {
      await checkRoomForUser(em, userId);
      await sql(em, INSERT, [publicId, name.trim(), range, userId]);
      auditDetails({ leaderboard: publicId, timeRange: range });
      return boardOf(em, userId, publicId);
    });
  }
}
