import { Clock, Env } from '@app/core';
import { Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { IngestDelay } from './ingest-delay.js';
import { MemoryCounters, RedisCounters } from './limit-counters.js';
import { LimitGuard } from './limit.guard.js';
import { HOUR, Limits } from './limits.js';

/** Limits of requests: the throttler's guard with a budget for every kind of them, its counters in Redis where there is one, else in this process. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [Env, Clock],
      useFactory: (env: Env, clock: Clock) => ({
        throttlers: [{ limit: env.RATE_LIMIT_PER_HOUR, ttl: HOUR }],
        storage: env.REDIS_URL === undefined ? new MemoryCounters(clock) : new RedisCounters(env.REDIS_URL),
      }),
    }),
  ],
  providers: [Limits, IngestDelay, LimitGuard],
  exports: [LimitGuard],
})
export class LimitsModule {}
