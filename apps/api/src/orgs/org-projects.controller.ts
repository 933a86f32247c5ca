import type { DoneAnswer } from '@app/compat';
import type { Actor } from '@app/core';
import { AddOrgProject, DeleteOrgProject, ListOrgProjects, type OrgAccess, PreviewOrgProject } from '@app/orgs';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../http/auth.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import {
  type OrgProjectAnswer,
  OrgProjectBody,
  type OrgProjectsAnswer,
  type PatternPreviewAnswer,
  toOrgProject,
  toOrgProjects,
  toPatternPreview,
} from './org-projects.dto.js';

/** Which projects of its members are an organization's. */
@ApiTags('Organizations')
@Controller('api/v1/organizations')
export class OrgProjectsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * List the patterns of an organization's projects. At most 200. Where there is none, time of all projects counts in totals and sums; where there is one,
   * only time of projects that one of them fits, unless a member shares everything.
   */
  @Get(':org/project-patterns')
  @ApiOrg('projects:read')
  async listOrgProjects(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess): Promise<OrgProjectsAnswer> {
    return toOrgProjects(await this.queries.execute(new ListOrgProjects(actor, org)));
  }

  /**
   * Say that some projects are the organization's. Names are compared as they are shown, so each member's rules and renames count. It is true at once, also of
   * the past.
   */
  @Post(':org/project-patterns')
  @ApiOrg('projects:manage')
  @ApiRefused(400, 409)
  async addOrgProject(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess, @Body() body: OrgProjectBody): Promise<OrgProjectAnswer> {
    return toOrgProject(await this.commands.execute(new AddOrgProject(actor, org, body)));
  }

  /**
   * Count the members that a pattern fits, without storing it. Only members who share anything are counted, and rounded down to a multiple of the minimum
   * group: else a guess at a name would tell whether somebody has such a project. No names are told.
   *
   * Example: of 20 members 17 have a project that begins with `acme-`. With a minimum group of 5 the answer is 15.
   */
  @Post(':org/project-patterns/preview')
  @HttpCode(200)
  @ApiOrg('projects:manage')
  @ApiRefused(400)
  async previewOrgProject(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Body() body: OrgProjectBody,
  ): Promise<PatternPreviewAnswer> {
    return toPatternPreview(await this.queries.execute(new PreviewOrgProject(actor, org, body)));
  }

  /** Delete a pattern. Projects that no other one fits are not the organization's any more, at once. */
  @Delete(':org/project-patterns/:pattern')
  @ApiOrg('projects:manage')
  @ApiParam({ name: 'pattern', example: '5b1f6c1e-8c0d-4c0f-9b6b-0b6f5d2f3a11', description: 'The id of the pattern.' })
  async deleteOrgProject(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Param('pattern') pattern: string,
  ): Promise<DoneAnswer> {
    return this.commands.execute(new DeleteOrgProject(actor, org, pattern)).then(() => ({ data: {} }));
  }
}
