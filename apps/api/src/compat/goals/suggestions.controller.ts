import type { UserActor } from '@app/core';
import { SuggestGoals } from '@app/goals';
import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { MOUNTS } from '../mount.js';
import type { GoalSuggestionsAnswer } from './suggestions.dto.js';
import { toSuggestions } from './suggestions.shape.js';

@ApiTags('Goals')
@Controller(MOUNTS)
export class GoalSuggestionsController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Suggest goals from your own last eight complete weeks. At most three: of all time, of the language and of the project with the most time. The same time
   * gives the same suggestions; under ten days with time there is none, nor where you have such a goal.
   *
   * The **target** is what at least 60 % of the days with time had: their 40th percentile, down to whole 5 minutes. The **confidence** is
   * min(1, weeks with time ÷ 8) × (1 − MAD ÷ median), where MAD is the median of how far days are from their median. Example: ten days in five weeks of 20, 30, 40, 50,
   * 60, 60, 70, 80, 90 and 100 minutes. Four come before 60, so the target is 60 minutes, which 6 of 10 days had. The median is 60 and MAD is 20, so the
   * confidence is 5 ÷ 8 × (1 − 20 ÷ 60) = 0.42.
   */
  @Get('users/current/goals/suggestions')
  @ApiAuthorized('goals:read')
  async suggestGoals(@CurrentUser() actor: UserActor): Promise<GoalSuggestionsAnswer> {
    return toSuggestions(await this.queries.execute(new SuggestGoals(actor, actor.userId)));
  }
}
