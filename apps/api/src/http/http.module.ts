import { OrgsModule } from '@app/orgs';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeyStrategy, AuthenticationGuard, OrgKeyStrategy, PermissionGuard, SessionStrategy } from './auth.js';
import { LimitGuard } from './limit.guard.js';
import { LimitsModule } from './limits.module.js';
import { OrgGuard } from './org.js';
import { RootController } from './root.controller.js';

/** What every route shares: the four guards, and the root. */
@Module({
  imports: [LimitsModule, OrgsModule, UsersModule],
  controllers: [RootController],
  providers: [
    ApiKeyStrategy,
    SessionStrategy,
    OrgKeyStrategy,
    // In this order: who asks, how often, whether they may, and, of an organization, whether they are a member who may.
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    { provide: APP_GUARD, useExisting: LimitGuard },
    { provide: APP_GUARD, useClass: PermissionGuard },
    { provide: APP_GUARD, useClass: OrgGuard },
  ],
})
export class HttpModule {}
