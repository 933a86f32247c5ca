import { ListProjects } from '@app/analytics';
import { pageOf, type ProjectsAnswer, projectsSearch, ProjectsParams, toProjects } from '@app/compat';
import { type Actor, Clock } from '@app/core';
import type { Subject } from '@app/users';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../http/auth.js';
import { ApiPublic } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { SubjectUser } from '../../http/subject.js';
import { MOUNTS } from '../mount.js';
import { ApiUser, STRANGER } from '../public.js';

/** Anybody's projects, as far as they are public. */
@ApiTags('Public')
@ApiRefused(400, 404)
@Controller(MOUNTS)
export class PublicProjectsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /**
   * List somebody's projects. None where projects are not public; without times and counts where the amount of time is not. Archived ones,
   * labels and clients are for their owner alone.
   */
  @Get('users/:user/projects')
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  async listPublicProjects(
    @CurrentActor() actor: Actor,
    @SubjectUser('time:read') subject: Subject,
    @Query() params: ProjectsParams,
  ): Promise<ProjectsAnswer> {
    const page = pageOf(params);
    return toProjects(await this.queries.execute(new ListProjects(actor, subject, projectsSearch(params), page)), page, this.clock.now());
  }
}
