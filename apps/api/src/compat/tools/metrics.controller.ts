import { GetTimeMetrics } from '@app/analytics';
import { METRICS_TYPE, toMetrics } from '@app/compat';
import type { UserActor } from '@app/core';
import { oneself } from '@app/users';
import { Controller, Get, Header } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';

/** Time for Prometheus: what wakatime_exporter makes of several routes, by one. */
@ApiTags('Time')
@Controller('api/v1/users/current')
export class MetricsController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get your time of today and of all days, for Prometheus. Names are wakatime_exporter’s: `wakatime_project_seconds_total{name="engine"}` is
   * today, `wakatime_cumulative_project_seconds_total` all time; the same for languages, editors, operating systems, machines and categories. Of
   * a list 200 names have a series of their own.
   */
  @Get('metrics')
  @ApiAuthorized('time:read')
  @Header('content-type', METRICS_TYPE)
  @ApiOkResponse({
    description: 'Prometheus’ text format.',
    content: { 'text/plain': { schema: { type: 'string' }, example: 'wakatime_seconds_total 4330.5\n' } },
  })
  async getMetrics(@CurrentUser() actor: UserActor): Promise<string> {
    return toMetrics(await this.queries.execute(new GetTimeMetrics(actor, oneself(actor))));
  }
}
