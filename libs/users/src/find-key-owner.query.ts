import { DatabaseWaiter, prepared } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LRUCache } from 'lru-cache';

/** Whose key it is. */
export interface KeyOwner {
  userId: number;
  keyId: number;
}

/**
 * The owner of the first of these key hashes that is valid; undefined if none is. Remembered for a second at most, so a revoked key dies
 * within one. While the database is away it waits: that is never "no such key".
 */
export class FindKeyOwner extends Query<KeyOwner | undefined> {
  constructor(
    readonly hashes: readonly Buffer[],
    /** What the request keeps in memory while it waits. */
    readonly bytes = 0,
  ) {
    super();
  }
}

@QueryHandler(FindKeyOwner)
export class FindKeyOwnerHandler implements IQueryHandler<FindKeyOwner> {
  private readonly known = new LRUCache<string, { owner: KeyOwner | undefined }>({ max: 10_000, ttl: 1_000 });

  constructor(
    private readonly em: EntityManager,
    private readonly waiter: DatabaseWaiter,
  ) {}

  async execute({ hashes, bytes }: FindKeyOwner): Promise<KeyOwner | undefined> {
    for (const hash of hashes) {
      const id = hash.toString('latin1');
      const found = this.known.get(id) ?? { owner: await this.waiter.whenBack(() => this.lookUp(hash), bytes) };
      if (!this.known.has(id)) this.known.set(id, found);
      if (found.owner) return found.owner;
    }
    return undefined;
  }

  private async lookUp(hash: Buffer): Promise<KeyOwner | undefined> {
    const [row] = await prepared<{ id: number; user_id: number }>(
      this.em,
      'find-key-owner',
      'SELECT id, user_id FROM api_keys WHERE hash = $1 AND revoked_at IS NULL',
      [hash],
    );
    return row && { userId: row.user_id, keyId: row.id };
  }
}
