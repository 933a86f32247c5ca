import type { DoneAnswer } from '@app/compat';
import type { Actor, UserActor } from '@app/core';
import { CreateTeam, DeleteTeam, GetTeam, ListTeams, type OrgAccess, PutTeamMember, RemoveTeamMember, RenameTeam } from '@app/orgs';
import { Body, Controller, Delete, Get, Param, Patch, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser } from '../http/auth.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import { ApiMember, ApiTeam } from './org-params.js';
import { type TeamAnswer, TeamBody, TeamMemberBody, type TeamsAnswer, toTeam, toTeams } from './teams.dto.js';

/** The teams of an organization, who is in them and who leads them. */
@ApiTags('Organizations')
@Controller('api/v1/organizations')
export class TeamsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List the teams of an organization. By name, at most 200. Who is in one: `GET …/members?team=`. */
  @Get(':org/teams')
  @ApiOrg('teams:read')
  async listTeams(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess): Promise<TeamsAnswer> {
    return toTeams(await this.queries.execute(new ListTeams(actor, org)));
  }

  /** Make a team. An organization has 200 at most. */
  @Post(':org/teams')
  @ApiOrg('teams:manage')
  @ApiRefused(400, 409)
  async createTeam(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess, @Body() body: TeamBody): Promise<TeamAnswer> {
    return toTeam(await this.commands.execute(new CreateTeam(actor, org, body.name)));
  }

  /** Get a team of an organization. */
  @Get(':org/teams/:team')
  @ApiOrg('teams:read')
  @ApiTeam()
  async getTeam(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess, @Param('team') team: string): Promise<TeamAnswer> {
    return toTeam(await this.queries.execute(new GetTeam(actor, org, team)));
  }

  /** Rename a team. */
  @Patch(':org/teams/:team')
  @ApiOrg('teams:manage')
  @ApiTeam()
  @ApiRefused(400, 409)
  async renameTeam(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Param('team') team: string,
    @Body() body: TeamBody,
  ): Promise<TeamAnswer> {
    return toTeam(await this.commands.execute(new RenameTeam(actor, org, team, body.name)));
  }

  /** Delete a team. Its members stay in the organization; who shared with its leads alone is seen by name by nobody then. */
  @Delete(':org/teams/:team')
  @ApiOrg('teams:manage')
  @ApiTeam()
  async deleteTeam(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess, @Param('team') team: string): Promise<DoneAnswer> {
    return this.commands.execute(new DeleteTeam(actor, org, team)).then(() => ({ data: {} }));
  }

  /** Put a member into a team, or change whether they lead it. Leads do so in their own teams; who leads is said by owners and administrators. */
  @Put(':org/teams/:team/members/:member')
  @ApiOrg('team-members:manage')
  @ApiTeam()
  @ApiMember()
  @ApiRefused(400)
  async putTeamMember(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Param('team') team: string,
    @Param('member') member: string,
    @Body() body: TeamMemberBody,
  ): Promise<TeamAnswer> {
    return toTeam(await this.commands.execute(new PutTeamMember(actor, org, team, member, body.is_lead)));
  }

  /** Take a member out of a team. Leads do so in their own teams, but not with other leads. */
  @Delete(':org/teams/:team/members/:member')
  @ApiOrg('team-members:manage')
  @ApiTeam()
  @ApiMember()
  async removeTeamMember(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Param('team') team: string,
    @Param('member') member: string,
  ): Promise<DoneAnswer> {
    return this.commands.execute(new RemoveTeamMember(actor, org, team, member)).then(() => ({ data: {} }));
  }
}
