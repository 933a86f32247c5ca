import { ListNames, ListUserAgents } from '@app/analytics';
import { type MachineNames, pageOf, PageParams, toMachineNames, toUserAgents, type UserAgents } from '@app/compat';
import type { UserActor } from '@app/core';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';

/** What a user's heartbeats came from. */
@ApiTags('Lists')
@ApiRefused(400)
@Controller(MOUNTS)
export class ListsController {
  constructor(private readonly queries: QueryBus) {}

  /** List the machines that your heartbeats came from, the one seen last first. */
  @Get('users/current/machine_names')
  @ApiAuthorized('time:read')
  async listMachineNames(@CurrentUser() actor: UserActor, @Query() params: PageParams): Promise<MachineNames> {
    const page = pageOf(params);
    return toMachineNames(await this.queries.execute(new ListNames(actor, actor.userId, 'machine', page)), page);
  }

  /** List the programs that sent your heartbeats, the one seen last first. */
  @Get('users/current/user_agents')
  @ApiAuthorized('heartbeats:read')
  async listUserAgents(@CurrentUser() actor: UserActor, @Query() params: PageParams): Promise<UserAgents> {
    const page = pageOf(params);
    return toUserAgents(await this.queries.execute(new ListUserAgents(actor, actor.userId, page)), page);
  }
}
