import type { Clock } from '@app/core';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Redis, type Result } from 'ioredis';
import { CountersAway } from './counters-away.js';
import { type Counted, counted, type LimitCounters } from './limit-counters.js';

const INCREMENT = `
  local hits = redis.call('INCRBY', KEYS[1], ARGV[2])
  local left = redis.call('PTTL', KEYS[1])
  if left < 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
    left = tonumber(ARGV[1])
  end
  return {hits, left}`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countMore(key: string, ttl: number, more: number): Result<[hits: number, msLeft: number], Context>;
  }
}

const KEY_PREFIX = 'chronova:limit:';
/** A Redis on the same network answers within one; beyond this a request is better served uncounted. */
const PATIENCE_MS = 200;

/** In Redis, for every process that shares it. While it is away, see `CountersAway`. */
export class RedisCounters implements LimitCounters, OnApplicationShutdown {
  private readonly away: CountersAway;
  private readonly redis: Redis;

  constructor(url: string, clock: Clock) {
    this.away = new CountersAway('Redis', clock);
    this.redis = new Redis(url, {
      keyPrefix: KEY_PREFIX,
      connectionName: 'chronova-limits',
      commandTimeout: PATIENCE_MS,
      connectTimeout: 5_000,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
    });
    // Without a listener its complaint would end the process.
    this.redis.on('error', (error) => this.away.warn(error));
    this.redis.defineCommand('countMore', { numberOfKeys: 1, lua: INCREMENT });
  }

  async increment(key: string, ttl: number, limit: number, _blockDuration: number, bucket: string): Promise<Counted> {
    const answer = await this.away.ask<[number, number] | undefined>(() => this.redis.countMore(key, ttl, 1), undefined);
    return answer ? counted(answer[0], limit, answer[1]) : this.away.increment(key, ttl, limit, bucket);
  }

  async forget(key: string, bucket: string): Promise<void> {
    await this.away.forget(key, bucket);
    await this.away.ask(() => this.redis.del(key), 0);
  }

  async giveBack(key: string, windowMs: number, bucket: string): Promise<void> {
    await this.away.giveBack(key, windowMs, bucket);
    await this.away.ask<unknown>(() => this.redis.countMore(key, windowMs, -1), undefined);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
