import {
  AcceptLeaderboardInvite,
  DeclineLeaderboardInvite,
  FindLinkedLeaderboard,
  JoinLeaderboard,
  ListLeaderboardInvites,
} from '@app/analytics';
import {
  ConsentBody,
  DoneAnswer,
  JoinLeaderboardBody,
  type LeaderboardAnswer,
  type LeaderboardInvitesAnswer,
  type LeaderboardOfferAnswer,
  LeaderboardTokenBody,
  toLeaderboard,
  toLeaderboardInvites,
  toLeaderboardOffer,
} from '@app/compat';
import type { UserActor } from '@app/core';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { ApiBoard } from './board-id.js';

/** How somebody comes onto a private leaderboard: by their own consent alone. */
@ApiTags('Leaderboards')
@Controller('api/v1')
export class LeaderboardOffersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Look where a link to a private leaderboard leads. `consent` says what the others will see of you once you join. */
  @Post('users/current/leaderboards/look')
  @HttpCode(200)
  @ApiAuthorized('leaderboards:read')
  @ApiRefused(400, 404)
  async lookAtLeaderboard(@CurrentUser() actor: UserActor, @Body() body: LeaderboardTokenBody): Promise<LeaderboardOfferAnswer> {
    return toLeaderboardOffer(await this.queries.execute(new FindLinkedLeaderboard(actor, body.token)));
  }

  /**
   * Join a private leaderboard by its link. All its members see your name, picture, country, time and languages of its range from then on, and you
   * theirs; `consent` must be true. A hundred people are on a board at most, and you on twenty.
   */
  @Post('users/current/leaderboards/join')
  @HttpCode(200)
  @ApiAuthorized('leaderboards:manage')
  @ApiRefused(400, 404, 409)
  async joinLeaderboard(@CurrentUser() actor: UserActor, @Body() body: JoinLeaderboardBody): Promise<LeaderboardAnswer> {
    return toLeaderboard(await this.commands.execute(new JoinLeaderboard(actor, actor.userId, body.token, body.consent)));
  }

  /** List the private leaderboards that you were asked to join. `consent` says what the others will see of you once you do. */
  @Get('users/current/leaderboard_invites')
  @ApiAuthorized('leaderboards:read')
  async listLeaderboardInvites(@CurrentUser() actor: UserActor): Promise<LeaderboardInvitesAnswer> {
    return toLeaderboardInvites(await this.queries.execute(new ListLeaderboardInvites(actor, actor.userId)));
  }

  /**
   * Accept an invitation to a private leaderboard. All its members see your name, picture, country, time and languages of its range from then on, and
   * you theirs; `consent` must be true.
   */
  @Post('users/current/leaderboard_invites/:id/accept')
  @HttpCode(200)
  @ApiAuthorized('leaderboards:manage')
  @ApiBoard()
  @ApiRefused(400, 404, 409)
  async acceptLeaderboardInvite(
    @CurrentUser() actor: UserActor,
    @Param('id') id: string,
    @Body() body: ConsentBody,
  ): Promise<LeaderboardAnswer> {
    return toLeaderboard(await this.commands.execute(new AcceptLeaderboardInvite(actor, actor.userId, id, body.consent)));
  }

  /** Decline an invitation to a private leaderboard. Nobody is told. */
  @Delete('users/current/leaderboard_invites/:id')
  @ApiAuthorized('leaderboards:manage')
  @ApiBoard()
  @ApiRefused(404)
  async declineLeaderboardInvite(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<DoneAnswer> {
    await this.commands.execute(new DeclineLeaderboardInvite(actor, actor.userId, id));
    return { data: {} };
  }
}
