import { GetInstanceStats } from '@app/analytics';
import { type InstanceStatsAnswer, toInstanceStats } from '@app/compat';
import type { Actor } from '@app/core';
import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../../http/auth.js';
import { ApiPublic } from '../../http/authorize.js';
import { ApiRefused, ApiRefusedAs } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';

@ApiTags('Leaders')
@Controller(MOUNTS)
export class InstanceStatsController {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Get what the people of this server did over a range. Counted is who made profile and amount of time public, in each list who made that public; what
   * fewer than five people share is left out. Computed once an hour, of past years once a week.
   */
  @Get('stats/:range')
  @ApiPublic('time:read', 'The same.')
  @ApiParam({
    name: 'range',
    description: 'last_7_days, last_30_days, or one of the last three years.',
    schema: { type: 'string', pattern: '^(last_7_days|last_30_days|\\d{4})$', example: 'last_7_days' },
  })
  @ApiRefused(400)
  @ApiRefusedAs(
    404,
    'Fewer than five people have public time in the range, or it was not computed yet.',
    'There are no statistics of last_7_days yet.',
  )
  async getInstanceStats(@CurrentActor() actor: Actor, @Param('range') range: string): Promise<InstanceStatsAnswer> {
    return toInstanceStats(await this.queries.execute(new GetInstanceStats(actor, range)));
  }
}
