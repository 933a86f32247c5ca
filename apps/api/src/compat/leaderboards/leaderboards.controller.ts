import { GetLeaderboard, ListLeaderboards } from '@app/analytics';
import { BoardParams, type LeaderboardsAnswer, type Leaders, leadersQuestion, toLeaderboards, toLeaders } from '@app/compat';
import { Clock, Env, publicUrl, type UserActor } from '@app/core';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { MOUNTS } from '../mount.js';
import { ApiBoard } from './board-id.js';

/** Private leaderboards, as who is on them uses them. */
@ApiTags('Leaderboards')
@Controller(MOUNTS)
export class LeaderboardsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** List the private leaderboards that you are on. By name, at most twenty. */
  @Get('users/current/leaderboards')
  @ApiAuthorized('leaderboards:read')
  async listLeaderboards(@CurrentUser() actor: UserActor): Promise<LeaderboardsAnswer> {
    return toLeaderboards(await this.queries.execute(new ListLeaderboards(actor, actor.userId)));
  }

  /**
   * List the leaders of a private leaderboard. It has all its members, by time over the board's range; with `language`, those who have time in it.
   * Times are at most a quarter of an hour old; who leaves is gone at once.
   */
  @Get('users/current/leaderboards/:id')
  @ApiAuthorized('leaderboards:read')
  @ApiBoard()
  @ApiRefused(400, 404)
  async getLeaderboard(@CurrentUser() actor: UserActor, @Param('id') id: string, @Query() params: BoardParams): Promise<Leaders> {
    return toLeaders(await this.queries.execute(new GetLeaderboard(actor, actor.userId, id, leadersQuestion(params))), {
      now: this.clock.now(),
      rangeAsText: false,
      publicUrl: publicUrl(this.env),
    });
  }
}
