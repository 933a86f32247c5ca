import { GetAllTime, GetStats, GetSummaries } from '@app/analytics';
import { Clock } from '@app/core';
import type { Subject } from '@app/users';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiPublic } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { SubjectUser } from '../../http/subject.js';
import {
  type AllTime,
  AllTimeParams,
  type Stats,
  StatsParams,
  type Summaries,
  SummariesParams,
  toVisibleAllTime,
  toVisibleStats,
  toVisibleSummaries,
  visibleFilter,
  visibleRules,
} from '@app/compat';
import { CalledMount, type Mount, MOUNTS } from '../mount.js';
import { ApiUser, STRANGER } from '../public.js';

/** Anybody's time, as far as it is public. */
@ApiTags('Public')
@ApiRefused(404)
@Controller(MOUNTS)
export class PublicTimeController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /** Somebody's totals, averages and lists over the last 7 days, as cards and badges show them. */
  @Get('users/:user/stats')
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  @ApiRefused(400)
  async getPublicStats(
    @SubjectUser('time:read') subject: Subject,
    @CalledMount() mount: Mount,
    @Query() params: StatsParams,
  ): Promise<Stats> {
    return this.getPublicStatsOfRange(subject, mount, 'last_7_days', params);
  }

  /**
   * Somebody's totals, averages and lists over a named range. What is not public is an empty list or no time, and the flags `is_…_visible`
   * say so.
   */
  @Get('users/:user/stats/:range')
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  @ApiParam({ name: 'range', example: 'last_7_days', description: 'As for `users/current/stats/{range}`.' })
  @ApiRefused(400)
  async getPublicStatsOfRange(
    @SubjectUser('time:read') subject: Subject,
    @CalledMount() mount: Mount,
    @Param('range') range: string,
    @Query() params: StatsParams,
  ): Promise<Stats> {
    return toVisibleStats(
      await this.queries.execute(
        new GetStats(
          visibleRules(subject, params),
          range,
          params.is_including_today ?? mount === 'native',
          visibleFilter(params, subject.visibility).project,
        ),
      ),
      { now: this.clock.now(), applyMinimum: params.apply_minimum_duration },
      subject.visibility,
    );
  }

  /** Somebody's time day by day, with `start` and `end` or a named `range`. `project` counts only where projects are public. */
  @Get('users/:user/summaries')
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  @ApiRefused(400)
  async getPublicSummaries(@SubjectUser('time:read') subject: Subject, @Query() params: SummariesParams): Promise<Summaries> {
    return toVisibleSummaries(
      await this.queries.execute(new GetSummaries(visibleRules(subject, params), params, visibleFilter(params, subject.visibility))),
      { now: this.clock.now(), applyMinimum: params.apply_minimum_duration, ...visibleFilter(params, subject.visibility) },
      subject.visibility,
    );
  }

  /** All of somebody's time since the first heartbeat. */
  @Get('users/:user/all_time_since_today')
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  @ApiRefused(400)
  async getPublicAllTime(@SubjectUser('time:read') subject: Subject, @Query() params: AllTimeParams): Promise<AllTime> {
    return toVisibleAllTime(
      await this.queries.execute(new GetAllTime(visibleRules(subject, params), visibleFilter(params, subject.visibility).project)),
      { now: this.clock.now() },
      subject.visibility,
    );
  }
}
