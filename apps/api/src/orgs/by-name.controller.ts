import { pageOf } from '@app/compat';
import { type Actor, Clock, type UserActor } from '@app/core';
import { GetOwnOrgTime, type OrgAccess, ViewLeaders, ViewMemberTime, ViewOrgTimesheet } from '@app/orgs';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser } from '../http/auth.js';
import { CsvOrJson, type CsvWriter } from '../http/csv-writer.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import {
  MemberSummaries,
  MemberSummariesParams,
  OrgDaysParams,
  orgDays,
  OrgLeadersAnswer,
  OrgLeadersParams,
  orgLeadersQuestion,
  OrgSheetAnswer,
  orgSheetFileName,
  orgSheetPage,
  orgSheetQuestion,
  OrgTimesheetParams,
  toMemberSummaries,
  toMemberSummariesCsv,
  toOrgLeaders,
  toOrgLeadersCsv,
  toOrgSheet,
  toOrgSheetCsv,
} from './by-name.dto.js';
import { ApiReportFile } from './report-file.js';

const LEADERS =
  'rank,username,name,timezone,start_date,end_date,active_days,seconds\r\n1,ada,Ada Lovelace,Europe/Berlin,2026-01-01,2026-01-07,4,15213.5\r\n';
const DAYS =
  'date,sharing,project,seconds\r\n2026-01-02,totals,,3600\r\n2026-01-03,everything,chronova,7200\r\n2026-01-03,everything,,7200\r\n';
const SHEET = 'username,name,timezone,2026-01-27,2026-01-28,total\r\nada,Ada,Europe/Berlin,0:45:00,1:30:00,2:15:00\r\n';

/** Time of members by name, as far as each shares it. That somebody looked is written down before the answer, for the member to see. */
@ApiTags('Organizations')
@Controller('api/v1/organizations')
export class ByNameController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /** Get your own time by day, all of it, as members' summaries are written. At most 366 days. */
  @Get(':org/members/current/summaries')
  @ApiOrg('org:read', 'time:read')
  @ApiRefused(400)
  async getOwnSummaries(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgDaysParams,
  ): Promise<MemberSummaries> {
    return toMemberSummaries(await this.queries.execute(new GetOwnOrgTime(actor, org, orgDays(params))), { now: this.clock.now() });
  }

  /**
   * Get the time of a member by day, as far as it is shared with you. At most 366 days. `sharing` says what is shared of each day: of `totals` there are no
   * lists, of `org_projects` the organization's projects and their languages, of `everything` all lists. Days are the member's own unless `timezone` is given.
   * The member sees in the access log that you looked.
   *
   * Example: somebody shares totals since 2 January and all since 3 January, with 2 hours a day, one of them on a project of the organization. 1 January
   * has no time, 2 January 1 hour without lists, 3 January 2 hours with all lists.
   *
   * As CSV: a line for each project of a day as far as projects are shared, then one for the whole day.
   */
  @Get(':org/members/:member/summaries')
  @ApiOrg('reports:people')
  @ApiParam({ name: 'member', example: 'ada', description: 'A member’s user id, username or @username, in any case.' })
  @ApiRefused(400)
  @ApiReportFile('member-summaries', MemberSummaries, DAYS)
  async getMemberSummaries(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Param('member') member: string,
    @Query() params: MemberSummariesParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<MemberSummaries | string> {
    return writer.write(await this.commands.execute(new ViewMemberTime(actor, org, member, orgDays(params))), {
      json: (time) => toMemberSummaries(time, { now: this.clock.now() }),
      csv: toMemberSummariesCsv,
      fileName: 'member-summaries.csv',
    });
  }

  /**
   * List the members who share time by name with you, most time first. At most 366 days, 100 members a page. Owners and administrators see whoever names no
   * team; leads see members of their teams. Time counts as far as each shares it. Those on the page see in the access log that you looked.
   */
  @Get(':org/leaders')
  @ApiOrg('reports:people')
  @ApiRefused(400)
  @ApiReportFile('leaders', OrgLeadersAnswer, LEADERS)
  async listOrgLeaders(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgLeadersParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<OrgLeadersAnswer | string> {
    return writer.write(await this.commands.execute(new ViewLeaders(actor, org, orgLeadersQuestion(params), pageOf(params))), {
      json: (leaders) => toOrgLeaders(leaders, params),
      csv: toOrgLeadersCsv,
      fileName: 'organization-leaders.csv',
    });
  }

  /**
   * Get a timesheet of the members who share time by name with you. At most 92 days; 1,000 members a page, by project 100. A row is a member, or with
   * `by=project` a project of a member as far as projects are shared. As JSON or CSV (`format=csv` or `Accept: text/csv`): `1:15:09` is hours, minutes and
   * seconds, and a day of which nothing is shared is null or empty. Those on the page see in the access log that you looked.
   */
  @Get(':org/timesheet')
  @ApiOrg('reports:people')
  @ApiRefused(400)
  @ApiReportFile('timesheet', OrgSheetAnswer, SHEET)
  async getOrgTimesheet(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgTimesheetParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<OrgSheetAnswer | string> {
    const sheet = await this.commands.execute(new ViewOrgTimesheet(actor, org, orgSheetQuestion(params), orgSheetPage(params)));
    return writer.write(sheet, { json: () => toOrgSheet(sheet, params), csv: toOrgSheetCsv, fileName: orgSheetFileName(sheet) });
  }
}
