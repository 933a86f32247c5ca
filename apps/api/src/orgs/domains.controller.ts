import type { UserActor } from '@app/core';
import { AddDomain, ChangeDomain, ListDomains, type OrgAccess, RemoveDomain, VerifyDomain } from '@app/orgs';
import { applyDecorators, Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '../http/auth.js';
import { ApiOrg, CurrentOrg } from '../http/org.js';
import { ApiRefused, ApiRefusedAs } from '../http/refusals.js';
import { AddDomainBody, ChangeDomainBody, type DomainAnswer, type DomainsAnswer, toDomain, toDomains } from './domains.dto.js';
import type { DoneAnswer } from './own-invites.dto.js';

const ApiDomain = (): MethodDecorator =>
  applyDecorators(
    ApiParam({ name: 'domain', example: 'acme.dev', description: 'The domain, or its id.' }),
    ApiRefusedAs(404, 'There is no such organization, or it has no such domain.', 'The organization has no such domain.'),
  );

/** Domains of e-mail addresses that are an organization's own. */
@ApiTags('Organizations')
@Controller('api/v1/organizations/:org/domains')
export class DomainsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** List the domains of an organization, by name. At most 20. `record` is what the DNS must have of each. */
  @Get()
  @ApiOrg('domains:read')
  async listOrgDomains(@CurrentUser() actor: UserActor, @CurrentOrg() org: OrgAccess): Promise<DomainsAnswer> {
    return toDomains(await this.queries.execute(new ListDomains(actor, org)));
  }

  /**
   * Add a domain that is to be proven. Make the TXT record that the answer shows, then ask to verify it. A domain that is there stays as it is. Domains
   * of public mail providers are refused: everybody has an address there.
   */
  @Post()
  @ApiOrg('domains:manage')
  @ApiRefused(400, 409)
  async addOrgDomain(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Body() { domain }: AddDomainBody,
  ): Promise<DomainAnswer> {
    return toDomain(await this.commands.execute(new AddDomain(actor, org, domain)));
  }

  /**
   * Look for the DNS record of a domain, which is proven then. It takes at most five seconds, and may be asked for every half a minute. A proven domain
   * is looked up each week; when its record is missing on three days in a row, it is proven no more and nobody joins by it.
   */
  @Post(':domain/verify')
  @HttpCode(200)
  @ApiOrg('domains:manage')
  @ApiDomain()
  @ApiRefusedAs(
    409,
    'The record is not there, or another organization has proven the domain.',
    'There is no TXT record at _chronova-challenge.acme.dev.',
  )
  @ApiRefusedAs(503, 'No DNS server answered, or the database is away. Nothing changed.')
  async verifyOrgDomain(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Param('domain') domain: string,
  ): Promise<DomainAnswer> {
    return toDomain(await this.commands.execute(new VerifyDomain(actor, org, domain)));
  }

  /** Say what a proven domain does. Whether whoever has an address of it may join, and as what; nobody joins without wanting to. */
  @Patch(':domain')
  @ApiOrg('domains:manage')
  @ApiDomain()
  @ApiRefused(400, 409)
  async changeOrgDomain(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Param('domain') domain: string,
    @Body() change: ChangeDomainBody,
  ): Promise<DomainAnswer> {
    return toDomain(await this.commands.execute(new ChangeDomain(actor, org, domain, change)));
  }

  /** Remove a domain. Nobody joins by it any more; who did stays a member. One that the policy `email_domains` names stays. */
  @Delete(':domain')
  @ApiOrg('domains:manage')
  @ApiDomain()
  @ApiRefusedAs(409, 'The policy `email_domains` names it. Take it out of the policy first.')
  async removeOrgDomain(
    @CurrentUser() actor: UserActor,
    @CurrentOrg() org: OrgAccess,
    @Param('domain') domain: string,
  ): Promise<DoneAnswer> {
    return this.commands.execute(new RemoveDomain(actor, org, domain)).then(() => ({ message: 'Removed. Nobody joins by it any more.' }));
  }
}
