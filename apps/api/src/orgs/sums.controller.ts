import type { Actor } from '@app/core';
import { GetOrgSums, type OrgAccess } from '@app/orgs';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiOkResponse, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentActor } from '../http/auth.js';
import { CsvOrJson, type CsvWriter } from '../http/csv-writer.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import {
  type OrgActivityAnswer,
  type OrgAiAnswer,
  type OrgListAnswer,
  OrgRangeParams,
  OrgStatsAnswer,
  OrgStatsParams,
  OrgSummariesAnswer,
  OrgSummariesParams,
  sumsQuestion,
  toOrgActivity,
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
  constructor(private readonly queries: QueryBus) {}

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
   */
  @Get(':org/stats/:range')
  @ApiOrg('reports:aggregate')
  @ApiParam({ name: 'range', example: 'last_30_days', description: 'As `users/current/stats/{range}` takes it.' })
  @ApiExtraModels(OrgStatsAnswer)
  @ApiOkResponse({
    description: 'The statistics, as JSON or as a file of CSV.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(OrgStatsAnswer) } },
      'text/csv': { schema: { type: 'string' }, example: 'project,seconds\r\nchronova,18000\r\ntotal,28800\r\n' },
    },
  })
  async getOrgStats(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Param('range') range: string,
    @Query() params: OrgStatsParams,
    @CsvOrJson() writer: CsvWriter,
  ): Promise<OrgStatsAnswer | string> {
    return writer.write(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('stats', range, params))), {
      json: (sums) => toOrgStats(sums, params.group_by),
      csv: (sums) => toOrgStatsCsv(sums, params.group_by),
      fileName: 'organization-stats.csv',
    });
  }

  /** List the days of an organization or a team, with what they went to: at most 92. See its statistics for what is told. */
  @Get(':org/summaries')
  @ApiOrg('reports:aggregate')
  @ApiExtraModels(OrgSummariesAnswer)
  @ApiOkResponse({
    description: 'The days, as JSON or as a file of CSV.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(OrgSummariesAnswer) } },
      'text/csv': { schema: { type: 'string' }, example: 'date,project,seconds\r\n2026-11-23,chronova,18000\r\n2026-11-23,,28800\r\n' },
    },
  })
  async listOrgSummaries(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgSummariesParams,
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
  async getOrgActivity(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgRangeParams,
  ): Promise<OrgActivityAnswer> {
    return toOrgActivity(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('activity', params.range, params))));
  }

  /** List the projects of an organization or a team, most time first. Those that too few people share are not named. */
  @Get(':org/projects')
  @ApiOrg('reports:aggregate')
  async listOrgProjectTimes(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgRangeParams,
  ): Promise<OrgListAnswer> {
    return toOrgList(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('stats', params.range, params))), 'project');
  }

  /** List the languages of an organization or a team, most time first. */
  @Get(':org/languages')
  @ApiOrg('reports:aggregate')
  async listOrgLanguages(
    @CurrentActor() actor: Actor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: OrgRangeParams,
  ): Promise<OrgListAnswer> {
    return toOrgList(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('stats', params.range, params))), 'language');
  }

  /** Get how much of the time was with an AI agent. */
  @Get(':org/ai')
  @ApiOrg('reports:aggregate')
  async getOrgAi(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess, @Query() params: OrgRangeParams): Promise<OrgAiAnswer> {
    return toOrgAi(await this.queries.execute(new GetOrgSums(actor, org, sumsQuestion('stats', params.range, params))));
  }
}
