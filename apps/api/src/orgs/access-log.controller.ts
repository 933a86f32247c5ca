import { pageOf, PageParams } from '@app/compat';
import type { UserActor } from '@app/core';
import { ListViews } from '@app/orgs';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import { type AccessLogAnswer, toAccessLog } from './access-log.dto.js';
import { ApiOwnOrg } from './own-org.js';

/** Who looked at one's time. */
@ApiTags('Organizations')
@Controller('api/v1/users/current/orgs')
export class AccessLogController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * List who looked at your time in an organization by name. A line is a person (or a service key), a day and a report, newest first. It is written before
   * the report is answered, and kept for 400 days. Your own looks are not in it. You can ask after you left, too.
   */
  @Get(':org/access-log')
  @ApiAuthorized('memberships:read')
  @ApiOwnOrg()
  @ApiRefused(400)
  async listAccess(@CurrentUser() actor: UserActor, @Param('org') org: string, @Query() params: PageParams): Promise<AccessLogAnswer> {
    return toAccessLog(await this.queries.execute(new ListViews(actor, actor.userId, org, pageOf(params))), params);
  }
}
