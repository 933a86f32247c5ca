import { type Durations, pageOf, PageParams } from '@app/compat';
import { type Actor, Clock, Env, publicUrl } from '@app/core';
import {
  ListMembers,
  ListSeenPeople,
  ListTeams,
  type OrgAccess,
  ViewDashboard,
  ViewDashboardDurations,
  ViewMemberDurations,
  ViewMemberTime,
} from '@app/orgs';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../http/auth.js';
import { ApiOrg, CurrentOrg } from '../../http/org.js';
import { ApiRefused } from '../../http/refusals.js';
import { type MemberSummaries, OrgDaysParams, orgDays, toMemberSummaries } from '../../orgs/by-name.dto.js';
import { MOUNTS } from '../mount.js';
import {
  DashboardDayParams,
  dashboardDay,
  type DashboardDurationsAnswer,
  type DashboardMembersAnswer,
  dashboardPage,
  type DashboardsAnswer,
  type DashboardSummariesAnswer,
  dayOf,
  MemberDayParams,
  teamOfDashboard,
  toDashboardDurations,
  toDashboardMembers,
  toDashboards,
  toDashboardSummaries,
  toMemberDurations,
} from './dashboards.dto.js';

const ApiDashboard = (): MethodDecorator =>
  ApiParam({ name: 'dashboard', example: 'everyone', description: '`everyone`, or a team: its id or name in any case.' });

/** Dashboards, as WakaTime’s clients ask for them: a dashboard is a team (contract §1.9). */
@ApiTags('Organizations')
@Controller(MOUNTS)
export class DashboardsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** List the dashboards of an organization: everyone, and its teams. */
  @Get('users/current/orgs/:org/dashboards')
  @ApiOrg('teams:read')
  @ApiRefused(400)
  async listDashboards(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess, @Query() params: PageParams): Promise<DashboardsAnswer> {
    return toDashboards(
      await this.queries.execute(new ListTeams(actor, org)),
      { org, members: (await this.queries.execute(new ListMembers(actor, org, { page: 1, perPage: 1 }))).total },
      params,
    );
  }

  /** List the members of a dashboard. `is_view_only`: nothing of theirs is shared by name with you. */
  @Get('users/current/orgs/:org/dashboards/:dashboard/members')
  @ApiOrg('members:read')
  @ApiDashboard()
  @ApiRefused(400)
  async listDashboardMembers(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Param('dashboard') dashboard: string,
    @Query() params: PageParams,
  ): Promise<DashboardMembersAnswer> {
    return toDashboardMembers(
      await this.queries.execute(new ListMembers(actor, org, pageOf(params), { team: teamOfDashboard(dashboard) })),
      { seen: await this.queries.execute(new ListSeenPeople(actor, org)), publicUrl: publicUrl(this.env) },
      params,
    );
  }

  /**
   * List what the members of a dashboard did on a day. Of each who shares it by name with you, as far as it is shared. 50 members a page. They see in the access log that
   * you looked.
   */
  @Get('users/current/orgs/:org/dashboards/:dashboard/summaries')
  @ApiOrg('reports:people')
  @ApiDashboard()
  @ApiRefused(400)
  async listDashboardSummaries(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Param('dashboard') dashboard: string,
    @Query() params: DashboardDayParams,
  ): Promise<DashboardSummariesAnswer> {
    return toDashboardSummaries(
      await this.commands.execute(new ViewDashboard(actor, org, dashboardDay(dashboard, params), dashboardPage(params))),
      { now: this.clock.now(), publicUrl: publicUrl(this.env) },
      params,
    );
  }

  /**
   * List when the members of a dashboard worked on which projects on a day. Of each who shares everything of it by name with you; of others nothing, and no files of
   * anybody. 50 members a page, each one's own day. Those whose durations there are see in the access log that you looked.
   *
   * Example: ada shares everything and bob totals. Ada has her durations, bob an empty list, and `is_view_only` is false for both: his day's total is in `summaries`.
   */
  @Get('users/current/orgs/:org/dashboards/:dashboard/durations')
  @ApiOrg('reports:people')
  @ApiDashboard()
  @ApiRefused(400)
  async listDashboardDurations(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Param('dashboard') dashboard: string,
    @Query() params: DashboardDayParams,
  ): Promise<DashboardDurationsAnswer> {
    return toDashboardDurations(
      await this.commands.execute(
        new ViewDashboardDurations(actor, org, { team: teamOfDashboard(dashboard), date: dayOf(params) }, dashboardPage(params)),
      ),
      { publicUrl: publicUrl(this.env) },
      params,
    );
  }

  /**
   * Get when a member of a dashboard worked on which projects on a day. Nothing where they do not share everything of it by name with you, and no files. They see in
   * the access log that you looked.
   */
  @Get('users/current/orgs/:org/dashboards/:dashboard/members/:member/durations')
  @ApiOrg('reports:people')
  @ApiDashboard()
  @ApiParam({ name: 'member', example: 'ada', description: 'A member’s user id, username or @username, in any case.' })
  @ApiRefused(400)
  async getDashboardMemberDurations(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Param('member') member: string,
    @Query() params: MemberDayParams,
  ): Promise<Durations> {
    return toMemberDurations(await this.commands.execute(new ViewMemberDurations(actor, org, member, dayOf(params))));
  }

  /** Get the time of a member of a dashboard by day, as far as it is shared with you. As `organizations/{org}/members/{member}/summaries`. */
  @Get('users/current/orgs/:org/dashboards/:dashboard/members/:member/summaries')
  @ApiOrg('reports:people')
  @ApiDashboard()
  @ApiParam({ name: 'member', example: 'ada', description: 'A member’s user id, username or @username, in any case.' })
  @ApiRefused(400)
  async getDashboardMemberSummaries(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Param('member') member: string,
    @Query() params: OrgDaysParams,
  ): Promise<MemberSummaries> {
    return toMemberSummaries(await this.commands.execute(new ViewMemberTime(actor, org, member, orgDays(params))), {
      now: this.clock.now(),
    });
  }
}
