import { DomainError, Env } from '@app/core';
import { FindKeyOwner, FindSession, grants, hashOfSecret, RecordUse, type Scope, SCOPES, USE_GRAIN_MS } from '@app/users';
import { createParamDecorator, type ExecutionContext, Injectable, Logger, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Strategy } from 'passport-custom';
import { keyHashesOf, sessionSecretOf } from './credentials.js';
import { checkCsrf } from './csrf.js';
import { renewSession } from './session-cookie.js';

/** Who asks: set by the guard from the credential. One of `keyId` and `sessionId` is there. */
export interface Principal {
  userId: number;
  keyId?: number;
  sessionId?: number;
  scopes: readonly Scope[];
}

const PUBLIC = 'public';
const NEEDS = 'needs';

/** A route that needs no credentials. `stranger` says what somebody without any gets: it is shown in Swagger. */
export const Public = (stranger = 'The same as everybody.'): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, stranger);

/** The scope that a key must have for this route; without this decorator it is `full`. */
export const Needs = (scope: Scope): MethodDecorator & ClassDecorator => SetMetadata(NEEDS, scope);

export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<{ user: Principal }>().user,
);

/** Finds the owner of an API key, in whatever form the client sends it. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, 'api-key') {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Principal | null> {
    const hashes = keyHashesOf(request);
    return hashes.length > 0 ? ((await this.queries.execute(new FindKeyOwner(hashes, request.bodyLength))) ?? null) : null;
  }
}

/** Finds who is signed in by the session's cookie. It may do everything: it stands for the person. */
@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, 'session') {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Principal | null> {
    const secret = sessionSecretOf(request);
    if (secret === undefined) return null;
    const owner = await this.queries.execute(new FindSession(hashOfSecret(secret), request.bodyLength));
    return owner ? { ...owner, scopes: SCOPES } : null;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Every route asks for a key or a session, unless it is `@Public()`, and for the scope that it declares. A wrong key is 401 in JSON, never a
 * redirect (contract, case 10). A request that changes something by its cookie alone must carry the CSRF token.
 */
@Injectable()
export class AuthenticationGuard extends AuthGuard(['api-key', 'session']) {
  private readonly log = new Logger(AuthenticationGuard.name);
  private readonly noted = new LRUCache<string, true>({ max: 20_000, ttl: USE_GRAIN_MS });

  constructor(
    private readonly reflector: Reflector,
    private readonly commands: CommandBus,
    private readonly env: Env,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<string>(PUBLIC, targets) !== undefined) return true;
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<FastifyRequest & { user: Principal }>();
    const needed = this.reflector.getAllAndOverride<Scope>(NEEDS, targets) ?? 'full';
    if (!grants(request.user.scopes, needed)) {
      throw new DomainError('forbidden', 'scope.missing', `This key may not do that: it needs the scope "${needed}".`);
    }
    if (request.user.sessionId !== undefined && !READING.has(request.method)) {
      checkCsrf(request);
    }
    await this.note(request.user, context.switchToHttp().getResponse<FastifyReply>());
    return true;
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

  /** That a key or session is used is written down once an hour, and a session's cookie is renewed; no answer fails for it. */
  private async note({ keyId, sessionId }: Principal, reply: FastifyReply): Promise<void> {
    const id = keyId === undefined ? `session ${sessionId}` : `key ${keyId}`;
    if (this.noted.has(id)) return;
    this.noted.set(id, true);
    if (sessionId !== undefined) renewSession(reply, this.env);
    const used = keyId === undefined ? { sessionId: sessionId ?? 0 } : { keyId };
    await this.commands.execute(new RecordUse(used)).catch((error: unknown) => this.log.debug(`Not noted: ${String(error)}`));
  }
}
