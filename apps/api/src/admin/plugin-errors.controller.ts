import { pageOf, PageParams } from '@app/compat';
import type { UserActor } from '@app/core';
import { ListPluginErrors } from '@app/users';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import { type AdminPluginErrorsAnswer, toAdminPluginErrors, USUAL_ERRORS } from './plugin-errors.dto.js';

@ApiTags('Administration')
@ApiAuthorized('instance:read')
@Controller('api/v1/admin')
export class PluginErrorsAdminController {
  constructor(private readonly queries: QueryBus) {}

  /** List the errors that plugins reported, newest first. Each is kept for 30 days, and at most 2,000 of them. */
  @Get('plugin-errors')
  @ApiRefused(400)
  async listPluginErrors(@CurrentUser() actor: UserActor, @Query() params: PageParams): Promise<AdminPluginErrorsAnswer> {
    return toAdminPluginErrors(await this.queries.execute(new ListPluginErrors(actor, pageOf(params, USUAL_ERRORS))), params);
  }
}
