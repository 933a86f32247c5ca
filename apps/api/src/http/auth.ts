import { DomainError, Env } from '@app/core';
import { checkScope, FindKeyOwner, FindSession, hashOfSecret, RecordUse, type Scope, SCOPES, USE_GRAIN_MS } from '@app/users';
import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  Logger,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Strategy } from 'passport-custom';
import { isFromElsewhere } from './cors.js';
import { keyHashesOf, noValidKey, sessionSecretOf } from './credentials.js';
import { checkCsrf } from './csrf.js';
import { LimitGuard } from './limit.guard.js';
import { renewSession } from './session-cookie.js';

/** Who asks: set by the guard from the credential. One of `keyId` and `sessionId` is there. */
export interface Principal {
  userId: number;
  keyId?: number;
  sessionId?: number;
  scopes: readonly Scope[];
  /** Of the key, ms since 1970; null: it does not expire, or it is a session. What it makes lives no longer. */
  expiresAt: number | null;
  /** The owner or an administrator of the instance. */
  isAdmin: boolean;
}

const PUBLIC = 'public';
const NEEDS = 'needs';
const ADMINS_ONLY = 'admins-only';

/**
 * A route that needs no credentials. `stranger` says what somebody without any gets: it is shown in Swagger. With `@Needs` beside it, whoever
 * sends a valid credential is known to the route; a wrong one is a stranger's.
 */
export const Public = (stranger = 'The same as everybody.'): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PUBLIC, stranger), ApiExtension('x-stranger', stranger));

/** The scope that a key must have for this route; without this decorator it is `full`. */
export const Needs = (scope: Scope): MethodDecorator & ClassDecorator => SetMetadata(NEEDS, scope);

/** A route for the owner and administrators of the instance. */
export const AdminsOnly = (): MethodDecorator & ClassDecorator => SetMetadata(ADMINS_ONLY, true);

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

/** Finds who is signed in by the session's cookie. It may do everything: it stands for the person. From another origin it counts for nothing. */
@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, 'session') {
  constructor(
    private readonly queries: QueryBus,
    private readonly env: Env,
  ) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Principal | null> {
    const secret = sessionSecretOf(request);
    if (secret === undefined || isFromElsewhere(request, this.env.PUBLIC_URL)) return null;
    const owner = await this.queries.execute(new FindSession(hashOfSecret(secret), request.bodyLength));
    return owner ? { ...owner, scopes: SCOPES, expiresAt: null } : null;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * First of three guards: who asks? Every route wants a key or a session, unless it is `@Public()`; such a route that also declares a scope
 * wants to know, and what a wrong key asks is a stranger's question. A wrong key is 401 in JSON, never a
 * redirect (contract, case 10).
 */
@Injectable()
export class AuthenticationGuard extends AuthGuard(['api-key', 'session']) {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: LimitGuard,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const everybody = isPublic(this.reflector, context);
    // A public route that declares a scope wants to know who it is, if it is anybody.
    if (everybody && this.reflector.getAllAndOverride<Scope>(NEEDS, targetsOf(context)) === undefined) return true;
    try {
      await super.canActivate(context);
    } catch (error) {
      if (!(error instanceof DomainError && error.kind === 'unauthenticated')) throw error;
      if (everybody) return true;
      await this.limits.countRefused(context);
      throw error;
    }
    return true;
  }

  override handleRequest<T>(error: unknown, user: T | false | null): T {
    if (error) throw error;
    if (!user) throw noValidKey();
    return user;
  }
}

/**
 * Last of three guards, after `LimitGuard`: may they do that? The key must have the scope that the route declares, and a request that changes
 * something by its cookie alone must carry the CSRF token.
 */
@Injectable()
export class PermissionGuard implements CanActivate {
  private readonly log = new Logger(PermissionGuard.name);
  private readonly noted = new LRUCache<string, true>({ max: 20_000, ttl: USE_GRAIN_MS });

  constructor(
    private readonly reflector: Reflector,
    private readonly commands: CommandBus,
    private readonly env: Env,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user: Principal }>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (isPublic(this.reflector, context)) {
      if (knownUser(request)) await this.note(request.user, reply);
      return true;
    }
    const needed = this.reflector.getAllAndOverride<Scope>(NEEDS, targetsOf(context)) ?? 'full';
    checkScope(request.user.scopes, needed);
    if (this.reflector.getAllAndOverride<boolean>(ADMINS_ONLY, targetsOf(context)) && !request.user.isAdmin) {
      throw new DomainError('forbidden', 'admin.missing', 'Only administrators of this instance may do that.');
    }
    if (request.user.sessionId !== undefined && !READING.has(request.method)) {
      checkCsrf(request);
    }
    await this.note(request.user, reply);
    return true;
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

/** Whether a public route knows who asks. */
function knownUser(request: FastifyRequest & { user?: Principal }): boolean {
  return request.user !== undefined;
}

function isPublic(reflector: Reflector, context: ExecutionContext): boolean {
  return reflector.getAllAndOverride<string>(PUBLIC, targetsOf(context)) !== undefined;
}

function targetsOf(context: ExecutionContext): Parameters<Reflector['getAllAndOverride']>[1] {
  return [context.getHandler(), context.getClass()];
}
