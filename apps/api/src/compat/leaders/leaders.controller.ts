import { GetLeaders } from '@app/analytics';
import { type Leaders, LeadersParams, LeadersRange, leadersQuestion, toLeaders } from '@app/compat';
import { type Actor, Clock, Env, publicUrl } from '@app/core';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../http/auth.js';
import { ApiPublic } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';

@ApiTags('Leaders')
@ApiExtraModels(LeadersRange)
@Controller(MOUNTS)
export class LeadersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /**
   * List who codes most on this server. Only who wants to be listed (`is_on_leaderboard`) and whose profile and amount of time are public; of a
   * language, whose languages are public. Times are at most a quarter of an hour old; who leaves is gone at once.
   */
  @Get('leaders')
  @ApiPublic('time:read', 'The same, without `current_user`.')
  @ApiRefused(400)
  async getLeaders(@CurrentActor() actor: Actor, @Query() params: LeadersParams): Promise<Leaders> {
    return toLeaders(await this.queries.execute(new GetLeaders(actor, leadersQuestion(params))), {
      now: this.clock.now(),
      rangeAsText: params.range !== undefined,
      publicUrl: publicUrl(this.env),
    });
  }
}
