import { type Actor, DomainError } from '@app/core';
import { msSql, ReadPool } from '@app/database';
import { hashOfSecret } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { MEMBERS_SQL, type OfferedBoard } from './boards.js';

/** The private leaderboard that a link leads to: what somebody reads before joining. Not found: a link that is void or was never made. */
export class FindLinkedLeaderboard extends Query<OfferedBoard> {
  constructor(
    readonly actor: Actor,
    readonly token: string,
  ) {
    super();
  }
}

const FIND = `
  SELECT b.public_id AS "publicId", b.name, b.time_range AS "timeRange", ${MEMBERS_SQL} AS members, NULL AS "invitedBy",
         ${msSql('b.link_expires_at')} AS "expiresAt"
    FROM leaderboards b
   WHERE b.link_hash = $1 AND b.link_expires_at > now()`;

@QueryHandler(FindLinkedLeaderboard)
export class FindLinkedLeaderboardHandler implements IQueryHandler<FindLinkedLeaderboard> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ token }: FindLinkedLeaderboard): Promise<OfferedBoard> {
    const [board] = await this.reads.query<OfferedBoard>({ name: 'linked-leaderboard', text: FIND, params: [hashOfSecret(token)] });
    if (!board) throw voidLink();
    return board;
  }
}

/** A link that is not, or no longer, good. */
export function voidLink(): DomainError {
  return new DomainError(
    'not-found',
    'leaderboard.link-void',
    'This link is void: it was used up, replaced or is older than seven days. Ask for a new one.',
  );
}
