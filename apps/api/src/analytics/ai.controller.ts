import { GetAiAnalysis } from '@app/analytics';
import { type AiAnalysisAnswer, AnalyticsParams, analyticsQuestion, toAiAnalysis } from '@app/compat';
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
export class AiController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get your AI time against manual time, with lines, tokens and costs.
   *
   * **AI time**: the category is "AI Coding", in any letter case, or the client named an AI agent or a model. All other time is **manual**. So the two
   * add up to the total of stats. `sources` says how it is known: nothing is *measured* yet; *reported* is what clients counted, and time of which they
   * named agent or model; *inferred* is time of which the category alone tells.
   *
   * **withAi** are the days with some AI time, with all of their time; **withoutAi** the others that have time. **productivity** of a day or, of more
   * than 31 days, a week: its time a day with time, in percent of that of the range. Example: on two days 3 hours and 1 hour were spent, 2 hours a
   * day; the days have 150 and 50.
   *
   * **cost**: reported tokens at list prices, by model and day, in US dollars. Cached input is no part of the input. Example: 1,000,000 input tokens at
   * $5 a million, 2,000,000 cached ones at $0.50 and 1,000,000 of output at $25 are 5 + 1 + 25 = $31. A model whose price is not known costs null,
   * never 0.
   *
   * **Per session**: over the sessions that clients name, those without a prompt included; the median of an even number is half of both in the middle.
   * Example: four sessions with 0, 1, 2 and 6 prompts of 100 characters each, and one such prompt without a session. That are 10 prompts in all, 2.25 a
   * session on average and 1.5 in the middle, and 1,000 characters, 225 on average and 150 in the middle.
   */
  @Get('users/current/analytics/ai')
  async getAi(@CurrentUser() actor: UserActor, @CalledMount() mount: Mount, @Query() params: AnalyticsParams): Promise<AiAnalysisAnswer> {
    return toAiAnalysis(
      await this.queries.execute(new GetAiAnalysis(actor, oneself(actor), analyticsQuestion(mount === 'native', params))),
    );
  }
}
