import { type FoundBadgeLink, GetActivity, GetBadge, GetCard } from '@app/analytics';
import {
  ActivityParams,
  BadgeLook,
  BadgeParams,
  badgeQuestion,
  CardParams,
  cardRange,
  linkedParams,
  linkedQuestion,
  type ShieldsBadge,
  toActivity,
  toBadge,
  toCard,
  toShieldsBadge,
} from '@app/compat';
import { STRANGER } from '@app/core';
import type { Subject } from '@app/users';
import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CalledMount, type Mount, MOUNTS } from '../compat/mount.js';
import { Public } from '../http/auth.js';
import { LimitedBy } from '../http/limits.js';
import { ApiRefused } from '../http/refusals.js';
import { ApiForCaches, ApiLink, ApiPicture } from './describe-picture.js';
import { ForEverybody } from './for-everybody.js';
import { LinkedBadge } from './linked-badge.js';
import { ShownUser } from './shown-user.js';

/** Pictures of somebody's time for pages elsewhere, as far as it is public. */
@ApiTags('Pictures')
@Public('What the user made public. Else, and where there is no such user, it says "unknown or private".')
@LimitedBy('pictures-of-time')
@ApiRefused(400, 429, 503)
@UseInterceptors(ForEverybody)
@Controller(MOUNTS)
export class PicturesController {
  constructor(private readonly queries: QueryBus) {}

  /** Get a badge with somebody's time. Of all, of a project, of a language. It needs `logged_time_public`. Numbers are up to five minutes old. */
  @Get('users/:user/badge.svg')
  @ApiPicture('badge')
  async getBadge(@ShownUser() subject: Subject, @CalledMount() mount: Mount, @Query() params: BadgeParams): Promise<string> {
    return toBadge(await this.queries.execute(new GetBadge(STRANGER, subject, badgeQuestion(mount === 'native', params))), params);
  }

  /** Get the same badge as JSON for shields.io. Its address is the `url` of `https://img.shields.io/endpoint?url=…`, percent-encoded. */
  @Get('users/:user/badge.json')
  @ApiForCaches()
  async getShieldsBadge(@ShownUser() subject: Subject, @CalledMount() mount: Mount, @Query() params: BadgeParams): Promise<ShieldsBadge> {
    return toShieldsBadge(await this.queries.execute(new GetBadge(STRANGER, subject, badgeQuestion(mount === 'native', params))), params);
  }

  /** Get the badge of a link that its owner made. It shows that one number, whatever else is public. */
  @Get('users/:user/badges/:id/badge.svg')
  @ApiPicture('badge')
  @ApiLink()
  async getLinkedBadge(
    @LinkedBadge() { subject, shows }: FoundBadgeLink,
    @CalledMount() mount: Mount,
    @Query() look: BadgeLook,
  ): Promise<string> {
    return toBadge(
      await this.queries.execute(new GetBadge(STRANGER, subject, linkedQuestion(mount === 'native', shows))),
      linkedParams(shows, look),
    );
  }

  /** Get the badge of a link as JSON for shields.io. */
  @Get('users/:user/badges/:id/badge.json')
  @ApiForCaches()
  @ApiLink()
  async getLinkedShieldsBadge(
    @LinkedBadge() { subject, shows }: FoundBadgeLink,
    @CalledMount() mount: Mount,
    @Query() look: BadgeLook,
  ): Promise<ShieldsBadge> {
    return toShieldsBadge(
      await this.queries.execute(new GetBadge(STRANGER, subject, linkedQuestion(mount === 'native', shows))),
      linkedParams(shows, look),
    );
  }

  /** Get a calendar of somebody's year. Each day is coloured by its time, in the user's own zone. It needs `logged_time_public`. */
  @Get('users/:user/activity.svg')
  @ApiPicture('calendar')
  async getActivity(@ShownUser() subject: Subject, @Query() params: ActivityParams): Promise<string> {
    return toActivity(await this.queries.execute(new GetActivity(STRANGER, subject, params.year)), params);
  }

  /**
   * Get a card with somebody's total and languages. What is not public is left out: without `logged_time_public` languages have their share
   * alone, without `languages_used_public` there are none.
   */
  @Get('users/:user/card.svg')
  @ApiPicture('card')
  async getCard(@ShownUser() subject: Subject, @CalledMount() mount: Mount, @Query() params: CardParams): Promise<string> {
    return toCard(await this.queries.execute(new GetCard(STRANGER, subject, cardRange(mount === 'native', params))), params);
  }
}
