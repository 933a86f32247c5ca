import { pageOf } from '@app/compat';
import type { Actor, UserActor } from '@app/core';
import { InviteToOrg, ListInvites, type OrgAccess, ResendInvite, WithdrawInvite } from '@app/orgs';
import { applyDecorators, Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiParam, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentActor, CurrentUser } from '../http/auth.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused, ApiRefusedAs } from '../http/refusals.js';
import {
  type InviteAnswer,
  InviteBody,
  InvitedAnswer,
  InvitedListAnswer,
  type InvitesAnswer,
  InvitesParams,
  toInvite,
  toInvited,
  toInviteForm,
  toInvites,
} from './invites.dto.js';
import { DoneAnswer } from './own-invites.dto.js';

/** The invitation that an address names. */
const ApiInvite = (): MethodDecorator =>
  applyDecorators(ApiParam({ name: 'invite', example: '2c08acf4-6d1f-4b3a-8c29-8f7a6e5d4c3b', description: 'Its id.' }));

/** Invitations into an organization. */
@ApiTags('Organizations')
@Controller('api/v1/organizations/:org/invites')
export class InvitesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * Invite people by their e-mail addresses. Each gets a mail with a link that works once, within seven days, for that address alone; without a mail
   * server they find it under `users/current/invites`. Whoever is invited already gets another link, which replaces the one before, at most once an
   * hour. With `email` alone the answer is one invitation, or the refusal; with `emails` (at most 100) a list that says of each address what became of
   * it. At most 1,000 invitations are open, and 1,000 mails are asked for within a day.
   */
  @Post()
  @ApiOrg('invites:manage')
  @ApiRefused(400, 409)
  @ApiExtraModels(InvitedAnswer, InvitedListAnswer)
  @ApiResponse({ status: 201, schema: { oneOf: [{ $ref: getSchemaPath(InvitedAnswer) }, { $ref: getSchemaPath(InvitedListAnswer) }] } })
  async inviteToOrg(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Body() body: InviteBody,
  ): Promise<InvitedAnswer | InvitedListAnswer> {
    return toInvited(await this.commands.execute(new InviteToOrg(actor, org, toInviteForm(body))), body);
  }

  /** List the invitations of an organization, newest first. Those that were answered or withdrawn are kept for ninety days. */
  @Get()
  @ApiOrg('invites:read')
  @ApiRefused(400)
  async listOrgInvites(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess, @Query() params: InvitesParams): Promise<InvitesAnswer> {
    const page = pageOf(params);
    return toInvites(await this.queries.execute(new ListInvites(actor, org, page, params.status ?? 'pending')), page);
  }

  /** Withdraw an invitation that nobody answered. Its link works no more. */
  @Delete(':invite')
  @ApiOrg('invites:manage')
  @ApiInvite()
  @ApiRefusedAs(
    404,
    'There is no such organization or invitation, or it was answered.',
    'There is no such invitation, or it was answered or withdrawn.',
  )
  async withdrawOrgInvite(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Param('invite') invite: string,
  ): Promise<DoneAnswer> {
    return this.commands.execute(new WithdrawInvite(actor, org, invite)).then(() => ({ message: 'Withdrawn. The link works no more.' }));
  }

  /** Mail an invitation again. The link before works no more, and the seven days begin anew. Once an hour. */
  @Post(':invite/resend')
  @HttpCode(200)
  @ApiOrg('invites:manage')
  @ApiInvite()
  @ApiRefusedAs(409, 'The organization does not take addresses of its domain any more (policy `email_domains`).')
  @ApiRefusedAs(
    404,
    'There is no such organization or invitation, or it was answered.',
    'There is no such invitation, or it was answered or withdrawn.',
  )
  async resendOrgInvite(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Param('invite') invite: string,
  ): Promise<InviteAnswer> {
    return toInvite(await this.commands.execute(new ResendInvite(actor, org, invite)));
  }
}
