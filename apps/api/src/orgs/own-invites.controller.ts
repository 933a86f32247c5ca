import type { Actor, UserActor } from '@app/core';
import { AcceptInvite, DeclineInvite, GetOffer, ListOwnInvites } from '@app/orgs';
import { applyDecorators, Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser, Public } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiRefused, ApiRefusedAs } from '../http/refusals.js';
import { type OrganizationAnswer, toOrganization } from './organizations.dto.js';
import {
  AcceptInviteBody,
  type DoneAnswer,
  type LinkedOfferAnswer,
  type OffersAnswer,
  toLinkedOffer,
  toOffers,
} from './own-invites.dto.js';

const DEAD = 'There is no such invitation, or it does not work: it was answered, withdrawn or replaced, or is older than seven days.';

const ApiToken = (): MethodDecorator =>
  applyDecorators(
    ApiParam({ name: 'token', example: 'q3J8mY0bT2xWc5Zr9LkVn7HsEd1uGf4aPiOo6SwXyAB', description: 'The secret of the mailed link.' }),
    ApiRefusedAs(404, 'The invitation does not work, or there is none.', DEAD),
  );

const ApiOffer = (): MethodDecorator =>
  applyDecorators(
    ApiParam({
      name: 'invite',
      example: '2c08acf4-6d1f-4b3a-8c29-8f7a6e5d4c3b',
      description: 'Its id, from the list of your invitations.',
    }),
    ApiRefusedAs(404, 'It does not work, or is not for you.', DEAD),
  );

/** How somebody comes into an organization: by their own consent alone. */
@ApiTags('Organizations')
@Controller('api/v1')
export class OwnInvitesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * Look at an invitation before answering it. It says who invites, to what, as what, and who would see what of your time at each level of sharing.
   * Looking changes nothing.
   */
  @Get('invites/:token')
  @Public('The same as everybody: the secret of the mailed link is the credential.')
  @Header('cache-control', 'no-store')
  @ApiToken()
  @ApiRefused(429, 503)
  async getInvite(@CurrentActor() actor: Actor, @Param('token') token: string): Promise<LinkedOfferAnswer> {
    return toLinkedOffer(await this.queries.execute(new GetOffer(actor, token)));
  }

  /**
   * Accept an invitation by its link. The confirmed address of your account must be the invited one. You share nothing before you say so; `GET
   * invites/{token}` tells who would see what.
   */
  @Post('invites/:token/accept')
  @HttpCode(200)
  @ApiAuthorized('memberships:manage')
  @ApiToken()
  @ApiRefused(400)
  @ApiRefusedAs(
    403,
    'It is for another address, yours is not confirmed, or the organization does not take its domain; or the key lacks the scope.',
  )
  @ApiRefusedAs(
    409,
    'No seat is free, you are a member already, or of as many organizations as may be.',
    'All 5 seats of this organization are taken.',
  )
  async acceptInvite(
    @CurrentUser() actor: UserActor,
    @Param('token') token: string,
    @Body() { share = 'none' }: AcceptInviteBody,
  ): Promise<OrganizationAnswer> {
    return toOrganization(await this.commands.execute(new AcceptInvite(actor, { token }, share)));
  }

  /** Decline an invitation by its link. It works no more then. Nobody needs to be signed in. */
  @Post('invites/:token/decline')
  @HttpCode(200)
  @Public('The same as everybody: the secret of the mailed link is the credential.')
  @ApiToken()
  @ApiRefused(429, 503)
  async declineInvite(@CurrentActor() actor: Actor, @Param('token') token: string): Promise<DoneAnswer> {
    return this.commands.execute(new DeclineInvite(actor, { token })).then(() => ({ message: 'Declined. The link works no more.' }));
  }

  /**
   * List the organizations that you can join. Those that invited your confirmed address, newest first, then those that let whoever has an address of
   * their domain join. At most 100. Nobody joins without accepting.
   */
  @Get('users/current/invites')
  @ApiAuthorized('memberships:read')
  async listOwnInvites(@CurrentUser() actor: UserActor): Promise<OffersAnswer> {
    return toOffers(await this.queries.execute(new ListOwnInvites(actor, actor.userId)));
  }

  /** Accept an invitation from the list of yours. You share nothing before you say so. */
  @Post('users/current/invites/:invite/accept')
  @HttpCode(200)
  @ApiAuthorized('memberships:manage')
  @ApiOffer()
  @ApiRefused(400)
  @ApiRefusedAs(403, 'The organization does not take addresses of your domain (policy `email_domains`), or the key lacks the scope.')
  @ApiRefusedAs(
    409,
    'No seat is free, you are a member already, or of as many organizations as may be.',
    'All 5 seats of this organization are taken.',
  )
  async acceptOwnInvite(
    @CurrentUser() actor: UserActor,
    @Param('invite') id: string,
    @Body() { share = 'none' }: AcceptInviteBody,
  ): Promise<OrganizationAnswer> {
    return toOrganization(await this.commands.execute(new AcceptInvite(actor, { id }, share)));
  }

  /** Decline an invitation from the list of yours. */
  @Post('users/current/invites/:invite/decline')
  @HttpCode(200)
  @ApiAuthorized('memberships:manage')
  @ApiOffer()
  @ApiRefused(400)
  async declineOwnInvite(@CurrentUser() actor: UserActor, @Param('invite') id: string): Promise<DoneAnswer> {
    return this.commands.execute(new DeclineInvite(actor, { id })).then(() => ({ message: 'Declined.' }));
  }
}
