import { type Actor, DomainError } from '@app/core';
import { FindOrg, type OrgAccess, type OrgPermission, type OrgUse, scopeOfOrgPermission } from '@app/orgs';
import type { KnownPermission } from '@app/users';
import { applyDecorators, type CanActivate, createParamDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExtension, ApiParam } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ORG_NEEDS, orgNeedOf, READING } from './auth.js';
import { ApiAuthorized } from './authorize.js';
import { ApiRefusedAs } from './refusals.js';

/**
 * A route about the organization `:org`, for members with this permission there. Whoever is no member gets 404 for everything of it, a member
 * without the permission 403 that names it. A service key of the organization may read where the permission is one of its own: such routes take
 * `@CurrentActor()`; `@CurrentUser()` refuses it. `needed`: what a key must be allowed, where that is not what the table says.
 */
export function ApiOrg(permission: OrgPermission, needed: KnownPermission = scopeOfOrgPermission(permission)): MethodDecorator {
  return applyDecorators(
    SetMetadata(ORG_NEEDS, permission),
    ApiAuthorized(needed),
    ApiExtension('x-org-permission', permission),
    ApiParam({ name: 'org', example: 'acme', description: 'The id of the organization, or its slug in any case.' }),
    ApiRefusedAs(
      403,
      `Your role there lacks the permission \`${permission}\`, the key its scope, or a policy of the organization keeps you out: by the address of your account, or by the age or kind of your session or key.`,
      `Your role in this organization lacks the permission "${permission}". Ask an owner or administrator of the organization.`,
    ),
    ApiRefusedAs(404, 'It is not there, or you are no member.', 'There is no such organization, or you are not a member of it.'),
  );
}

const LEAVING = 'leaving';

/** On a route about an organization that no policy of it keeps a member from: whoever is kept out can still leave. */
export const EvenIfKeptOut = (): MethodDecorator => SetMetadata(LEAVING, true);

type Request = FastifyRequest<{ Params: { org?: string } }> & { user: Actor; org?: OrgAccess };

/** After the other guards: is who asks a member of the organization that the address names, with the permission that the route declares? */
@Injectable()
export class OrgGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly queries: QueryBus,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = orgNeedOf(this.reflector, context);
    if (needed === undefined) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const found = await this.queries.execute(
      new FindOrg(request.user, request.params.org ?? '', needed, this.useOf(context, request.method)),
    );
    if (request.user.by.kind === 'org-key' && !READING.has(request.method)) throw onlyReads();
    request.org = found;
    return true;
  }

  private useOf(context: ExecutionContext, method: string): OrgUse {
    if (this.reflector.get<boolean | undefined>(LEAVING, context.getHandler()) === true) return 'leaving';
    return READING.has(method) ? 'reading' : 'changing';
  }
}

function onlyReads(): DomainError {
  return new DomainError('forbidden', 'org-key.only-reads', 'A service key reads, and changes nothing. Use a key of your own.');
}

/** The organization of a route with `@ApiOrg`, as who asks stands to it. */
export const CurrentOrg = createParamDecorator((_: unknown, context: ExecutionContext): OrgAccess => {
  const { org } = context.switchToHttp().getRequest<Request>();
  if (!org) throw new Error('A route asks for its organization without @ApiOrg.');
  return org;
});
