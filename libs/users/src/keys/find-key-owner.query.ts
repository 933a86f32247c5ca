import { type Actor, Clock, type UserActor } from '@app/core';
import { DatabaseWaiter, msSql, PriorityPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LRUCache } from 'lru-cache';
import { LOOK_UP_TTL_MS } from '../lifetimes.js';
import { worksSql } from './key-room.js';
import { knownScopes, permissionsOf } from './scopes.js';

/**
 * The owner of the first of these key hashes that is valid, as who asks by it; undefined if none is: unknown, revoked, expired, or of a disabled account.
 * Remembered for a second at most, so a revoked key dies within one. While the database is away it waits: that is never "no such key".
 */
export class FindKeyOwner extends Query<UserActor | undefined> {
  constructor(
    readonly actor: Actor,
    readonly hashes: readonly Buffer[],
    /** What the request keeps in memory while it waits. */
    readonly bytes = 0,
  ) {
    super();
  }
}

const FIND = `
  SELECT k.id, k.user_id, u.username, u.public_id, k.scopes, u.is_owner OR u.is_admin AS is_admin, extract(epoch FROM k.expires_at)::float8 * 1000 AS expires_at,
         ${msSql('k.created_at')} AS since
    FROM api_keys k JOIN users u ON u.id = k.user_id
   WHERE k.hash = $1 AND u.disabled_at IS NULL AND ${worksSql('$2')}`;

@QueryHandler(FindKeyOwner)
export class FindKeyOwnerHandler implements IQueryHandler<FindKeyOwner> {
  private readonly known = new LRUCache<string, { owner: UserActor | undefined }>({ max: 10_000, ttl: LOOK_UP_TTL_MS });

  constructor(
    private readonly priority: PriorityPool,
    private readonly waiter: DatabaseWaiter,
    private readonly clock: Clock,
  ) {}

  async execute({ hashes, bytes }: FindKeyOwner): Promise<UserActor | undefined> {
    for (const hash of hashes) {
      const id = hash.toString('latin1');
      const found = this.known.get(id) ?? { owner: await this.waiter.whenBack(() => this.lookUp(hash), bytes) };
      if (!this.known.has(id)) this.known.set(id, found);
      if (found.owner) return found.owner;
    }
    return undefined;
  }

  private async lookUp(hash: Buffer): Promise<UserActor | undefined> {
    const [row] = await this.priority.query<{
      id: number;
      user_id: number;
      username: string;
      public_id: string;
      scopes: string[];
      is_admin: boolean;
      expires_at: number | null;
      since: number;
    }>('find-key-owner', FIND, [hash, new Date(this.clock.now())]);
    return (
      row && {
        userId: row.user_id,
        username: row.username,
        publicId: row.public_id,
        by: { kind: 'key', id: row.id, since: row.since },
        permissions: permissionsOf(knownScopes(row.scopes), row.is_admin),
        expiresAt: row.expires_at,
      }
    );
  }
}
