import type { DoneAnswer } from '@app/compat';
import type { UserActor } from '@app/core';
import { AnswerTransfer, GetTransfer, OfferTransfer, type OrgAccess, WithdrawTransfer } from '@app/orgs';
import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import { toTransfer, type TransferAnswer, TransferBody } from './transfers.dto.js';

/** The ownership of an organization goes to another member, who confirms it. */
@ApiTags('Organizations')
@Controller('api/v1/organizations')
export class TransfersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Get the offer of the ownership. For owners and to whom it is made; 404 where there is none. */
  @Get(':org/transfer')
  @ApiOrg('org:read')
  async getTransfer(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess): Promise<TransferAnswer> {
    return toTransfer(await this.queries.execute(new GetTransfer(actor, org)));
  }

  /** Offer the ownership to a member. They have seven days to accept; then they are an owner, and you an administrator. One offer at a time. */
  @Post(':org/transfer')
  @ApiOrg('org:transfer')
  @ApiRefused(400, 409)
  async offerTransfer(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess, @Body() body: TransferBody): Promise<TransferAnswer> {
    return toTransfer(await this.commands.execute(new OfferTransfer(actor, org, body.member)));
  }

  /** Withdraw the offer of the ownership. It can be accepted no more. */
  @Delete(':org/transfer')
  @ApiOrg('org:transfer')
  async withdrawTransfer(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess): Promise<DoneAnswer> {
    return this.commands.execute(new WithdrawTransfer(actor, org)).then(() => ({ data: {} }));
  }

  /** Accept the ownership that is offered to you. You are an owner then, and who offered it is an administrator, both at once. */
  @Post(':org/transfer/accept')
  @HttpCode(200)
  @ApiOrg('org:read', 'memberships:manage')
  @ApiRefused(409)
  async acceptTransfer(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess): Promise<DoneAnswer> {
    return this.commands.execute(new AnswerTransfer(actor, org, true)).then(() => ({ data: {} }));
  }

  /** Decline the ownership that is offered to you. Nothing changes but that the offer is over. */
  @Post(':org/transfer/decline')
  @HttpCode(200)
  @ApiOrg('org:read', 'memberships:manage')
  async declineTransfer(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess): Promise<DoneAnswer> {
    return this.commands.execute(new AnswerTransfer(actor, org, false)).then(() => ({ data: {} }));
  }
}
