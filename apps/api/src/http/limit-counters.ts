import { Clock } from '@app/core';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { Redis, type Result } from 'ioredis';
import { LRUCache } from 'lru-cache';

/** What a counter says after one more: how many there were in this window, and seconds until it ends (fractions included). */
export type Counted = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** Where counters live. `bucket` keeps one kind from pushing out another. */
export interface LimitCounters extends ThrottlerStorage {
  /** Gives a whole budget back. */
  forget(key: string, bucket: string): Promise<void>;
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

  private countersOf(bucket: string): LRUCache<string, { hits: number; until: number }> {
    const known = this.buckets.get(bucket) ?? new LRUCache({ max: MOST_COUNTERS });
    this.buckets.set(bucket, known);
    return known;
  }
}

const INCREMENT = `
  local hits = redis.call('INCR', KEYS[1])
  local left = redis.call('PTTL', KEYS[1])
  if left < 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
    left = tonumber(ARGV[1])
  end
  return {hits, left}`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countOne(key: string, ttl: number): Result<[hits: number, msLeft: number], Context>;
  }
}

const KEY_PREFIX = 'chronova:limit:';
/** A Redis on the same network answers within one; beyond this a request is better served uncounted. */
const PATIENCE_MS = 200;
/** So long nobody asks a Redis that did not answer, so that a frozen one does not slow down every request. */
const PAUSE_MS = 1_000;
const WARNING_MS = 60_000;

/** In Redis, for every process that shares it. While it is away every request passes: limits are worth less than answers. */
export class RedisCounters implements LimitCounters, OnApplicationShutdown {
  private readonly log = new Logger(RedisCounters.name);
  private readonly redis: Redis;
  private awayUntil = 0;
  private nextWarning = 0;

  constructor(url: string) {
    this.redis = new Redis(url, {
      keyPrefix: KEY_PREFIX,
      commandTimeout: PATIENCE_MS,
      connectTimeout: 5_000,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
    });
    // Without a listener its complaint would end the process.
    this.redis.on('error', (error) => this.warn(error));
    this.redis.defineCommand('countOne', { numberOfKeys: 1, lua: INCREMENT });
  }

  async increment(key: string, ttl: number, limit: number): Promise<Counted> {
    const [hits, msLeft] = await this.ask(() => this.redis.countOne(key, ttl), [0, ttl]);
    return counted(hits, limit, msLeft);
  }

  async forget(key: string): Promise<void> {
    await this.ask(() => this.redis.del(key), 0);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  private async ask<T>(question: () => Promise<T>, unknown: T): Promise<T> {
    if (performance.now() < this.awayUntil) return unknown;
    try {
      return await question();
    } catch (error) {
      this.awayUntil = performance.now() + PAUSE_MS;
      this.warn(error);
      return unknown;
    }
  }

  private warn(error: unknown): void {
    if (performance.now() < this.nextWarning) return;
    this.nextWarning = performance.now() + WARNING_MS;
    this.log.warn(`Redis is away, so requests pass without being counted: ${String(error)}`);
  }
}

function counted(totalHits: number, limit: number, msLeft: number): Counted {
  const isBlocked = totalHits > limit;
  return { totalHits, timeToExpire: msLeft / 1_000, isBlocked, timeToBlockExpire: isBlocked ? msLeft / 1_000 : 0 };
}
