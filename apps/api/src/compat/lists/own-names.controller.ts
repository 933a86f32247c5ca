import { ListNames } from '@app/analytics';
import { pageOf, PageParams, type SeenNamesAnswer, toSeenNames } from '@app/compat';
import type { UserActor } from '@app/core';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../../http/auth.js';
import { ApiAuthorized } from '../../http/authorize.js';
import { ApiRefused } from '../../http/refusals.js';

/** The names that a user's heartbeats have. WakaTime has no such routes. */
@ApiTags('Lists')
@ApiAuthorized('time:read')
@ApiRefused(400)
@Controller('api/v1/users/current')
export class OwnNamesController {
  constructor(private readonly queries: QueryBus) {}

  /** List the languages of your heartbeats, the one seen last first. */
  @Get('languages')
  async listLanguages(@CurrentUser() actor: UserActor, @Query() params: PageParams): Promise<SeenNamesAnswer> {
    const page = pageOf(params);
    return toSeenNames(await this.queries.execute(new ListNames(actor, actor.userId, 'language', page)), page);
  }

  /** List the editors of your heartbeats, the one seen last first. */
  @Get('editors')
  async listEditors(@CurrentUser() actor: UserActor, @Query() params: PageParams): Promise<SeenNamesAnswer> {
    const page = pageOf(params);
    return toSeenNames(await this.queries.execute(new ListNames(actor, actor.userId, 'editor', page)), page);
  }

  /** List the operating systems of your heartbeats, the one seen last first. */
  @Get('operating_systems')
  async listOperatingSystems(@CurrentUser() actor: UserActor, @Query() params: PageParams): Promise<SeenNamesAnswer> {
    const page = pageOf(params);
    return toSeenNames(await this.queries.execute(new ListNames(actor, actor.userId, 'operatingSystem', page)), page);
  }

  /** List the categories of your heartbeats, the one seen last first. */
  @Get('categories')
  async listCategories(@CurrentUser() actor: UserActor, @Query() params: PageParams): Promise<SeenNamesAnswer> {
    const page = pageOf(params);
    return toSeenNames(await this.queries.execute(new ListNames(actor, actor.userId, 'category', page)), page);
  }
}
