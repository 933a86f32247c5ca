import { AnalyticsModule } from '@app/analytics';
import { CoreModule, type Env } from '@app/core';
import { DatabaseModule } from '@app/database';
import { HeartbeatsModule } from '@app/heartbeats';
import { QueueModule } from '@app/queue';
import { UsersModule } from '@app/users';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { AdminController } from './admin/admin.controller.js';
import { AnalyticsController } from './compat/analytics.controller.js';
import { ClientKeyController } from './compat/client-key.controller.js';
import { HeartbeatsController } from './compat/heartbeats.controller.js';
import { ProfileController } from './compat/profile.controller.js';
import { PublicDataController } from './compat/public-data.controller.js';
import { UsersController } from './compat/users.controller.js';
import { HealthController } from './health/health.controller.js';
import { ApiKeysController } from './users/api-keys.controller.js';
import { PhotoController } from './users/photo.controller.js';
import { RootController } from './http/root.controller.js';
import { ApiKeyStrategy, AuthenticationGuard, PermissionGuard, SessionStrategy } from './http/auth.js';
import { LimitGuard } from './http/limit.guard.js';
import { LimitsModule } from './http/limits.module.js';
import { AccountPagesController } from './users/account-pages.controller.js';
import { AccountController } from './users/account.controller.js';
import { SessionsController } from './users/sessions.controller.js';

/** The whole API: what the system does, and its doors. */
@Module({})
export class AppModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.forRoot(env),
        DatabaseModule.forRoot(env, { serves: true }),
        QueueModule.forRoot(env),
        CqrsModule.forRoot(),
        LimitsModule,
        UsersModule,
        HeartbeatsModule,
        AnalyticsModule,
      ],
      controllers: [
        HeartbeatsController,
        AnalyticsController,
        UsersController,
        ProfileController,
        PublicDataController,
        ApiKeysController,
        ClientKeyController,
        AccountController,
        AccountPagesController,
        SessionsController,
        AdminController,
        PhotoController,
        HealthController,
        RootController,
      ],
      providers: [
        ApiKeyStrategy,
        SessionStrategy,
        // In this order: who asks, how often, and whether they may.
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        { provide: APP_GUARD, useExisting: LimitGuard },
        { provide: APP_GUARD, useClass: PermissionGuard },
      ],
    };
  }
}
