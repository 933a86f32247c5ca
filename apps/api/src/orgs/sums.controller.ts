import type { Actor } from '@app/core';
import { GetOrgSums, type OrgAccess, ViewOrgStats } from '@app/orgs';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../http/auth.js';
import { CsvOrJson, type CsvWriter } from '../http/csv-writer.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import { ApiReportFile } from './report-file.js';
import {
  OrgActivityAnswer,
  OrgAiAnswer,
  OrgGroupsAnswer,
  OrgListAnswer,
  OrgRangeParams,
  OrgStatsAnswer,
  OrgStatsParams,
  OrgSummariesAnswer,
  statsPage,
  sumsQuestion,
  toListCsv,
  toOrgActivity,
  toOrgActivityCsv,
  toOrgAi,
  toOrgList,
  toOrgStats,
  toOrgStatsCsv,
  toOrgSummaries,
  toOrgSummariesCsv,
} from './sums.dto.js';

/** Sums of an organization and its teams, without names of people. */
@ApiTags('Organizations')
@ApiRefused(400)
@Controller('api/v1/organizations')
export class OrgSumsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * Get the statistics of an organization or a team.
   *
   * How much time there is, in all and by project, language, editor, category, AI agent and team.
   *
   * It counts members who share at least in sums, on days that are over everywhere. **Minimum group**: no number is told that fewer than `min_group` people make up,
   * nor one from which such a number could be computed, as by taking a team from the whole. Such time is left out day by day; `suppressed` says so. Example, with a
   * minimum of 5: of six people who worked on a day, five were on `engine`. The day’s whole is told; `engine` is not, as the whole without it would be one person’s.
   *
   * A job computes sums four times an hour, and at once when somebody shares less or more; `computed_at` says when.
   *
   * With `group_by` the answer is one list of groups. `group_by=member` names people: it needs `reports:people` too, and has who shares at least totals by name with
   * you (a lead: of the own teams), read live, of the same days. Example: ada shares totals and worked 2 hours, bob shares sums alone and worked 1 hour. The groups
   * are ada with 2 hours and 100 %; bob is in the sums and in no group. Those on the page see in the access log that you looked.
   */
  @Get(':org/stats/:range')
  @ApiOrg('reports:aggregate')
  @ApiParam({ name: 'range', example: 'last_30_days', description: 'As `users/current/stats/{range}` takes it.' })
  @ApiReportFile('stats', [OrgStatsAnswer, OrgGroupsAnswer], 'project,seconds\r\nchronova,18000\r\ntotal,28800\r\n')
  async getOrgStats(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Param('range') range: string,
    @Query() params: OrgStatsParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<OrgStatsAnswer | OrgGroupsAnswer | string> {
    return writer.write(
      await this.commands.execute(
        new ViewOrgStats(actor, org, sumsQuestion('stats', range, params), params.group_by ?? null, statsPage(params)),
      ),
      {
        json: (stats) => toOrgStats(stats, params),
        csv: (stats) => toOrgStatsCsv(stats, params),
        fileName: 'organization-stats.csv',
      },
    );
  }

  /** List the days of an organization or a team, with what they went to: at most 92. See its statistics for what is told. */
  @Get(':org/summaries')
  @ApiOrg('reports:aggregate')
  @ApiReportFile('summaries', OrgSummariesAnswer, 'date,project,seconds\r\n2026-11-23,chronova,18000\r\n2026-11-23,,28800\r\n')
  async listOrgSummaries(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgRangeParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<OrgSummariesAnswer | string> {
    return writer.write(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('summaries', params.range, params))), {
      json: toOrgSummaries,
      csv: toOrgSummariesCsv,
      fileName: 'organization-summaries.csv',
    });
  }

  /** Get how much time each day had, of at most two years: what a calendar draws. */
  @Get(':org/activity')
  @ApiOrg('reports:aggregate')
  @ApiReportFile('activity', OrgActivityAnswer, 'date,seconds\r\n2026-11-22,\r\n2026-11-23,28800\r\n')
  async getOrgActivity(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgRangeParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<OrgActivityAnswer | string> {
    return writer.write(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('activity', params.range, params))), {
      json: toOrgActivity,
      csv: toOrgActivityCsv,
      fileName: 'organization-activity.csv',
    });
  }

  /** List the projects of an organization or a team, most time first. Those that too few people share are not named. */
  @Get(':org/projects')
  @ApiOrg('reports:aggregate')
  @ApiReportFile('projects', OrgListAnswer, 'project,seconds\r\nchronova,18000\r\ntotal,28800\r\n')
  async listOrgProjectTimes(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgRangeParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<OrgListAnswer | string> {
    return writer.write(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('stats', params.range, params))), {
      json: (sums) => toOrgList(sums, 'project'),
      csv: (sums) => toListCsv(sums, 'project'),
      fileName: 'organization-projects.csv',
    });
  }

  /** List the languages of an organization or a team, most time first. */
  @Get(':org/languages')
  @ApiOrg('reports:aggregate')
  @ApiReportFile('languages', OrgListAnswer, 'language,seconds\r\nGo,18000\r\ntotal,28800\r\n')
  async listOrgLanguages(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgRangeParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<OrgListAnswer | string> {
    return writer.write(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('stats', params.range, params))), {
      json: (sums) => toOrgList(sums, 'language'),
      csv: (sums) => toListCsv(sums, 'language'),
      fileName: 'organization-languages.csv',
    });
  }

  /** Get how much of the time was with an AI agent. */
  @Get(':org/ai')
  @ApiOrg('reports:aggregate')
  @ApiReportFile('ai', OrgAiAnswer, 'ai_agent,seconds\r\nClaude Code,7200\r\nWithout an AI agent,21600\r\ntotal,28800\r\n')
  async getOrgAi(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgRangeParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<OrgAiAnswer | string> {
    return writer.write(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('stats', params.range, params))), {
      json: toOrgAi,
      csv: (sums) => toListCsv(sums, 'ai_agent'),
      fileName: 'organization-ai.csv',
    });
  }
}
