import { GetInsight } from '@app/analytics';
import { type InsightAnswer, InsightParams, insightQuestion, toInsight } from '@app/compat';
import { Clock, type UserActor } from '@app/core';
import { oneself } from '@app/users';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { CalledMount, type Mount, MOUNTS } from '../mount.js';
import { RangeInPath } from '../range-in-path.js';
import { ApiInsight } from './insight-path.js';

@ApiTags('Time')
@ApiAuthorized('time:read')
@ApiRefused(400)
@Controller(MOUNTS)
export class InsightsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /**
   * Get one insight into your time over a range. It is about weekdays, days, the best day, the daily average or one list: `data` has the key that is called like the insight. The
   * numbers are those of stats and summaries of the same range.
   */
  @Get('users/current/insights/:type/:range')
  @RangeInPath()
  @ApiInsight()
  async getInsight(
    @CurrentUser() actor: UserActor,
    @CalledMount() mount: Mount,
    @Param('type') type: string,
    @Param('range') range: string,
    @Query() params: InsightParams,
  ): Promise<InsightAnswer> {
    return toInsight(
      await this.queries.execute(new GetInsight(actor, oneself(actor), insightQuestion({ type, range }, mount === 'native', params))),
      {
        now: this.clock.now(),
      },
    );
  }
}
