import { pageOf, PageParams } from '@app/compat';
import type { UserActor } from '@app/core';
import { ListOrganizations } from '@app/orgs';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';
import { type OrgsAnswer, toOrgs } from './orgs.dto.js';

/** Organizations, as WakaTime's clients ask for them. */
@ApiTags('Organizations')
@Controller(MOUNTS)
export class OwnOrgsController {
  constructor(private readonly queries: QueryBus) {}

  /** List the organizations that you are a member of. By name; you are a member of 50 at most. */
  @Get('users/current/orgs')
  @ApiAuthorized('memberships:read')
  @ApiRefused(400)
  async listOrgs(@CurrentUser() actor: UserActor, @Query() params: PageParams): Promise<OrgsAnswer> {
    return toOrgs(await this.queries.execute(new ListOrganizations(actor, actor.userId, pageOf(params))), params);
  }
}
