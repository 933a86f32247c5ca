import { GetInsight } from '@app/analytics';
import { type InsightAnswer, InsightParams, insightQuestion, toInsight } from '@app/compat';
import { type Actor, Clock } from '@app/core';
import type { Subject } from '@app/users';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../http/auth.js';
import { ApiPublic } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { SubjectUser } from '../../http/subject.js';
import { CalledMount, type Mount, MOUNTS } from '../mount.js';
import { RangeInPath } from '../range-in-path.js';
import { ApiUser, STRANGER } from '../public.js';
import { ApiInsight } from './insight-path.js';

/** Insights into anybody's time, as far as it is public. */
@ApiTags('Public')
@ApiRefused(404)
@Controller(MOUNTS)
export class PublicInsightsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /**
   * Get one insight into somebody's time. A list that is not public is empty; where the amount of time is not public, every amount is none and lists
   * have percentages alone.
   */
  @Get('users/:user/insights/:type/:range')
  @RangeInPath()
  @ApiPublic('time:read', STRANGER)
  @ApiUser()
  @ApiInsight()
  @ApiRefused(400)
  async getPublicInsight(
    @CurrentActor() actor: Actor,
    @SubjectUser('time:read') subject: Subject,
    @CalledMount() mount: Mount,
    @Param('type') type: string,
    @Param('range') range: string,
    @Query() params: InsightParams,
  ): Promise<InsightAnswer> {
    return toInsight(
      await this.queries.execute(new GetInsight(actor, subject, insightQuestion({ type, range }, mount === 'native', params))),
      {
        now: this.clock.now(),
      },
    );
  }
}
