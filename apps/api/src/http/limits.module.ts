import { Clock, Env } from '@app/core';
import { Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ThrottlerModule } from '@nestjs/throttler';
import { IngestDelay } from './ingest-delay.js';
import { type LimitCounters, MemoryCounters } from './limit-counters.js';
import { LimitGuard } from './limit.guard.js';
import { HOUR, Limits } from './limits.js';
import { PostgresCounters } from './postgres-counters.js';
import { RedisCounters } from './redis-counters.js';

/** Limits of requests: the throttler's guard with a budget for every kind of them, its counters where every process of the API finds them. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [Env, Clock, CommandBus],
      useFactory: (env: Env, clock: Clock, commands: CommandBus) => ({
        throttlers: [{ limit: env.RATE_LIMIT_PER_HOUR, ttl: HOUR }],
        storage: countersOf(env, clock, commands),
      }),
    }),
  ],
  providers: [Limits, IngestDelay, LimitGuard],
  exports: [LimitGuard],
})
export class LimitsModule {}

/** In Redis where there is one; else in the database for several processes, and in the process where it is the only one. */
function countersOf(env: Env, clock: Clock, commands: CommandBus): LimitCounters {
  if (env.REDIS_URL !== undefined) return new RedisCounters(env.REDIS_URL, clock);
  return env.API_PROCESSES > 1 ? new PostgresCounters(commands, clock) : new MemoryCounters(clock);
}
