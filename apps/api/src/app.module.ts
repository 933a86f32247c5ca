import { BusModule, CoreModule, type Env } from '@app/core';
import { DatabaseModule } from '@app/database';
import { QueueModule } from '@app/queue';
import { type DynamicModule, Module } from '@nestjs/common';
import { AccountPagesApiModule } from './account-pages/account-pages-api.module.js';
import { AdminApiModule } from './admin/admin-api.module.js';
import { AnalyticsApiModule } from './analytics/analytics-api.module.js';
import { CompatApiModule } from './compat/compat-api.module.js';
import { GithubApiModule } from './github/github-api.module.js';
import { HealthApiModule } from './health/health-api.module.js';
import { HttpModule } from './http/http.module.js';
import { OrgsApiModule } from './orgs/orgs-api.module.js';
import { PicturesApiModule } from './pictures/pictures-api.module.js';
import { ReportsApiModule } from './reports/reports-api.module.js';
import { RulesApiModule } from './rules/rules-api.module.js';
import { UsersApiModule } from './users/users-api.module.js';

/** The whole API on one screen: what every route needs, and one feature module a folder. */
@Module({})
export class AppModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.forRoot(env),
        DatabaseModule.forRoot(env, { serves: true }),
        QueueModule.forRoot(env),
        BusModule.forRoot(),
        HttpModule,
        CompatApiModule,
        AnalyticsApiModule,
        PicturesApiModule,
        UsersApiModule,
        OrgsApiModule,
        GithubApiModule,
        RulesApiModule,
        ReportsApiModule,
        AccountPagesApiModule,
        AdminApiModule,
        HealthApiModule,
      ],
    };
  }
}
