import { type Actor, Clock, type UserActor } from '@app/core';
import { DatabaseWaiter, msSql, PriorityPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LRUCache } from 'lru-cache';
import { permissionsOf, SCOPES } from '../keys/scopes.js';
import { LONGEST_SESSION_DAYS, LOOK_UP_TTL_MS } from '../lifetimes.js';

/** The owner of a session by the hash of its cookie; undefined if it is over or its account is disabled. Remembered and waiting as `FindKeyOwner`. */
export class FindSession extends Query<UserActor | undefined> {
  constructor(
    readonly actor: Actor,
    readonly hash: Buffer,
    /** What the request keeps in memory while it waits. */
    readonly bytes = 0,
  ) {
    super();
  }
}

const FIND = `
  SELECT s.id, s.user_id, u.username, u.public_id, u.is_owner OR u.is_admin AS is_admin, ${msSql('s.created_at')} AS since
    FROM sessions s JOIN users u ON u.id = s.user_id
   WHERE s.hash = $1 AND s.expires_at > $2 AND s.created_at > $2::timestamptz - interval '${LONGEST_SESSION_DAYS} days' AND u.disabled_at IS NULL`;

interface Row {
  id: number;
  user_id: number;
  username: string;
  public_id: string;
  is_admin: boolean;
  since: number;
}

@QueryHandler(FindSession)
export class FindSessionHandler implements IQueryHandler<FindSession> {
  private readonly known = new LRUCache<string, { owner: UserActor | undefined }>({ max: 10_000, ttl: LOOK_UP_TTL_MS });

  constructor(
    private readonly priority: PriorityPool,
    private readonly waiter: DatabaseWaiter,
    private readonly clock: Clock,
  ) {}

  async execute({ hash, bytes }: FindSession): Promise<UserActor | undefined> {
    const id = hash.toString('latin1');
    const found = this.known.get(id) ?? { owner: await this.waiter.whenBack(() => this.lookUp(hash), bytes) };
    if (!this.known.has(id)) this.known.set(id, found);
    return found.owner;
  }

  private async lookUp(hash: Buffer): Promise<UserActor | undefined> {
    const [row] = await this.priority.query<Row>('find-session', FIND, [hash, new Date(this.clock.now())]);
    return (
      row && {
        userId: row.user_id,
        username: row.username,
        publicId: row.public_id,
        by: { kind: 'session', id: row.id, since: row.since },
        // It stands for the person, so it may do everything.
        permissions: permissionsOf(SCOPES, row.is_admin),
        expiresAt: null,
      }
    );
  }
}
