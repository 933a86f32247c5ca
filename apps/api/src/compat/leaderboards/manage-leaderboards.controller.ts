import {
  CreateLeaderboard,
  DeleteLeaderboard,
  InviteToLeaderboard,
  IssueLeaderboardLink,
  RemoveLeaderboardMember,
  RenameLeaderboard,
  RevokeLeaderboardLink,
  WithdrawLeaderboardInvite,
} from '@app/analytics';
import {
  CreateLeaderboardBody,
  DoneAnswer,
  InviteToLeaderboardBody,
  type LeaderboardAnswer,
  type LeaderboardLinkAnswer,
  RenameLeaderboardBody,
  toLeaderboard,
  toLeaderboardLink,
} from '@app/compat';
import type { UserActor } from '@app/core';
import { Body, Controller, Delete, Param, Patch, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';
import { ApiBoard } from './board-id.js';

/** What WakaTime has no routes for: making private leaderboards, and who is on them. */
@ApiTags('Leaderboards')
@Controller('api/v1')
export class ManageLeaderboardsController {
  constructor(private readonly commands: CommandBus) {}

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
   * whether there is such an account or not; so a board can ask a hundred times within thirty days, whomever.
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

  /** Withdraw an invitation to a private leaderboard of yours. By the name that you gave; the answer is the same whether there was one or not. */
  @Delete('users/current/leaderboards/:id/invites/:username')
  @ApiAuthorized('leaderboards:manage')
  @ApiBoard()
  @ApiParam({ name: 'username', example: 'grace', description: 'A username or @username, in any case.' })
  @ApiRefused(404)
  async withdrawLeaderboardInvite(
    @CurrentUser() actor: UserActor,
    @Param('id') id: string,
    @Param('username') username: string,
  ): Promise<DoneAnswer> {
    await this.commands.execute(new WithdrawLeaderboardInvite(actor, actor.userId, id, username));
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
