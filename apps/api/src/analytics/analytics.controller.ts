import { CompareTime, GetHours, GetStreaks, GetWeekdays } from '@app/analytics';
import {
  AnalyticsParams,
  analyticsQuestion,
  type ComparisonAnswer,
  ComparisonParams,
  comparisonQuestion,
  type HoursAnswer,
  type StreaksAnswer,
  StreaksParams,
  streaksQuestion,
  toComparison,
  toHours,
  toStreaks,
  toWeekdays,
  type WeekdaysAnswer,
} from '@app/compat';
import type { UserActor } from '@app/core';
import { oneself } from '@app/users';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';

@ApiTags('Analytics')
@ApiAuthorized('time:read')
@ApiRefused(400)
@Controller('api/v1/users/current/analytics')
export class AnalyticsController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get your time by weekday and local hour. All 168 hours add up to the total of the range. An hour that clocks repeat counts both times; a day has the
   * weekday of its date. Example: 09:40 to 10:20 on two Mondays are 2,400 seconds at 9 and 2,400 at 10 of Monday.
   */
  @Get('hours')
  async getHours(@CurrentUser() actor: UserActor, @Query() params: AnalyticsParams): Promise<HoursAnswer> {
    return toHours(await this.queries.execute(new GetHours(actor, oneself(actor), analyticsQuestion(true, params))));
  }

  /**
   * Get your time by weekday: totals and averages. One average is over the days that have time, the other over all days of the weekday in the range.
   * Example: four Mondays, two of them with 2 hours each: 4 hours in all, 2 hours on average, 1 hour over all days.
   */
  @Get('weekdays')
  async getWeekdays(@CurrentUser() actor: UserActor, @Query() params: AnalyticsParams): Promise<WeekdaysAnswer> {
    return toWeekdays(await this.queries.execute(new GetWeekdays(actor, oneself(actor), analyticsQuestion(true, params))));
  }

  /**
   * Get your streaks of days, over all time. A day counts when it has time, and at least `threshold` minutes of it. Today breaks no streak: while it has
   * too little, the current streak is the one that ended yesterday. Example, with a threshold of 30: days of 30, 0, 45, 31 and 30 minutes, and 12 so far today, are a
   * current streak of 3 days.
   */
  @Get('streaks')
  async getStreaks(@CurrentUser() actor: UserActor, @Query() params: StreaksParams): Promise<StreaksAnswer> {
    return toStreaks(await this.queries.execute(new GetStreaks(actor, oneself(actor), streaksQuestion(params))));
  }

  /**
   * Compare your time of a range with the period before it. Before N days are the N days before; before a week the same days of the week before; before a
   * month or year the month or year before, up to the same day while it runs; before N months the N months before. Days count whole, also the running one.
   * Example: 5,400 seconds after 3,600 are 1,800 more, 50 %. All time has no period before: 400.
   */
  @Get('compare')
  async compare(@CurrentUser() actor: UserActor, @Query() params: ComparisonParams): Promise<ComparisonAnswer> {
    return toComparison(await this.queries.execute(new CompareTime(actor, oneself(actor), comparisonQuestion(true, params))));
  }
}
