import {
  CreateLeaderboard,
  DeleteLeaderboard,
  GetLeaderboard,
  InviteToLeaderboard,
  IssueLeaderboardLink,
  ListLeaderboards,
  RemoveLeaderboardMember,
  RenameLeaderboard,
  RevokeLeaderboardLink,
} from '@app/analytics';
import {
  BoardParams,
  CreateLeaderboardBody,
  DoneAnswer,
  InviteToLeaderboardBody,
  type LeaderboardAnswer,
  type LeaderboardLinkAnswer,
  type LeaderboardsAnswer,
  type Leaders,
  leadersQuestion,
  RenameLeaderboardBody,
  toLeaderboard,
  toLeaderboardLink,
  toLeaderboards,
  toLeaders,
} from '@app/compat';
import { Clock, Env, publicUrl, type UserActor } from '@app/core';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
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
    private readonly commands: CommandBus,
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

  /** Make a private leaderboard. You are on it from then on; you can be on twenty at most. */
  @Post('users/current/leaderboards')
  @ApiAuthorized('leaderboards:manage')
  @ApiRefused(400, 409)
  async createLeaderboard(@CurrentUser() actor: UserActor, @Body() body: CreateLeaderboardBody): Promise<LeaderboardAnswer> {
    return toLeaderboard(await this.commands.execute(new CreateLeaderboard(actor, actor.userId, body.name, body.time_range)));
  }

  /** Rename a private leaderboard of yours. It is yours when you have been on it longest. */
  @Patch('users/current/leaderboards/:id')
  @ApiAuthorized('leaderboards:manage')
  @ApiBoard()
  @ApiRefused(400, 404)
  async renameLeaderboard(
    @CurrentUser() actor: UserActor,
    @Param('id') id: string,
    @Body() body: RenameLeaderboardBody,
  ): Promise<LeaderboardAnswer> {
    return toLeaderboard(await this.commands.execute(new RenameLeaderboard(actor, actor.userId, id, body.name)));
  }

  /** Delete a private leaderboard of yours. Nobody is on it any more. */
  @Delete('users/current/leaderboards/:id')
  @ApiAuthorized('leaderboards:manage')
  @ApiBoard()
  @ApiRefused(404)
  async deleteLeaderboard(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<DoneAnswer> {
    await this.commands.execute(new DeleteLeaderboard(actor, actor.userId, id));
    return { data: {} };
  }

  /** Make a link to a private leaderboard of yours. Whoever has its token may join, for seven days; an earlier link is void. */
  @Post('users/current/leaderboards/:id/link')
  @ApiAuthorized('leaderboards:manage')
  @ApiBoard()
  @ApiRefused(404)
  async issueLeaderboardLink(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<LeaderboardLinkAnswer> {
    return toLeaderboardLink(await this.commands.execute(new IssueLeaderboardLink(actor, actor.userId, id)));
  }

  /** Make the link to a private leaderboard of yours void. Who has joined by it stays. */
  @Delete('users/current/leaderboards/:id/link')
  @ApiAuthorized('leaderboards:manage')
  @ApiBoard()
  @ApiRefused(404)
  async revokeLeaderboardLink(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<DoneAnswer> {
    await this.commands.execute(new RevokeLeaderboardLink(actor, actor.userId, id));
    return { data: {} };
  }

  /**
   * Ask somebody to join a private leaderboard of yours. They find it under `users/current/leaderboard_invites` for thirty days. The answer is the same
   * whether there is such an account or not.
   */
  @Post('users/current/leaderboards/:id/invites')
  @ApiAuthorized('leaderboards:manage')
  @ApiBoard()
  @ApiRefused(400, 404, 409)
  async inviteToLeaderboard(
    @CurrentUser() actor: UserActor,
    @Param('id') id: string,
    @Body() body: InviteToLeaderboardBody,
  ): Promise<DoneAnswer> {
    await this.commands.execute(new InviteToLeaderboard(actor, actor.userId, id, body.username));
    return { data: {} };
  }

  /**
   * Leave a private leaderboard, or take somebody off one of yours. `current` is yourself. From then on they and the others see nothing of each other
   * there; a board that nobody is on any more is deleted.
   */
  @Delete('users/current/leaderboards/:id/members/:member')
  @ApiAuthorized('leaderboards:manage')
  @ApiBoard()
  @ApiParam({ name: 'member', example: 'current', description: '`current`, a username, @username or public id.' })
  @ApiRefused(404)
  async removeLeaderboardMember(
    @CurrentUser() actor: UserActor,
    @Param('id') id: string,
    @Param('member') member: string,
  ): Promise<DoneAnswer> {
    await this.commands.execute(new RemoveLeaderboardMember(actor, actor.userId, id, member));
    return { data: {} };
  }
}
