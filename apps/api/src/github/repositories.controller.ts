import { pageOf } from '@app/compat';
import type { UserActor } from '@app/core';
import { LinkRepository, ListRepositories } from '@app/github';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused, ApiRefusedAs } from '../http/refusals.js';
import {
  LinkProjectBody,
  type RepositoriesAnswer,
  RepositoriesParams,
  type RepositoryAnswer,
  toRepositories,
  toRepository,
} from './repositories.dto.js';

/** A user's repositories at GitHub. */
@ApiTags('GitHub')
@Controller('api/v1/users/current/github/repositories')
export class RepositoriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * List your repositories at GitHub, by name. Those that are not there any more come last. A repository is linked to the project whose heartbeats tell its
   * address, else to the one with its name; `project` says which. At most 2,000 are read.
   */
  @Get()
  @ApiAuthorized('github:read')
  @ApiRefused(400)
  async listRepositories(@CurrentUser() actor: UserActor, @Query() params: RepositoriesParams): Promise<RepositoriesAnswer> {
    const filter = { isLinked: params.linked, q: params.q };
    return toRepositories(await this.queries.execute(new ListRepositories(actor, actor.userId, filter, pageOf(params))), params);
  }

  /**
   * Link a repository to a project, or to none. It stays so, whatever heartbeats tell. A project has one repository: another one that was linked to it is
   * not any more. Its commits are read at once.
   */
  @Put(':id/project')
  @ApiParam({ name: 'id', schema: { type: 'string', example: '3d19bdf5-7e2a-4c4b-9d3a-9a8b7f6e5d4c' } })
  @ApiAuthorized('github:manage')
  @ApiRefused(400)
  @ApiRefusedAs(404, 'You have no such repository, or no such project.', 'You have no such repository. Ask for your repositories.')
  async linkRepository(
    @CurrentUser() actor: UserActor,
    @Param('id') id: string,
    @Body() { project }: LinkProjectBody,
  ): Promise<RepositoryAnswer> {
    return toRepository(await this.commands.execute(new LinkRepository(actor, actor.userId, id, project)));
  }
}
