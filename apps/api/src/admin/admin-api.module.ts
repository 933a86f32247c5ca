import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { OrgsModule } from '@app/orgs';
import { AuditLogAdminController } from './audit-log.controller.js';
import { AdminController } from './admin.controller.js';
import { PluginErrorsAdminController } from './plugin-errors.controller.js';

/** The routes for the owner and administrators of the instance. */
@Module({ imports: [UsersModule, OrgsModule], controllers: [AdminController, AuditLogAdminController, PluginErrorsAdminController] })
export class AdminApiModule {}
