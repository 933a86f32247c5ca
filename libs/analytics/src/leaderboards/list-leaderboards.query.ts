import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Board, BOARDS_OF_SQL } from './boards.js';

/** The private leaderboards that a user is on, by name: at most twenty. */
export class ListLeaderboards extends Query<Board[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@QueryHandler(ListLeaderboards)
export class ListLeaderboardsHandler implements IQueryHandler<ListLeaderboards> {
  constructor(private readonly reads: ReadPool) {}

  execute({ userId }: ListLeaderboards): Promise<Board[]> {
    return this.reads.query<Board>({ name: 'leaderboards', text: BOARDS_OF_SQL, params: [userId] });
  }
}
