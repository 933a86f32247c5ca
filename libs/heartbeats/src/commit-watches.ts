import { PriorityPool, WATCH_COMMITS } from '@app/database';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Heartbeat } from './heartbeat.js';

/** Users of whom it is remembered that their commits are looked at. */
const REMEMBERED = 100_000;

/** Has the commits of users looked at whose heartbeats name any. Written once a user; most heartbeats cost nothing. */
@Injectable()
export class CommitWatches {
  private readonly known = new LRUCache<number, true>({ max: REMEMBERED });

  constructor(private readonly priority: PriorityPool) {}

  /** Before the heartbeats are stored: once they are, somebody looks. */
  async begin(userId: number, heartbeats: readonly Heartbeat[]): Promise<void> {
    if (this.known.has(userId) || heartbeats.every(({ commitHash }) => commitHash === '')) return;
    await this.priority.query('watch-commits', WATCH_COMMITS, [userId]);
    this.known.set(userId, true);
  }
}
