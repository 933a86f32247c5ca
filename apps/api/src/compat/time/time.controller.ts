import { GetAllTime, GetDurations, GetStats, GetSummaries, STATS_RANGES } from '@app/analytics';
import { Clock, type UserActor } from '@app/core';
import { oneself } from '@app/users';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { CurrentUser } from '../../http/auth.js';
import {
  type AllTime,
  AllTimeParams,
  allTimeQuestion,
  type Durations,
  DurationsParams,
  durationsQuestion,
  type Stats,
  StatsParams,
  statsQuestion,
  type StatusBar,
  type Summaries,
  SummariesParams,
  summariesQuestion,
  toAllTime,
  toDurations,
  toVisibleStats,
  toStatusBar,
  toVisibleSummaries,
} from '@app/compat';
import { CalledMount, type Mount, MOUNTS } from '../mount.js';
import { RangeInPath } from '../range-in-path.js';

@ApiTags('Time')
@ApiAuthorized('time:read')
@ApiRefused(400)
@Controller(MOUNTS)
export class TimeController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /** Get today's time, as editors show it in their status bar. */
  @Get(['users/current/statusbar/today', 'users/current/status_bar/today'])
  async getStatusBar(@CurrentUser() actor: UserActor): Promise<StatusBar> {
    return toStatusBar(await this.queries.execute(new GetSummaries(actor, oneself(actor), { range: 'today' })), {
      now: this.clock.now(),
      hasTeamFeatures: false,
    });
  }

  /** Get totals, averages and lists over the last 7 days. */
  @Get('users/current/stats')
  async getStats(@CurrentUser() actor: UserActor, @CalledMount() mount: Mount, @Query() params: StatsParams): Promise<Stats> {
    return this.getStatsOfRange(actor, mount, 'last_7_days', params);
  }

  /**
   * Get totals, averages and lists over a named range. Ranges such as `last_7_days` include today under `/api/v1` and end yesterday under
   * `/api/v1/compat/waka`, as WakaTime's do; `is_including_today` overrides both.
   */
  @Get('users/current/stats/:range')
  @RangeInPath()
  @ApiParam({
    name: 'range',
    example: 'last_7_days',
    description: `A named range, or ${STATS_RANGES.slice(STATS_RANGES.indexOf('YYYY'))}.`,
  })
  async getStatsOfRange(
    @CurrentUser() actor: UserActor,
    @CalledMount() mount: Mount,
    @Param('range') range: string,
    @Query() params: StatsParams,
  ): Promise<Stats> {
    return toVisibleStats(
      await this.queries.execute(new GetStats(actor, oneself(actor), statsQuestion(range, mount === 'native', params))),
      { now: this.clock.now(), applyMinimum: params.apply_minimum_duration },
    );
  }

  /** Get time day by day. Ask with `start` and `end`, or with a named `range`. With `project` also its branches and entities. */
  @Get('users/current/summaries')
  async getSummaries(@CurrentUser() actor: UserActor, @Query() params: SummariesParams): Promise<Summaries> {
    return toVisibleSummaries(await this.queries.execute(new GetSummaries(actor, oneself(actor), summariesQuestion(params))), {
      now: this.clock.now(),
      applyMinimum: params.apply_minimum_duration,
    });
  }

  /** Get one day as blocks of joined time. A block ends where the project or the sliced value changes. */
  @Get('users/current/durations')
  async getDurations(@CurrentUser() actor: UserActor, @Query() params: DurationsParams): Promise<Durations> {
    return toDurations(await this.queries.execute(new GetDurations(actor, oneself(actor), durationsQuestion(params))));
  }

  /** Get all time since the first heartbeat. */
  @Get('users/current/all_time_since_today')
  async getAllTime(@CurrentUser() actor: UserActor, @Query() params: AllTimeParams): Promise<AllTime> {
    return toAllTime(await this.queries.execute(new GetAllTime(actor, oneself(actor), allTimeQuestion(params))), { now: this.clock.now() });
  }
}
