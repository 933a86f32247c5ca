import { Env } from '@app/core';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DatabaseWaiter } from './database-waiter.js';
import { DumpDatabaseHandler } from './dump-database.command.js';
import { CounterConnection } from './limit-counters/counter-connection.js';
import { PriorityPool } from './priority-pool.js';
import { ReadPool } from './read-pool.js';
import { PingDatabaseHandler } from './ping-database.query.js';
import { PruneAuditLogHandler } from './prune-audit-log.command.js';
import { CountRequestsHandler } from './limit-counters/count-requests.command.js';
import { ForgetRequestsHandler } from './limit-counters/forget-requests.command.js';
import { SweepLimitCountersHandler } from './limit-counters/sweep-limit-counters.command.js';
import { InstanceLock } from './instance-lock.js';
import { RestoreDatabaseHandler } from './restore-database.command.js';
import { ormConfig } from './mikro-orm.config.js';

/** PostgreSQL for every feature. The EntityManager itself is exported globally by MikroORM. */
@Global()
@Module({})
export class DatabaseModule {
  /** `serves`: an api or worker, which a restore must not meet; not a command. */
  static forRoot(env: Env, { serves = false } = {}): DynamicModule {
    const orm = MikroOrmModule.forRoot({
      ...ormConfig(env.DATABASE_URL),
      // Nothing keeps entities from one statement to the next, so a request needs no entity manager of its own.
      registerRequestContext: false,
    });
    return {
      module: DatabaseModule,
      imports: [orm],
      providers: [
        DatabaseWaiter,
        CountRequestsHandler,
        ForgetRequestsHandler,
        SweepLimitCountersHandler,
        DumpDatabaseHandler,
        PriorityPool,
        ReadPool,
        CounterConnection,
        PingDatabaseHandler,
        PruneAuditLogHandler,
        RestoreDatabaseHandler,
        ...(serves ? [InstanceLock] : []),
      ],
      exports: [DatabaseWaiter, PriorityPool, ReadPool],
    };
  }
}
