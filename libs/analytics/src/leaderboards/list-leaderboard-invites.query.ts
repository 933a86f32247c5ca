import type { Actor } from '@app/core';
import { msSql, ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { MEMBERS_SQL, type OfferedBoard } from './boards.js';

/** The private leaderboards that a user was asked to join and has not answered, the newest first: at most fifty. */
export class ListLeaderboardInvites extends Query<OfferedBoard[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

const LIST = `
  SELECT b.public_id AS "publicId", b.name, b.time_range AS "timeRange", ${MEMBERS_SQL} AS members, by_whom.username AS "invitedBy",
         ${msSql('i.expires_at')} AS "expiresAt"
    FROM leaderboard_invites i
    JOIN leaderboards b ON b.id = i.leaderboard_id
    LEFT JOIN users by_whom ON by_whom.id = i.invited_by
   WHERE i.user_id = $1 AND i.expires_at > now()
   ORDER BY i.created_at DESC, b.id`;

@QueryHandler(ListLeaderboardInvites)
export class ListLeaderboardInvitesHandler implements IQueryHandler<ListLeaderboardInvites> {
  constructor(private readonly reads: ReadPool) {}

  execute({ userId }: ListLeaderboardInvites): Promise<OfferedBoard[]> {
    return this.reads.query<OfferedBoard>({ name: 'leaderboard-invites', text: LIST, params: [userId] });
  }
}
