import { Clock, type UserActor } from '@app/core';
import { ChangeSharing, GetSharing } from '@app/orgs';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused } from '../http/refusals.js';
import { OrgDaysParams, orgDays } from './by-name.dto.js';
import { ApiOwnOrg } from './own-org.js';
import { type ChangedSharingAnswer, ChangeSharingBody, type SharingAnswer, toChangedSharing, toSharing } from './sharing.dto.js';

/** What one shares with an organization. */
@ApiTags('Organizations')
@Controller('api/v1/users/current/orgs')
export class SharingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /**
   * Get what you share with an organization, and see what others see of it. `seen` is what owners, leads of your teams and sums have of the days that you
   * ask for, 366 at most, by the code of the reports. Nothing is shared until you answer. You can ask after you left, too.
   */
  @Get(':org/sharing')
  @ApiAuthorized('memberships:read')
  @ApiOwnOrg()
  @ApiRefused(400)
  async getSharing(@CurrentUser() actor: UserActor, @Param('org') org: string, @Query() params: OrgDaysParams): Promise<SharingAnswer> {
    return toSharing(await this.queries.execute(new GetSharing(actor, actor.userId, org, orgDays(params))), { now: this.clock.now() });
  }

  /**
   * Change what you share with an organization. Less is shared at once, of the past too. More is shared from today on, with `include_past` of all of your
   * past. Each answer is kept. After you left you can only share less.
   *
   * Example: you share totals since 1 January. On 10 January you answer `aggregate`: by name nothing is seen any more, of no day. On 20 January you answer
   * `totals` again: by name days from 20 January on are seen.
   */
  @Put(':org/sharing')
  @ApiAuthorized('memberships:manage')
  @ApiOwnOrg()
  @ApiRefused(400)
  async changeSharing(
    @CurrentUser() actor: UserActor,
    @Param('org') org: string,
    @Body() { level, team, include_past }: ChangeSharingBody,
  ): Promise<ChangedSharingAnswer> {
    return toChangedSharing(
      await this.commands.execute(new ChangeSharing(actor, actor.userId, org, { level, team, includePast: include_past })),
    );
  }
}
