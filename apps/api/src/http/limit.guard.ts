import { hash } from 'node:crypto';
import { type Actor, Clock, DomainError, STRANGER } from '@app/core';
import { FindAccountByName, IsInvited, IsKnownPlace } from '@app/users';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  normalizeIp,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
} from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { keyHashesOf, orgKeyHashesOf, sessionSecretOf } from './credentials.js';
import { IngestDelay } from './ingest-delay.js';
import type { Counted, LimitCounters } from './limit-counters.js';
import { type Bucket, type Limit, LIMITED_BY, Limits } from './limits.js';

/** A request after authentication: `user` is there when its credentials are good. */
type Asked = FastifyRequest & { user?: Actor };

/** What a request with good credentials counts in. The key first: one that asks beyond its budget takes nothing from the user's other keys. */
const OF_USERS: Bucket[] = ['key', 'user'];

/** Who has a budget in a bucket. */
interface Budget {
  bucket: Bucket;
  limit: Limit;
  /** `key 12`, `user 3`, an address… Secrets and addresses of people only as hashes. */
  who: string;
}

/**
 * How often somebody may ask. Stands after authentication and before permissions, so that what is refused for a scope counts too. Every
 * answer of a counted request says what is left (contract §1.1).
 */
@Injectable()
export class LimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() private readonly counters: LimitCounters,
    reflector: Reflector,
    private readonly clock: Clock,
    private readonly limits: Limits,
    private readonly delay: IngestDelay,
    private readonly queries: QueryBus,
  ) {
    super(options, counters, reflector);
  }

  /** Counts a request whose credentials are wrong or missing. Throws `too-many` beyond the limit of just that key from that address. */
  countRefused(req: FastifyRequest, res: FastifyReply): Promise<void> {
    return this.countInAll(failedCredential(req) === undefined ? ['strangers'] : ['failed-keys', 'failed-key'], req, res);
  }

  /** Counts what was refused before any guard saw it, whoever asks. Throws `too-many` beyond the limit of its address. */
  countUnseen(req: FastifyRequest, res: FastifyReply): Promise<void> {
    return res.statusCode === 401 ? this.countRefused(req, res) : this.countInAll(['strangers'], req, res);
  }

  /** Counts a page that has no guards. Throws `too-many` beyond the limit of pages of its address. */
  countPage(req: FastifyRequest, res: FastifyReply): Promise<void> {
    return this.countInAll(['pictures'], req, res);
  }

  protected override async handleRequest({ context }: ThrottlerRequest): Promise<boolean> {
    const { req, res } = this.getRequestResponse(context);
    const declared = this.reflector.getAllAndOverride<Bucket[] | false | undefined>(LIMITED_BY, [context.getHandler(), context.getClass()]);
    const buckets: Bucket[] = declared === false ? [] : (declared ?? (req.user ? OF_USERS : ['strangers']));
    await this.countInAll(buckets, req, res);
    return true;
  }

  private async countInAll(buckets: readonly Bucket[], req: Asked, res: FastifyReply): Promise<void> {
    req.isCounted = true;
    for (const bucket of buckets) await this.countIn(bucket, req, res);
  }

  private async countIn(bucket: Bucket, req: Asked, res: FastifyReply): Promise<void> {
    if (bucket === 'ingest') return this.slowDown(req, res);
    const budget = this.budget(bucket, req);
    if (!budget) return;
    if (budget.limit.by === 'account') budget.who = await this.accountOf(req);
    const counted = await this.count(budget, res);
    if (counted.isBlocked && !(await this.isSpared(budget, req))) throw refusal(budget, counted, res);
    if (budget.limit.refusedAreFree) this.giveBackIfRefused(budget, res);
    if (budget.limit.failuresOnly) this.forgetIfWell(budget, res);
  }

  /** Heartbeats are never refused: they wait as the fuller of the two budgets, the key's or the user's, says. */
  private async slowDown(req: Asked, res: FastifyReply): Promise<void> {
    const budgets = (['ingest', 'ingest-user'] as const).flatMap((bucket) => this.budget(bucket, req) ?? []);
    const sent = await Promise.all(budgets.map(async (budget) => ({ ...budget, n: (await this.count(budget, res)).totalHits })));
    const [fullest] = sent.toSorted((a, b) => b.n / b.limit.requests - a.n / a.limit.requests);
    if (fullest) await this.delay.hold(fullest.who, fullest.n, fullest.limit.requests, req.bodyLength);
  }

  protected override getRequestResponse(context: ExecutionContext): { req: Asked; res: FastifyReply } {
    const http = context.switchToHttp();
    return { req: http.getRequest<Asked>(), res: http.getResponse<FastifyReply>() };
  }

  private budget(bucket: Bucket, request: Asked): Budget | undefined {
    const limit = this.limits.of(bucket);
    return limit && { bucket, limit, who: WHO[limit.by](request) };
  }

  private async count({ bucket, limit: { requests, windowMs }, who }: Budget, reply: FastifyReply): Promise<Counted> {
    const counted = await this.counters.increment(`${bucket}:${who}`, windowMs, requests, windowMs, bucket);
    const left = Math.max(0, requests - counted.totalHits);
    // Of several budgets the one is told that ends first.
    if (left <= Number(reply.getHeader('x-ratelimit-remaining') ?? left)) {
      void reply.headers({
        'x-ratelimit-limit': requests,
        'x-ratelimit-remaining': left,
        'x-ratelimit-reset': Math.ceil(this.clock.now() / 1_000 + counted.timeToExpire),
      });
    }
    return counted;
  }

  /** The account that the body names, by whichever of its names; by the name where there is none. */
  private async accountOf(request: Asked): Promise<string> {
    const userId = await this.userNamedBy(request);
    return userId === undefined ? hashedNameOf(request.body) : `user ${userId}`;
  }

  private async isSpared({ limit: { sparesKnown, sparesInvited } }: Budget, request: Asked): Promise<boolean> {
    return Boolean((sparesKnown && (await this.comesFromKnown(request))) || (sparesInvited && (await this.isInvited(request))));
  }

  private async isInvited({ body }: Asked): Promise<boolean> {
    const secret = typeof body === 'object' && body !== null && 'invite' in body ? body.invite : undefined;
    return typeof secret === 'string' && (await this.queries.execute(new IsInvited(STRANGER, secret)));
  }

  /** Whether the account that the body names has signed in from this address before. */
  private async comesFromKnown(request: Asked): Promise<boolean> {
    const userId = await this.userNamedBy(request);
    return userId !== undefined && (await this.queries.execute(new IsKnownPlace(STRANGER, userId, request.ip)));
  }

  private async userNamedBy({ body }: Asked): Promise<number | undefined> {
    const name = nameOf(body);
    return name === undefined ? undefined : this.queries.execute(new FindAccountByName(STRANGER, name));
  }

  private giveBackIfRefused({ bucket, who, limit: { windowMs } }: Budget, reply: FastifyReply): void {
    reply.raw.once('finish', () => {
      if (reply.statusCode === 400) void this.counters.giveBack(`${bucket}:${who}`, windowMs, bucket);
    });
  }

  private forgetIfWell({ bucket, who }: Budget, reply: FastifyReply): void {
    reply.raw.once('finish', () => {
      if (reply.statusCode < 400) void this.counters.forget(`${bucket}:${who}`, bucket);
    });
  }
}

/** What to tell who is beyond a limit. */
const ADVICE: Partial<Record<Bucket, string>> = {
  user: ' That is for all keys of an account together.',
  'sign-in-account':
    ' Somebody tries many passwords on this account. Sign in from where you did before, or ask for a link to set a new password.',
};

function refusal({ bucket, limit: { requests, windowMs, failuresOnly } }: Budget, counted: Counted, reply: FastifyReply): DomainError {
  const seconds = secondsLeft(counted);
  void reply.header('retry-after', seconds);
  const what = `${requests} ${failuresOnly ? 'failed attempts' : 'requests'} within ${inWords(windowMs / 60_000, 'minute')} are the limit here`;
  const text = `Too many requests: ${what}. Ask again in ${inWords(seconds, 'second')}.${ADVICE[bucket] ?? ''}`;
  return new DomainError('too-many', 'limit.reached', text);
}

/** `1 minute`, `15 minutes`. */
function inWords(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}

function secondsLeft({ timeToExpire }: Counted): number {
  return Math.max(1, Math.ceil(timeToExpire));
}

const WHO: Readonly<Record<Limit['by'], (request: Asked) => string>> = {
  address: addressOf,
  'address and name': (request) => `${addressOf(request)} ${hashedNameOf(request.body)}`,
  'address and key': (request) => `${addressOf(request)} ${failedCredential(request)}`,
  key: keyOf,
  /** Until it is looked for. */
  account: (request) => hashedNameOf(request.body),
  user: userOf,
};

function keyOf(request: Asked): string {
  const by = request.user?.by;
  return by?.kind === 'key' || by?.kind === 'org-key' ? `${by.kind} ${by.id}` : userOf(request);
}

/** All service keys of an organization count as one account. */
function userOf(request: Asked): string {
  if (request.user?.by.kind === 'org-key') return `organization ${request.user.by.orgId}`;
  return request.user ? `user ${request.user.userId}` : addressOf(request);
}

/** An IPv6 address as its /64 network. */
function addressOf({ ip }: Asked): string {
  return normalizeIp(ip);
}

/** A hash of the first key or the session that was sent; undefined for none that could be one. */
function failedCredential(request: FastifyRequest): string | undefined {
  const [key] = [...keyHashesOf(request), ...orgKeyHashesOf(request)];
  const session = sessionSecretOf(request);
  return key?.toString('base64url') ?? (session === undefined ? undefined : digest(session));
}

/** The account that somebody wants to sign in to, as the body calls it. */
function nameOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const name = 'email' in body ? body.email : 'username' in body ? body.username : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** A hash of it, the same for any spelling. */
function hashedNameOf(body: unknown): string {
  const name = nameOf(body);
  return name === undefined ? '' : digest(name.normalize('NFKC').trim().toLowerCase());
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}
