import { type Actor, Clock } from '@app/core';
import { ReadPool } from '@app/database';
import { isPublicId } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  filtersOf,
  headOf,
  leaderRangeOf,
  leadersOf,
  type LeadersQuestion,
  type LeadersResult,
  type LeadersRow,
} from '../leaders/get-leaders.query.js';
import { boardLeadersSql } from '../leaders/leaders-statement.js';
import { type Board, BOARD_OF_SQL, noBoard } from './boards.js';

/**
 * The leaders of a private leaderboard that the user is on: all its members, by time over the board's range and then by username; of a language,
 * those who have time in it. Not found: a board that is not there or that the user is not on.
 */
export class GetLeaderboard extends Query<LeadersResult> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly board: string,
    readonly question: Omit<LeadersQuestion, 'range' | 'isHireable'>,
  ) {
    super();
  }
}

const LEADERS = boardLeadersSql();

@QueryHandler(GetLeaderboard)
export class GetLeaderboardHandler implements IQueryHandler<GetLeaderboard> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, board, question }: GetLeaderboard): Promise<LeadersResult> {
    const { language, countryCode } = filtersOf(question);
    if (!isPublicId(board)) throw noBoard();
    const [own] = await this.reads.query<Board>({ name: 'leaderboard', text: BOARD_OF_SQL, params: [userId, board] });
    if (!own) throw noBoard();
    const range = leaderRangeOf(own.timeRange);
    const [row] = await this.reads.query<LeadersRow>({
      name: 'leaders of a board',
      text: LEADERS,
      params: [range, language ?? '', countryCode ?? null, null, userId, question.page ?? null, own.id],
    });
    return { ...headOf(range, this.clock.now()), language, countryCode, isHireable: undefined, ...leadersOf(row) };
  }
}
