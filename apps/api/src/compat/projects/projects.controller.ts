import { GetProject, ListProjects } from '@app/analytics';
import {
  ChangeProjectBody,
  MergeProjectBody,
  type ProjectNamesUndone,
  projectChange,
  toNamesUndone,
  type ProjectAnswer,
  type ProjectsAnswer,
  pageOf,
  projectsSearch,
  ProjectsParams,
  toProject,
  toProjects,
} from '@app/compat';
import { Clock, type UserActor } from '@app/core';
import { oneself } from '@app/users';
import { ChangeProject, MergeProjects, UndoProjectNames } from '@app/heartbeats';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../../http/authorize.js';
import { CurrentUser } from '../../http/auth.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';
import { ApiProject } from './project-param.js';

@ApiTags('Projects')
@ApiRefused(400)
@Controller(MOUNTS)
export class ProjectsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /**
   * List your projects. All with heartbeats, that of the newest one first, by the names that are shown; time without a project is none. The list
   * is right the moment a heartbeat is answered. Archived projects are left out, unless you ask for them with `archived=true`.
   */
  @Get('users/current/projects')
  @ApiAuthorized('time:read')
  async listProjects(@CurrentUser() actor: UserActor, @Query() params: ProjectsParams): Promise<ProjectsAnswer> {
    const page = pageOf(params);
    return toProjects(
      await this.queries.execute(new ListProjects(actor, oneself(actor), projectsSearch(params), page)),
      page,
      this.clock.now(),
    );
  }

  /**
   * Get a project. It has all branches and languages, most time first, the first and the last heartbeat, and totals of all time. Call it by its
   * name, url-encoded, or by its id: a name such as `..` has no other address.
   */
  @Get('users/current/projects/:project')
  @ApiAuthorized('time:read')
  @ApiProject()
  @ApiRefused(404)
  async getProject(@CurrentUser() actor: UserActor, @Param('project') project: string): Promise<ProjectAnswer> {
    return this.answer(actor, project);
  }

  /**
   * Change a project. Another `name` is shown at once in all of history and in what comes; a name that there is makes one project of both. What
   * was sent stays: undo it with `DELETE …/name`. All is changed, or nothing.
   */
  @Patch('users/current/projects/:project')
  @ApiAuthorized('account:change')
  @ApiProject()
  @ApiRefused(404, 409)
  @ApiBody({
    type: ChangeProjectBody,
    // The first is what is sent from Swagger as it stands: it must change nothing.
    examples: {
      nothing: { summary: 'Nothing: it stays as it is', value: {} },
      some: { summary: 'Some of the fields', value: { color: '#3572a5', archived: false } },
    },
  })
  async changeProject(
    @CurrentUser() actor: UserActor,
    @Param('project') project: string,
    @Body() body: ChangeProjectBody,
  ): Promise<ProjectAnswer> {
    await this.answer(actor, project);
    const name = await this.commands.execute(new ChangeProject(actor, actor.userId, project, projectChange(body)));
    return this.answer(actor, name);
  }

  /** Merge a project into another one. All of it is shown as the other from now on, in history too. Undo it with `DELETE …/name` of the other. */
  @Post('users/current/projects/:project/merge')
  @HttpCode(200)
  @ApiAuthorized('account:change')
  @ApiProject()
  @ApiRefused(404, 409)
  async mergeProject(
    @CurrentUser() actor: UserActor,
    @Param('project') project: string,
    @Body() { into }: MergeProjectBody,
  ): Promise<ProjectAnswer> {
    await this.answer(actor, project);
    const name = await this.commands.execute(new MergeProjects(actor, actor.userId, project, into));
    return this.answer(actor, name);
  }

  /** Undo the renames and merges of a project. Each project in it is shown by its own name again, with what you had said of it. */
  @Delete('users/current/projects/:project/name')
  @ApiAuthorized('account:change')
  @ApiProject()
  @ApiRefused(404)
  async undoProjectNames(@CurrentUser() actor: UserActor, @Param('project') project: string): Promise<ProjectNamesUndone> {
    return toNamesUndone(await this.commands.execute(new UndoProjectNames(actor, actor.userId, project)));
  }

  /** Not found: no heartbeat that counts has the project. Asked before a change too, so that nothing is changed that cannot be answered. */
  private async answer(actor: UserActor, project: string): Promise<ProjectAnswer> {
    return toProject(await this.queries.execute(new GetProject(actor, oneself(actor), project)), this.clock.now());
  }
}
