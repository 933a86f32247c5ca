import { type Actor, Clock } from '@app/core';
import { msSql, sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { credentialParams, OWN_SESSION } from './own-session.js';

/** Instants in ms since 1970. */
export interface ListedSession {
  id: string;
  /** The actor's own, by its cookie or by the key of the same sign-in. */
  current: boolean;
  userAgent: string;
  address: string;
  createdAt: number;
  /** To the hour. */
  lastSeenAt: number;
  expiresAt: number;
}

/** Where a user is signed in, last seen first; at most 500. */
export class ListSessions extends Query<ListedSession[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@QueryHandler(ListSessions)
export class ListSessionsHandler implements IQueryHandler<ListSessions> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ actor, userId }: ListSessions): Promise<ListedSession[]> {
    return sql<ListedSession>(
      this.em,
      `SELECT s.public_id AS id, coalesce(${OWN_SESSION}, false) AS current, s.user_agent AS "userAgent", s.address,
              ${msSql('s.created_at')} AS "createdAt",
              floor(extract(epoch FROM date_trunc('hour', s.last_seen_at, 'UTC')) * 1000)::float8 AS "lastSeenAt",
              ${msSql('s.expires_at')} AS "expiresAt"
         FROM sessions s WHERE s.user_id = $1 AND s.expires_at > $4 ORDER BY s.last_seen_at DESC, s.id DESC LIMIT 500`,
      [...credentialParams(userId, actor), new Date(this.clock.now())],
    );
  }
}
