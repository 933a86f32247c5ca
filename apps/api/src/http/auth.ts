import { DomainError } from '@app/core';
import { FindKeyOwner, type KeyOwner } from '@app/users';
import { createParamDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';
import { type CredentialCarrier, keyHashesOf } from './credentials.js';

/** Who asks: set by the guard from the credential. */
export type Principal = KeyOwner;

const PUBLIC = 'public';

/** A route that needs no credentials. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<{ user: Principal }>().user,
);

/** Finds the owner of an API key, in whatever form the client sends it. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, 'api-key') {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async validate(request: CredentialCarrier): Promise<Principal | null> {
    const hashes = keyHashesOf(request);
    return hashes.length > 0 ? ((await this.queries.execute(new FindKeyOwner(hashes, request.bodyLength))) ?? null) : null;
  }
}

/** Every route asks for a key, unless it is `@Public()`. A wrong key is 401 in JSON, never a redirect (contract, case 10). */
@Injectable()
export class ApiKeyGuard extends AuthGuard('api-key') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override canActivate(context: ExecutionContext): ReturnType<InstanceType<ReturnType<typeof AuthGuard>>['canActivate']> {
    return this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])
      ? true
      : super.canActivate(context);
  }

  override handleRequest<T>(error: unknown, user: T | false | null): T {
    if (error) throw error;
    if (!user) {
      throw new DomainError(
        'unauthenticated',
        'key.missing',
        'No valid API key. Send it as "Authorization: Bearer <key>", as Basic, as X-API-Key or as ?api_key=.',
      );
    }
    return user;
  }
}
