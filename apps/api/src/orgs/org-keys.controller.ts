import type { DoneAnswer } from '@app/compat';
import type { UserActor } from '@app/core';
import { CreateOrgKey, ListOrgKeys, type OrgAccess, RevokeOrgKey } from '@app/orgs';
import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused } from '../http/refusals.js';
import { CreateOrgKeyBody, type CreatedOrgKeyAnswer, type OrgKeysAnswer, toCreatedOrgKey, toOrgKeys } from './org-keys.dto.js';

/** Service keys: for programs that read what an organization knows, and are nobody. */
@ApiTags('Organizations')
@Controller('api/v1/organizations')
export class OrgKeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List the service keys of an organization, newest first. It has the newest 100 that are not revoked, expired ones among them. */
  @Get(':org/keys')
  @ApiOrg('keys:manage')
  async listOrgKeys(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess): Promise<OrgKeysAnswer> {
    return toOrgKeys(await this.queries.execute(new ListOrgKeys(actor, org)));
  }

  /**
   * Make a service key for an organization. It reads what its permissions say, of this organization alone; it is nobody, so it neither stores heartbeats
   * nor sees anything of an account. 50 may work at once. The policies `key_permissions` and
   * `key_days` of the organization hold: without `expires_at` it ends when it is as old as that lets it be. The answer shows it, and nothing will ever again.
   */
  @Post(':org/keys')
  @ApiOrg('keys:manage')
  @ApiRefused(400, 409)
  async createOrgKey(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Body() body: CreateOrgKeyBody,
  ): Promise<CreatedOrgKeyAnswer> {
    const { name, permissions, expires_at: expiresAt } = body;
    return toCreatedOrgKey(await this.commands.execute(new CreateOrgKey(actor, org, { name, permissions, expiresAt })));
  }

  /** Take a service key away. It is refused everywhere within a second. */
  @Delete(':org/keys/:key')
  @ApiOrg('keys:manage')
  @ApiParam({ name: 'key', example: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', description: 'The id of the key, as the list gives it.' })
  async revokeOrgKey(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess, @Param('key') key: string): Promise<DoneAnswer> {
    return this.commands.execute(new RevokeOrgKey(actor, org, key)).then(() => ({ data: {} }));
  }
}
