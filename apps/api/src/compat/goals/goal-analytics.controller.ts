import type { UserActor } from '@app/core';
import { GetGoalAnalytics } from '@app/goals';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';
import { type GoalAnalyticsAnswer, GoalAnalyticsParams } from './goal-analytics.dto.js';
import { toGoalAnalytics } from './goal-analytics.shape.js';

@ApiTags('Goals')
@Controller(MOUNTS)
export class GoalAnalyticsController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get how your goals went over a range, each and all together. A period belongs to the range when it begins in it; "last 30 days" includes today.
   * Met, met, fail, ignored, pending: the achievement ratio is 2 of 3, 0.6667, and ignored and pending ones do not count. Ten years at most.
   */
  @Get('users/current/goals/analytics')
  @ApiAuthorized('goals:read')
  @ApiRefused(400)
  async getGoalAnalytics(
    @CurrentUser() actor: UserActor,
    @Query() { range = 'last_30_days', periods = 12 }: GoalAnalyticsParams,
  ): Promise<GoalAnalyticsAnswer> {
    return toGoalAnalytics(await this.queries.execute(new GetGoalAnalytics(actor, actor.userId, { range, latest: periods })));
  }
}
