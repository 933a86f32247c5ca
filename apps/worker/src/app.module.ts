import { AnalyticsModule } from '@app/analytics';
import { BusModule, CoreModule, type Env } from '@app/core';
import { DatabaseModule } from '@app/database';
import { GithubModule } from '@app/github';
import { GoalsModule } from '@app/goals';
import { HeartbeatsModule } from '@app/heartbeats';
import { OrgsModule } from '@app/orgs';
import { QueueModule } from '@app/queue';
import { UsersModule } from '@app/users';
import { type DynamicModule, Module } from '@nestjs/common';
import { BoardsProcessor } from './boards.processor.js';
import { GithubProcessor } from './github.processor.js';
import { OrgsProcessor } from './orgs.processor.js';
import { RebuildsProcessor } from './rebuilds.processor.js';
import { ReportsProcessor } from './reports.processor.js';
import { RollupsProcessor } from './rollups.processor.js';
import { RulesProcessor } from './rules.processor.js';
import { Schedules } from './schedules.js';

/** The whole worker: what the system does, and what makes it do so. */
@Module({})
export class WorkerModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        CoreModule.forRoot(env),
        DatabaseModule.forRoot(env, { serves: true }),
        QueueModule.forRoot(env),
        BusModule.forRoot(),
        AnalyticsModule,
        GithubModule,
        GoalsModule,
        HeartbeatsModule,
        OrgsModule,
        UsersModule,
      ],
      providers: [
        BoardsProcessor,
        GithubProcessor,
        OrgsProcessor,
        RebuildsProcessor,
        ReportsProcessor,
        RollupsProcessor,
        RulesProcessor,
        Schedules,
      ],
    };
  }
}
