import { GetAllTime, GetStats, GetSummaries } from '@app/analytics';
import { type Actor, Clock } from '@app/core';
import type { Subject } from '@app/users';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../http/auth.js';
import { ApiPublic } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { SubjectUser } from '../../http/subject.js';
import {
  type AllTime,
  AllTimeParams,
  allTimeQuestion,
  toAllTime,
  type Stats,
  StatsParams,
  statsQuestion,
  type Summaries,
  SummariesParams,
  summariesQuestion,
  toVisibleStats,
  toVisibleSummaries,
} from '@app/compat';
import { CalledMount, type Mount, MOUNTS } from '../mount.js';
import { RangeInPath } from '../range-in-path.js';
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

  /** Get somebody's totals and lists over the last 7 days. Cards and badges ask for it. */
  @Get('users/:user/stats')
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  @ApiRefused(400)
  async getPublicStats(
    @CurrentActor() actor: Actor,
    @SubjectUser('time:read') subject: Subject,
    @CalledMount() mount: Mount,
    @Query() params: StatsParams,
  ): Promise<Stats> {
    return this.getPublicStatsOfRange(actor, subject, mount, 'last_7_days', params);
  }

  /**
   * Get somebody's totals, averages and lists over a named range. What is not public is an empty list or no time, and the flags `is_…_visible`
   * say so.
   */
  @Get('users/:user/stats/:range')
  @RangeInPath()
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  @ApiParam({ name: 'range', example: 'last_7_days', description: 'As for `users/current/stats/{range}`.' })
  @ApiRefused(400)
  async getPublicStatsOfRange(
    @CurrentActor() actor: Actor,
    @SubjectUser('time:read') subject: Subject,
    @CalledMount() mount: Mount,
    @Param('range') range: string,
    @Query() params: StatsParams,
  ): Promise<Stats> {
    return toVisibleStats(await this.queries.execute(new GetStats(actor, subject, statsQuestion(range, mount === 'native', params))), {
      now: this.clock.now(),
      applyMinimum: params.apply_minimum_duration,
    });
  }

  /** Get somebody's time day by day. Ask with `start` and `end`, or with a named `range`. `project` counts only where projects are public. */
  @Get('users/:user/summaries')
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  @ApiRefused(400)
  async getPublicSummaries(
    @CurrentActor() actor: Actor,
    @SubjectUser('time:read') subject: Subject,
    @Query() params: SummariesParams,
  ): Promise<Summaries> {
    return toVisibleSummaries(await this.queries.execute(new GetSummaries(actor, subject, summariesQuestion(params))), {
      now: this.clock.now(),
      applyMinimum: params.apply_minimum_duration,
    });
  }

  /** Get all of somebody's time since the first heartbeat. */
  @Get('users/:user/all_time_since_today')
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  @ApiRefused(400)
  async getPublicAllTime(
    @CurrentActor() actor: Actor,
    @SubjectUser('time:read') subject: Subject,
    @Query() params: AllTimeParams,
  ): Promise<AllTime> {
    return toAllTime(await this.queries.execute(new GetAllTime(actor, subject, allTimeQuestion(params))), { now: this.clock.now() });
  }
}
