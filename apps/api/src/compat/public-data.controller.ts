import { GetAllTime, GetStats, GetSummaries } from '@app/analytics';
import { Clock, Env, publicUrl } from '@app/core';
import { GetLastHeartbeat } from '@app/heartbeats';
import { GetUser, type Subject } from '@app/users';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiPublic, ApiRefused } from '../http/api-docs.js';
import { SubjectUser } from '../http/subject.js';
import type { AllTime } from './all-time.dto.js';
import { CalledMount, type Mount, MOUNTS } from './mount.js';
import { AllTimeParams, StatsParams, SummariesParams } from './query.dto.js';
import type { Stats } from './stats.dto.js';
import type { Summaries } from './summaries.dto.js';
import type { UserAnswer } from './users.dto.js';
import { toVisibleAllTime, toVisibleStats, toVisibleSummaries, toVisibleUser, visibleFilter, visibleRules } from './visibility.js';

const STRANGER = 'What the user made public; 404 where the profile is private, as where there is no such user.';

const ApiUser = (): MethodDecorator =>
  ApiParam({ name: 'user', example: 'ada', description: 'A username, @username or public id, in any case.' });

/** What is under `users/current` for oneself, of anybody. */
@ApiTags('Public')
@ApiRefused(404)
@Controller(MOUNTS)
export class PublicDataController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** Somebody's profile: name, picture and what is public. Your own is as under `users/current`. */
  @Get('users/:user')
  @ApiPublic('read', STRANGER)
  @ApiUser()
  async getPublicUser(@SubjectUser('read') { userId, visibility }: Subject): Promise<UserAnswer> {
    return toVisibleUser(
      await this.queries.execute(new GetUser(userId)),
      await this.queries.execute(new GetLastHeartbeat(userId)),
      publicUrl(this.env),
      visibility,
    );
  }

  /** Somebody's totals, averages and lists over the last 7 days, as cards and badges show them. */
  @Get('users/:user/stats')
  @ApiPublic('read_stats', STRANGER)
  @ApiUser()
  @ApiRefused(400)
  async getPublicStats(
    @SubjectUser('read_stats') subject: Subject,
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
  @ApiPublic('read_stats', STRANGER)
  @ApiUser()
  @ApiParam({ name: 'range', example: 'last_7_days', description: 'As for `users/current/stats/{range}`.' })
  @ApiRefused(400)
  async getPublicStatsOfRange(
    @SubjectUser('read_stats') subject: Subject,
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
  @ApiPublic('read_stats', STRANGER)
  @ApiUser()
  @ApiRefused(400)
  async getPublicSummaries(@SubjectUser('read_stats') subject: Subject, @Query() params: SummariesParams): Promise<Summaries> {
    return toVisibleSummaries(
      await this.queries.execute(new GetSummaries(visibleRules(subject, params), params, visibleFilter(params, subject.visibility))),
      { now: this.clock.now(), applyMinimum: params.apply_minimum_duration, ...visibleFilter(params, subject.visibility) },
      subject.visibility,
    );
  }

  /** All of somebody's time since the first heartbeat. */
  @Get('users/:user/all_time_since_today')
  @ApiPublic('read_stats', STRANGER)
  @ApiUser()
  @ApiRefused(400)
  async getPublicAllTime(@SubjectUser('read_stats') subject: Subject, @Query() params: AllTimeParams): Promise<AllTime> {
    return toVisibleAllTime(
      await this.queries.execute(new GetAllTime(visibleRules(subject, params), visibleFilter(params, subject.visibility).project)),
      { now: this.clock.now() },
      subject.visibility,
    );
  }
}
