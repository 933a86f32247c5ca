import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeyStrategy, AuthenticationGuard, PermissionGuard, SessionStrategy } from './auth.js';
import { LimitGuard } from './limit.guard.js';
import { LimitsModule } from './limits.module.js';
import { RootController } from './root.controller.js';

/** What every route shares: the three guards, and the root. */
@Module({
  imports: [LimitsModule, UsersModule],
  controllers: [RootController],
  providers: [
    ApiKeyStrategy,
    SessionStrategy,
    // In this order: who asks, how often, and whether they may.
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    { provide: APP_GUARD, useExisting: LimitGuard },
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
})
export class HttpModule {}
