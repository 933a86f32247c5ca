import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { AdminController } from './admin.controller.js';
import { PluginErrorsAdminController } from './plugin-errors.controller.js';

/** The routes for the owner and administrators of the instance. */
@Module({ imports: [UsersModule], controllers: [AdminController, PluginErrorsAdminController] })
export class AdminApiModule {}
