import type { Actor, UserActor } from '@app/core';
import { ChangeBilling, GetBilling, ListAllOrganizations, type OrgAccess } from '@app/orgs';
import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import {
  type AdminOrganizationAnswer,
  type AdminOrganizationsAnswer,
  AdminOrganizationsParams,
  adminPage,
  type BillingAnswer,
  ChangeBillingBody,
  toAdminOrganization,
  toAdminOrganizations,
  toBilling,
  toBillingChange,
} from './billing.dto.js';

/** Plan and seats of an organization, as it sees them. */
@ApiTags('Organizations')
@Controller('api/v1/organizations')
export class BillingController {
  constructor(private readonly queries: QueryBus) {}

  /** Get plan, status, seats and period of an organization. */
  @Get(':org/billing')
  @ApiOrg('billing:read')
  async getBilling(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess): Promise<BillingAnswer> {
    return toBilling(await this.queries.execute(new GetBilling(actor, org)));
  }
}

/** All organizations of the instance, for its administrators. */
@ApiTags('Administration')
@ApiAuthorized('users:manage')
@Controller('api/v1/admin')
export class AdminOrganizationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List all organizations, oldest first. Deleted ones are among them for thirty days. For the owner and administrators of the instance. */
  @Get('organizations')
  @ApiRefused(400)
  async listAllOrganizations(
    @CurrentUser() actor: UserActor,
    @Query() params: AdminOrganizationsParams,
  ): Promise<AdminOrganizationsAnswer> {
    return toAdminOrganizations(await this.queries.execute(new ListAllOrganizations(actor, adminPage(params), params.search)), params);
  }

  /**
   * Set plan, status, seats and period of an organization, or name an owner. `owner` is for one whose only owner's account is disabled; who is no
   * member becomes one, and shares nothing until they say so.
   */
  @Patch('organizations/:org')
  @ApiParam({ name: 'org', example: 'acme', description: 'The id of an organization, or its slug in any case.' })
  @ApiRefused(400, 404, 409)
  async changeBilling(
    @CurrentUser() actor: UserActor,
    @Param('org') org: string,
    @Body() body: ChangeBillingBody,
  ): Promise<AdminOrganizationAnswer> {
    return toAdminOrganization(await this.commands.execute(new ChangeBilling(actor, org, toBillingChange(body))));
  }
}
