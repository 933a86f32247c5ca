import { CreateBadgeLink, DeleteBadgeLink, ListBadgeLinks } from '@app/analytics';
import { Env, publicUrl, type UserActor } from '@app/core';
import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import { type BadgeAnswer, BadgeDeleted, type BadgeListAnswer, CreateBadgeBody, toBadgeData, toShows } from './badge-links.dto.js';

@ApiTags('Pictures')
@ApiAuthorized('account:change')
@Controller('api/v1/users/current/badges')
export class BadgeLinksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly env: Env,
  ) {}

  /** List your badges with links of their own, newest first. */
  @Get()
  async listBadges(@CurrentUser() actor: UserActor): Promise<BadgeListAnswer> {
    const badges = await this.queries.execute(new ListBadgeLinks(actor, actor.userId));
    return { data: badges.map((badge) => toBadgeData(badge, this.addressOf(actor))) };
  }

  /**
   * Make a link to one badge of yours. Whoever has it sees that number and nothing else, also where your profile is private; nobody finds it by
   * trying. An account has 100 at most.
   */
  @Post()
  @ApiRefused(400, 409)
  async createBadge(@CurrentUser() actor: UserActor, @Body() body: CreateBadgeBody): Promise<BadgeAnswer> {
    return {
      data: toBadgeData(await this.commands.execute(new CreateBadgeLink(actor, actor.userId, toShows(body))), this.addressOf(actor)),
    };
  }

  /** Delete a badge's link. It shows nothing from then on. */
  @Delete(':id')
  @ApiParam({ name: 'id', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', description: "The badge's id, as the list gives it." })
  @ApiRefused(404)
  async deleteBadge(@CurrentUser() actor: UserActor, @Param('id') id: string): Promise<BadgeDeleted> {
    return this.commands
      .execute(new DeleteBadgeLink(actor, actor.userId, id))
      .then(() => ({ message: 'Deleted. Its link shows nothing any more; caches may keep the last picture for five minutes.' }));
  }

  private addressOf({ publicId }: UserActor): string {
    return `${publicUrl(this.env)}/api/v1/users/${publicId}`;
  }
}
