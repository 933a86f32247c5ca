import { GetFocus } from '@app/analytics';
import { analyticsQuestion, AnalyticsParams, type FocusAnswer, toFocus } from '@app/compat';
import type { UserActor } from '@app/core';
import { oneself } from '@app/users';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CalledMount, type Mount, MOUNTS } from '../compat/mount.js';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';

@ApiTags('Analytics')
@ApiAuthorized('time:read')
@ApiRefused(400)
@Controller(MOUNTS)
export class FocusController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get your focus: switches of project, deep-work blocks, and a score. Time is counted as everywhere, so the total is that of stats.
   *
   * **Session**: time without a pause over the keystroke timeout. **Switch**: in a session, time of one project is followed by time of another.
   * **Deep-work block**: at least 25 minutes of one project without a pause, no gap between two heartbeats longer than 5 minutes. Time of another
   * project ends a block, however short it is. An external duration that counts has no gaps.
   *
   * **Score** (0 to 100): 70 × the share of time in blocks + 30 × (1 − switches per hour ÷ 12, at least 0). Example: 2 hours, 1.5 of them in
   * blocks, and 6 switches, which are 3 an hour: 70 × 0.75 + 30 × (1 − 3 ÷ 12) = 52.5 + 22.5 = 75. Without time it is 0.
   *
   * With `project`, `label` or `client` time, blocks and sessions of these projects are counted, and switches away from them. Of more than 366 days
   * the newest 366 are read; `start`, `end` and `days` say which, `is_shortened` that there are more.
   */
  @Get('users/current/analytics/focus')
  async getFocus(@CurrentUser() actor: UserActor, @CalledMount() mount: Mount, @Query() params: AnalyticsParams): Promise<FocusAnswer> {
    return toFocus(await this.queries.execute(new GetFocus(actor, oneself(actor), analyticsQuestion(mount === 'native', params))));
  }
}
