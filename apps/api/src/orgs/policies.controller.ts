import type { Actor, UserActor } from '@app/core';
import { ChangePolicies, GetPolicies, ListPolicyNotices, type OrgAccess, PreviewPolicies } from '@app/orgs';
import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import {
  ChangePoliciesBody,
  type PoliciesAnswer,
  policiesChange,
  type PoliciesPreviewAnswer,
  type PolicyNoticesAnswer,
  toPolicies,
  toPoliciesPreview,
  toPolicyNotices,
} from './policies.dto.js';

/** What an organization decides about what can be seen of its members, and about who gets in. */
@ApiTags('Organizations')
@Controller('api/v1')
export class PoliciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Get the policies of an organization. */
  @Get('organizations/:org/policies')
  @ApiOrg('policies:read')
  async getPolicies(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess): Promise<PoliciesAnswer> {
    return toPolicies(await this.queries.execute(new GetPolicies(actor, org)));
  }

  /**
   * Change policies of an organization. What is tightened counts at once, for the past too. What lets more be seen (a lower `min_group`, a higher
   * `most_shared`, `members_see_reports`, another `timezone`, more `details_days` or `former_names_days`) takes an owner, and every member is told of it. Whom `email_domains`,
   * `session_hours`, `key_days` or `personal_keys` keeps out gets 403 on the routes of this organization, and can still leave and share less.
   */
  @Patch('organizations/:org/policies')
  @ApiOrg('policies:change')
  @ApiRefused(400)
  async changePolicies(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Body() body: ChangePoliciesBody,
  ): Promise<PoliciesAnswer> {
    return toPolicies(await this.commands.execute(new ChangePolicies(actor, org, policiesChange(body))));
  }

  /**
   * See whom a change of policies would hit. Nothing is changed. Of each kind there are how many, and the first 100 names; whose session or key is too
   * old is not named.
   */
  @Post('organizations/:org/policies/preview')
  @HttpCode(200)
  @ApiOrg('policies:change')
  @ApiRefused(400)
  async previewPolicies(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Body() body: ChangePoliciesBody,
  ): Promise<PoliciesPreviewAnswer> {
    return toPoliciesPreview(await this.queries.execute(new PreviewPolicies(actor, org, policiesChange(body))));
  }

  /** List what an organization of yours lets be seen more since you joined. The newest first, 50 at most, of the last 400 days. */
  @Get('users/current/orgs/:org/notices')
  @ApiAuthorized('memberships:read')
  @ApiParam({ name: 'org', example: 'acme', description: 'The id of the organization, or its slug in any case.' })
  @ApiRefused(404)
  async listPolicyNotices(@CurrentUser() actor: UserActor, @Param('org') org: string): Promise<PolicyNoticesAnswer> {
    return toPolicyNotices(await this.queries.execute(new ListPolicyNotices(actor, org)));
  }
}
