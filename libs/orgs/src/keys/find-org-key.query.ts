import { type Actor, Clock } from '@app/core';
import { PriorityPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LRUCache } from 'lru-cache';
import { keyWorksSql } from './org-key-rows.js';
import { KEY_MAKERS } from './org-key-rules.js';

/**
 * Who asks by the first of these service keys that works; undefined if none does: unknown, revoked, expired, too old, of an organization that is deleted, made by
 * somebody who may not make keys any more. What it may
 * do is decided by `FindOrg`. Remembered for less than a second.
 */
export class FindOrgKey extends Query<Actor | undefined> {
  constructor(
    readonly actor: Actor,
    readonly hashes: readonly Buffer[],
  ) {
    super();
  }
}

const FIND = `
  SELECT k.id, k.org_id, extract(epoch FROM k.expires_at)::float8 * 1000 AS expires_at
    FROM org_keys k WHERE k.hash = $1 AND ${keyWorksSql('$2::timestamptz', '$3')}`;

const LOOK_UP_TTL_MS = 900;

@QueryHandler(FindOrgKey)
export class FindOrgKeyHandler implements IQueryHandler<FindOrgKey> {
  private readonly known = new LRUCache<string, { by: Actor | undefined }>({ max: 1_000, ttl: LOOK_UP_TTL_MS });

  constructor(
    private readonly priority: PriorityPool,
    private readonly clock: Clock,
  ) {}

  async execute({ hashes }: FindOrgKey): Promise<Actor | undefined> {
    for (const hash of hashes) {
      const id = hash.toString('latin1');
      const found = this.known.get(id) ?? { by: await this.lookUp(hash) };
      if (!this.known.has(id)) this.known.set(id, found);
      if (found.by) return found.by;
    }
    return undefined;
  }

  private async lookUp(hash: Buffer): Promise<Actor | undefined> {
    const [row] = await this.priority.query<{ id: number; org_id: number; expires_at: number | null }>('find-org-key', FIND, [
      hash,
      new Date(this.clock.now()),
      KEY_MAKERS,
    ]);
    return (
      row && {
        userId: null,
        by: { kind: 'org-key', id: row.id, orgId: row.org_id },
        permissions: new Set(['orgs:read']),
        expiresAt: row.expires_at,
      }
    );
  }
}
