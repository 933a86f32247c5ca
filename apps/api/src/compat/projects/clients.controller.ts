import {
  ChangeClientBody,
  type GroupDeleted,
  type ClientAnswer,
  type ClientsAnswer,
  NewClientBody,
  toClient,
  toClients,
} from '@app/compat';
import type { UserActor } from '@app/core';
import { AddProjectGroup, ChangeProjectGroup, DeleteProjectGroup, ListProjectGroups } from '@app/heartbeats';
import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../../http/authorize.js';
import { CurrentUser } from '../../http/auth.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';

const ApiClient = (): MethodDecorator =>
  ApiParam({ name: 'client', example: 'Analytical Engines Ltd', description: "The client's name or id." });

@ApiTags('Projects')
@Controller(MOUNTS)
export class ClientsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List your clients, by name, with their projects. There are at most 100. A project has one at most. */
  @Get('users/current/clients')
  @ApiAuthorized('time:read')
  async listClients(@CurrentUser() actor: UserActor): Promise<ClientsAnswer> {
    return toClients(await this.queries.execute(new ListProjectGroups(actor, actor.userId, 'client')));
  }

  /** Make a client for some of your projects. It stays with them when they are renamed; a project that others are merged into keeps its own. */
  @Post('users/current/clients')
  @ApiAuthorized('account:change')
  @ApiRefused(400, 409)
  async addClient(@CurrentUser() actor: UserActor, @Body() body: NewClientBody): Promise<ClientAnswer> {
    return toClient(await this.commands.execute(new AddProjectGroup(actor, actor.userId, 'client', body)));
  }

  /** Change a client. `projects` are all that it has then: they leave the clients that they had. */
  @Patch('users/current/clients/:client')
  @ApiClient()
  @ApiAuthorized('account:change')
  @ApiRefused(400, 404, 409)
  async changeClient(
    @CurrentUser() actor: UserActor,
    @Param('client') client: string,
    @Body() body: ChangeClientBody,
  ): Promise<ClientAnswer> {
    return toClient(await this.commands.execute(new ChangeProjectGroup(actor, actor.userId, 'client', client, body)));
  }

  /** Delete a client. Its projects stay. */
  @Delete('users/current/clients/:client')
  @ApiClient()
  @ApiAuthorized('account:change')
  @ApiRefused(400, 404)
  async deleteClient(@CurrentUser() actor: UserActor, @Param('client') client: string): Promise<GroupDeleted> {
    return this.commands
      .execute(new DeleteProjectGroup(actor, actor.userId, 'client', client))
      .then(() => ({ message: 'Deleted. Its projects stay.' }));
  }
}
