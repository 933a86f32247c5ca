import type { UserActor } from '@app/core';
import { CreateOrganization, GetOrganization, type OrgAccess } from '@app/orgs';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import {
  CreateOrganizationBody,
  type OrganizationAnswer,
  type OrgPermissionsAnswer,
  toOrganization,
  toOrgPermissions,
} from './organizations.dto.js';

/** Organizations: workspaces of several people. */
@ApiTags('Organizations')
@Controller('api/v1/organizations')
export class OrganizationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * Make an organization. You are its owner then. `ORGANIZATIONS` of the instance says who may: everybody, its administrators or nobody. You can
   * own 20 and be a member of 50.
   */
  @Post()
  @ApiAuthorized('orgs:manage')
  @ApiRefused(400, 409)
  async createOrganization(@CurrentUser() actor: UserActor, @Body() body: CreateOrganizationBody): Promise<OrganizationAnswer> {
    return toOrganization(await this.commands.execute(new CreateOrganization(actor, actor.userId, body)));
  }

  /** Get an organization of yours. */
  @Get(':org')
  @ApiOrg('org:read')
  async getOrganization(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess): Promise<OrganizationAnswer> {
    return toOrganization(await this.queries.execute(new GetOrganization(actor, org)));
  }

  /** List what may be done in an organization, by whom, and what of it you may. */
  @Get(':org/permissions')
  @ApiOrg('org:read')
  listOrgPermissions(@CurrentOrg() org: OrgAccess): OrgPermissionsAnswer {
    return toOrgPermissions(org.permissions);
  }
}
