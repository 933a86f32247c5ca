import { AnalyticsModule } from '@app/analytics';
import { CoreModule, type Env } from '@app/core';
import { DatabaseModule } from '@app/database';
import { HeartbeatsModule } from '@app/heartbeats';
import { QueueModule } from '@app/queue';
import { UsersModule } from '@app/users';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { AnalyticsController } from './compat/analytics.controller.js';
import { ClientKeyController } from './compat/client-key.controller.js';
import { HeartbeatsController } from './compat/heartbeats.controller.js';
import { UsersController } from './compat/users.controller.js';
import { HealthController } from './health/health.controller.js';
import { AccountPagesController } from './users/account-pages.controller.js';
import { AccountController } from './users/account.controller.js';
import { PhotoController } from './users/photo.controller.js';
import { SessionsController } from './users/sessions.controller.js';
import { ApiKeyStrategy, AuthenticationGuard, SessionStrategy } from './http/auth.js';

/** The whole API: what the system does, and its doors. */
@Module({})
export class AppModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.forRoot(env),
        DatabaseModule.forRoot(env),
        QueueModule.forRoot(env),
        CqrsModule.forRoot(),
        UsersModule,
        HeartbeatsModule,
        AnalyticsModule,
      ],
      controllers: [
        HeartbeatsController,
        AnalyticsController,
        UsersController,
        ClientKeyController,
        AccountController,
        AccountPagesController,
        SessionsController,
        PhotoController,
        HealthController,
      ],
      providers: [ApiKeyStrategy, SessionStrategy, { provide: APP_GUARD, useClass: AuthenticationGuard }],
    };
  }
}
