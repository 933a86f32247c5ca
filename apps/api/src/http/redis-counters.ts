import type { OnApplicationShutdown } from '@nestjs/common';
import { Redis, type Result } from 'ioredis';
import { CountersAway } from './counters-away.js';
import { type Counted, counted, type LimitCounters } from './limit-counters.js';

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

/** In Redis, for every process that shares it. While it is away every request passes: limits are worth less than answers. */
export class RedisCounters implements LimitCounters, OnApplicationShutdown {
  private readonly away = new CountersAway('Redis');
  private readonly redis: Redis;

  constructor(url: string) {
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
    this.redis.defineCommand('countOne', { numberOfKeys: 1, lua: INCREMENT });
  }

  async increment(key: string, ttl: number, limit: number): Promise<Counted> {
    const [hits, msLeft] = await this.away.ask(() => this.redis.countOne(key, ttl), [0, ttl]);
    return counted(hits, limit, msLeft);
  }

  async forget(key: string): Promise<void> {
    await this.away.ask(() => this.redis.del(key), 0);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
