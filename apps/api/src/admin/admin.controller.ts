import { pageOf } from '@app/compat';
import { Env, type UserActor } from '@app/core';
import { ChangeUser, ListUsers, SendPasswordReset } from '@app/users';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import { CurrentUser } from '../http/auth.js';
import type { MessageAnswer } from '../users/account.dto.js';
import {
  type AdminUserAnswer,
  type AdminUsersAnswer,
  ChangeUserBody,
  type InstanceSettingsAnswer,
  ListUsersParams,
  toAdminUser,
  toAdminUsers,
  toInstanceSettings,
  USUAL_PAGE,
} from './admin.dto.js';

const ApiUserId = (): MethodDecorator =>
  ApiParam({ name: 'id', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', description: 'A user’s id.' });

@ApiTags('Administration')
@ApiAuthorized('users:manage')
@Controller('api/v1/admin')
export class AdminController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly env: Env,
  ) {}

  /** List all accounts, oldest first. For the owner and administrators. */
  @Get('users')
  @ApiRefused(400)
  async listUsers(@CurrentUser() actor: UserActor, @Query() params: ListUsersParams): Promise<AdminUsersAnswer> {
    return toAdminUsers(await this.queries.execute(new ListUsers(actor, pageOf(params, USUAL_PAGE), params.search)), params);
  }

  /** Disable an account, give it a plan or make it an administrator. The owner can be neither disabled nor demoted. */
  @Patch('users/:id')
  @ApiUserId()
  @ApiRefused(400, 404)
  async changeUser(@CurrentUser() actor: UserActor, @Param('id') id: string, @Body() body: ChangeUserBody): Promise<AdminUserAnswer> {
    const change = { disabled: body.is_disabled, isAdmin: body.is_admin, plan: body.plan };
    return { data: toAdminUser(await this.commands.execute(new ChangeUser(actor, id, change))) };
  }

  /** Mail a user the link to set a new password. It is 409 where the account has no address. */
  @Post('users/:id/password-reset')
  @HttpCode(202)
  @ApiUserId()
  @ApiRefused(404, 409)
  async sendPasswordReset(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<MessageAnswer> {
    return this.commands
      .execute(new SendPasswordReset(actor, id))
      .then(() => ({ message: 'A mail with a link to set a new password is on its way. It works for an hour.' }));
  }

  /** Get how this instance is set up. It is changed by its environment only. */
  @Get('settings')
  @ApiAuthorized('instance:read')
  getSettings(): InstanceSettingsAnswer {
    return toInstanceSettings(this.env);
  }
}
