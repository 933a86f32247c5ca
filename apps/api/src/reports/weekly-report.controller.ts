import type { UserActor } from '@app/core';
import { GetWeeklyReport } from '@app/goals';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiOkResponse, ApiQuery, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import { type ReportWriter, Written } from './report-writer.js';
import { WeeklyReportAnswer, WeeklyReportParams } from './weekly-report.dto.js';

@ApiTags('Reports')
@ApiAuthorized('goals:read')
@Controller('api/v1/users/current/reports')
export class WeeklyReportController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get the report of a week. Total, change to the week before, days, projects, languages, editors, streak and AI time; as HTML it is the mail that
   * `weekly_report` sends on Monday.
   *
   * A week is an ISO week, Monday to Sunday in your zone, whatever `weekday_start` is. Example: 25 h this week after 20 h the week before is a change of
   * 18,000 seconds or 18000 / 72000 = 25 %. Of these 25 h 2.5 h with an AI agent are an AI share of 10 %. Time on Wednesday to Sunday, and none on
   * Tuesday, is a streak of 5 days. A week that has not begun is refused.
   */
  @Get('weekly')
  @ApiRefused(400)
  @ApiQuery({
    name: 'week',
    required: false,
    example: '2026-W47',
    description: 'A year and its ISO week. Left out: the last week that is over.',
  })
  @ApiExtraModels(WeeklyReportAnswer)
  @ApiOkResponse({
    description: 'The report, as JSON or as a page.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(WeeklyReportAnswer) } },
      'text/html': { schema: { type: 'string' }, example: '<!doctype html>…' },
    },
  })
  async getWeeklyReport(
    @CurrentUser() actor: UserActor,
    @Query() { week }: WeeklyReportParams,
    @Written() write: ReportWriter,
  ): Promise<WeeklyReportAnswer | string> {
    return write(await this.queries.execute(new GetWeeklyReport(actor, actor.userId, week)));
  }
}
