import type { DoneAnswer } from '@app/compat';
import type { Actor, UserActor } from '@app/core';
import { ChangeMemberRole, GetMember, ListMembers, type OrgAccess, RemoveMember } from '@app/orgs';
import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser } from '../http/auth.js';
import { ApiOrg, CurrentOrg, EvenIfKeptOut } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import {
  ChangeMemberBody,
  LeaveParams,
  type MemberAnswer,
  memberFilter,
  memberPage,
  type MembersAnswer,
  MembersParams,
  toMember,
  toMembers,
} from './members.dto.js';
import { ApiMember } from './org-params.js';

/** Who is in an organization, and what each may do there. */
@ApiTags('Organizations')
@Controller('api/v1/organizations')
export class MembersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * List the members of an organization. An organization has 10,000 at most, a page 100. `sharing` and `email` are for who may see them;
   * `last_active_day` is told to whom a member shares at least totals with. `state=left` lists who left, to owners and administrators; after the days of
   * the policy `former_names_days` without a name.
   */
  @Get(':org/members')
  @ApiOrg('members:read')
  @ApiRefused(400)
  async listMembers(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess, @Query() params: MembersParams): Promise<MembersAnswer> {
    return toMembers(
      await this.queries.execute(new ListMembers(actor, org, memberPage(params), memberFilter(params), params.sort)),
      params,
    );
  }

  /** Get a member of an organization. */
  @Get(':org/members/:member')
  @ApiOrg('members:read')
  @ApiMember()
  async getMember(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess, @Param('member') member: string): Promise<MemberAnswer> {
    return toMember(await this.queries.execute(new GetMember(actor, org, member)));
  }

  /**
   * Change the role of a member. Only owners make somebody an owner, and change what an owner is; nobody promotes oneself; the last owner stays one.
   */
  @Patch(':org/members/:member')
  @ApiOrg('members:change')
  @ApiMember()
  @ApiRefused(400, 409)
  async changeMember(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Param('member') member: string,
    @Body() body: ChangeMemberBody,
  ): Promise<MemberAnswer> {
    return toMember(await this.commands.execute(new ChangeMemberRole(actor, org, member, body.role)));
  }

  /**
   * Leave an organization. You get 404 for everything of it at once; what you shared stays in sums without names, unless `forget=true`. The last
   * owner cannot leave. No policy of the organization keeps you from it.
   */
  @Delete(':org/members/current')
  @ApiOrg('org:read', 'memberships:manage')
  @EvenIfKeptOut()
  @ApiRefused(400, 409)
  async leaveOrganization(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Query() params: LeaveParams,
  ): Promise<DoneAnswer> {
    return this.commands.execute(new RemoveMember(actor, org, actor.publicId, params.forget)).then(() => ({ data: {} }));
  }

  /** Remove a member from an organization. Only owners remove an owner; the last one stays. What the member shared stays in sums without names. */
  @Delete(':org/members/:member')
  @ApiOrg('members:remove')
  @ApiMember()
  @ApiRefused(409)
  async removeMember(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess, @Param('member') member: string): Promise<DoneAnswer> {
    return this.commands.execute(new RemoveMember(actor, org, member)).then(() => ({ data: {} }));
  }
}
