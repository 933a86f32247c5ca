import { FindOrgKey, type OrgPermission, RecordOrgKeyUse } from '@app/orgs';
import { type Actor, DomainError, Env, STRANGER, type UserActor } from '@app/core';
import { checkPermission, FindKeyOwner, FindSession, hashOfSecret, type KnownPermission, RecordUse, USE_GRAIN_MS } from '@app/users';
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
import { keyHashesOf, noValidKey, orgKeyHashesOf, sessionSecretOf } from './credentials.js';
import { checkCsrf } from './csrf.js';
import { LimitGuard } from './limit.guard.js';
import { checkOwnName } from './own-name.js';
import { renewSession } from './session-cookie.js';

const PUBLIC = 'public';
const NEEDS = 'needs';
/** On a route about an organization: the permission that who asks needs there. */
export const ORG_NEEDS = 'org-needs';

/**
 * A route that needs no credentials. `stranger` says what somebody without any gets: it is shown in Swagger. With `@Needs` beside it, whoever
 * sends a valid credential is known to the route; a wrong one counts as none.
 */
export const Public = (stranger = 'The same as everybody.'): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PUBLIC, stranger), ApiExtension('x-stranger', stranger));

/** The permission that this route needs; without this decorator it takes all that a full key may do. */
export const Needs = (permission: KnownPermission): MethodDecorator & ClassDecorator => SetMetadata(NEEDS, permission);

/** Who asks, on a route that wants credentials. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): UserActor =>
  personOf(context.switchToHttp().getRequest<{ user: Actor }>().user),
);

/** Who asks, on a route for everybody, and on one of an organization that its service keys may read, too. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor => context.switchToHttp().getRequest<{ user?: Actor }>().user ?? STRANGER,
);

/** Finds the owner of an API key, in whatever form the client sends it. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, 'api-key') {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async validate(request: FastifyRequest): Promise<UserActor | null> {
    const hashes = keyHashesOf(request);
    return hashes.length > 0 ? ((await this.queries.execute(new FindKeyOwner(STRANGER, hashes, request.bodyLength))) ?? null) : null;
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

  async validate(request: FastifyRequest): Promise<UserActor | null> {
    const secret = sessionSecretOf(request);
    if (secret === undefined || isFromElsewhere(request, this.env.PUBLIC_URL)) return null;
    return (await this.queries.execute(new FindSession(STRANGER, hashOfSecret(secret), request.bodyLength))) ?? null;
  }
}

/**
 * Finds the service key of an organization. Only where the route is about an organization: everywhere else it is no credential at all, so nothing that is
 * about a person ever meets an actor without an account.
 */
@Injectable()
export class OrgKeyStrategy extends PassportStrategy(Strategy, 'org-key') {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Actor | null> {
    const hashes = request.takesOrgKeys === true ? orgKeyHashesOf(request) : [];
    return hashes.length > 0 ? ((await this.queries.execute(new FindOrgKey(STRANGER, hashes))) ?? null) : null;
  }
}

/** Refuses a service key where a person is needed. */
function personOf(actor: Actor): UserActor {
  if (isPerson(actor)) return actor;
  throw new DomainError('forbidden', 'org-key.no-person', 'A service key is nobody’s, and this is for a person. Use a key of your own.');
}

function isServiceKey({ by }: Actor): boolean {
  return by.kind === 'org-key';
}

function isPerson(actor: Actor): actor is UserActor {
  return actor.userId !== null;
}

/** What a route that declares nothing needs: only a full key or a session has it. */
const UNDECLARED: KnownPermission = 'account:change';

/** What changes nothing. */
export const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * First of three guards: who asks? Every route wants a key or a session, unless it is `@Public()`; a public route with a permission
 * tries to identify who asks; a wrong key is treated as none. A wrong key is 401 in JSON, never a
 * redirect (contract, case 10).
 */
@Injectable()
export class AuthenticationGuard extends AuthGuard(['api-key', 'session', 'org-key']) {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: LimitGuard,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const everybody = isPublic(this.reflector, context);
    context.switchToHttp().getRequest<FastifyRequest>().takesOrgKeys = orgNeedOf(this.reflector, context) !== undefined;
    // A public route with a permission tries to identify who asks.
    if (everybody && this.reflector.getAllAndOverride<KnownPermission>(NEEDS, targetsOf(context)) === undefined) return true;
    try {
      await super.canActivate(context);
    } catch (error) {
      if (!(error instanceof DomainError && error.kind === 'unauthenticated')) throw error;
      if (everybody) return true;
      const http = context.switchToHttp();
      await this.limits.countRefused(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
      throw error;
    }
    return true;
  }

  override handleRequest<T>(error: unknown, user: T | false | null, _info: unknown, context: ExecutionContext): T {
    if (error) throw error;
    if (!user) throw noValidKey(context.switchToHttp().getRequest<FastifyRequest>());
    return user;
  }
}

/**
 * Last of three guards, after `LimitGuard`: may they do that? The name in the address must be theirs, the actor must have the permission that the route declares, and a request that changes
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
    const request = context.switchToHttp().getRequest<FastifyRequest & { user: Actor }>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (isPublic(this.reflector, context)) {
      if (knownUser(request)) await this.note(request.user, reply);
      return true;
    }
    // Only a route about an organization meets a service key, and the guard of those says what it may do.
    if (!isServiceKey(request.user)) this.checkPerson(context, request, personOf(request.user));
    await this.note(request.user, reply);
    return true;
  }

  private checkPerson(context: ExecutionContext, request: FastifyRequest, user: UserActor): void {
    checkOwnName(request, user);
    checkPermission(user, this.reflector.getAllAndOverride<KnownPermission>(NEEDS, targetsOf(context)) ?? UNDECLARED);
    if (user.by.kind === 'session' && !READING.has(request.method)) checkCsrf(request);
  }

  /** That a key or session is used is written down once an hour, and a session's cookie is renewed; no answer fails for it. */
  private async note(actor: Actor, reply: FastifyReply): Promise<void> {
    const id = 'id' in actor.by ? `${actor.by.kind} ${actor.by.id}` : '';
    if (id === '' || this.noted.has(id)) return;
    this.noted.set(id, true);
    if (actor.by.kind === 'session') renewSession(reply, this.env);
    const use = actor.by.kind === 'org-key' ? new RecordOrgKeyUse(actor, actor.by.id) : new RecordUse(personOf(actor));
    await this.commands.execute(use).catch((error: unknown) => this.log.debug(`Not noted: ${String(error)}`));
  }
}

/** Whether a public route knows who asks. */
function knownUser(request: FastifyRequest & { user?: Actor }): boolean {
  return request.user !== undefined;
}

/** The permission that a route about an organization needs there; undefined: it is about none. */
export function orgNeedOf(reflector: Reflector, context: ExecutionContext): OrgPermission | undefined {
  return reflector.get<OrgPermission | undefined>(ORG_NEEDS, context.getHandler());
}

function isPublic(reflector: Reflector, context: ExecutionContext): boolean {
  return reflector.getAllAndOverride<string>(PUBLIC, targetsOf(context)) !== undefined;
}

function targetsOf(context: ExecutionContext): Parameters<Reflector['getAllAndOverride']>[1] {
  return [context.getHandler(), context.getClass()];
}
