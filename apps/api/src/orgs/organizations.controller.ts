import { pageOf } from '@app/compat';
import type { Actor, UserActor } from '@app/core';
import {
  ChangeOrganization,
  CreateOrganization,
  DeleteOrganization,
  GetOrganization,
  ListOrganizations,
  type OrgAccess,
  RestoreOrganization,
} from '@app/orgs';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentUser } from '../http/auth.js';
import { ApiAuthorized } from '../http/authorize.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import {
  ChangeOrganizationBody,
  CreateOrganizationBody,
  type OrganizationAnswer,
  type OrganizationsAnswer,
  OrganizationsParams,
  type OrgPermissionsAnswer,
  toOrganization,
  toOrganizations,
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

  /** List your organizations. By name; you are a member of 50 at most. */
  @Get()
  @ApiAuthorized('orgs:read')
  @ApiRefused(400)
  async listOrganizations(@CurrentUser() actor: UserActor, @Query() params: OrganizationsParams): Promise<OrganizationsAnswer> {
    const query = new ListOrganizations(actor, actor.userId, pageOf(params), params.include_deleted);
    return toOrganizations(await this.queries.execute(query), params);
  }

  /** Get an organization of yours. */
  @Get(':org')
  @ApiOrg('org:read')
  async getOrganization(@CurrentActor() actor: Actor, @CurrentOrg() org: OrgAccess): Promise<OrganizationAnswer> {
    return toOrganization(await this.queries.execute(new GetOrganization(actor, org)));
  }

  /** Change name, slug or description of an organization. From then on the old slug finds nothing. */
  @Patch(':org')
  @ApiOrg('org:update')
  @ApiRefused(400, 409)
  async changeOrganization(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Body() body: ChangeOrganizationBody,
  ): Promise<OrganizationAnswer> {
    return toOrganization(await this.commands.execute(new ChangeOrganization(actor, org, body)));
  }

  /**
   * Delete an organization. To everybody but its owners it is not there at once. They can bring it back for thirty days; then it is removed with all
   * that is of it but its audit log.
   */
  @Delete(':org')
  @ApiOrg('org:delete')
  @ApiRefused(409)
  async deleteOrganization(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess): Promise<OrganizationAnswer> {
    return toOrganization(await this.commands.execute(new DeleteOrganization(actor, org)));
  }

  /** Bring a deleted organization back. All that was of it is there again. */
  @Post(':org/restore')
  @HttpCode(200)
  @ApiOrg('org:delete')
  @ApiRefused(409)
  async restoreOrganization(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess): Promise<OrganizationAnswer> {
    return toOrganization(await this.commands.execute(new RestoreOrganization(actor, org)));
  }

  /** List what may be done in an organization, by whom, and what of it you may. */
  @Get(':org/permissions')
  @ApiOrg('org:read')
  listOrgPermissions(@CurrentOrg() org: OrgAccess): OrgPermissionsAnswer {
    return toOrgPermissions(org.permissions);
  }
}
