import { Clock } from '@app/core';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { LRUCache } from 'lru-cache';

/** What a counter says after one more: how many there were in this window, and seconds until it ends (fractions included). */
export type Counted = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Where counters live. `bucket` keeps one kind from pushing out another. */
export interface LimitCounters extends ThrottlerStorage {
  /** Gives a whole budget back. */
  forget(key: string, bucket: string): Promise<void>;
  /** Takes back one request that was counted. */
  giveBack(key: string, windowMs: number, bucket: string): Promise<void>;
}

/** Of each bucket; the least recently used give way. Some 200 bytes each. */
const MOST_COUNTERS = 20_000;

/** In this process. */
export class MemoryCounters implements LimitCounters {
  private readonly buckets = new Map<string, LRUCache<string, { hits: number; until: number }>>();

  constructor(private readonly clock: Clock) {}

  increment(key: string, ttl: number, limit: number, _blockDuration: number, bucket: string): Promise<Counted> {
    const now = this.clock.now();
    const counters = this.countersOf(bucket);
    let counter = counters.get(key);
    // A clock that was set back must not leave anybody locked out for as long.
    if (!counter || counter.until <= now || counter.until > now + ttl) {
      counter = { hits: 0, until: now + ttl };
      counters.set(key, counter);
    }
    counter.hits++;
    return Promise.resolve(counted(counter.hits, limit, counter.until - now));
  }

  forget(key: string, bucket: string): Promise<void> {
    this.countersOf(bucket).delete(key);
    return Promise.resolve();
  }

  giveBack(key: string, _windowMs: number, bucket: string): Promise<void> {
    const counter = this.countersOf(bucket).get(key);
    if (counter) counter.hits--;
    return Promise.resolve();
  }

  private countersOf(bucket: string): LRUCache<string, { hits: number; until: number }> {
    const known = this.buckets.get(bucket) ?? new LRUCache({ max: MOST_COUNTERS });
    this.buckets.set(bucket, known);
    return known;
  }
}

/** An answer of a counter in the throttler's words. `msLeft`: until the window ends. */
export function counted(totalHits: number, limit: number, msLeft: number): Counted {
  const isBlocked = totalHits > limit;
  return { totalHits, timeToExpire: msLeft / 1_000, isBlocked, timeToBlockExpire: isBlocked ? msLeft / 1_000 : 0 };
}
