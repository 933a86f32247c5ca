import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import { Env, masked, messageContext } from '@app/core';
import { QueryBus } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { limitBodies } from './body-limits.js';
import { CONNECTION } from './connection.js';
import { sessionCookieOf } from './credentials.js';
import { answerByETag } from './etag.js';
import { corsOf, refuseOptions } from './cors.js';
import { ErrorFilter } from './error.filter.js';
import { setHeaders } from './headers.js';
import { parseBody } from './json-body.js';
import { writeLongAnswersInTurns } from './json-in-turns.js';
import { knowRoutes } from './known-routes.js';
import { limitUnseen } from './limit-unseen.js';
import { serveOwnNames } from './own-name.js';
import { warnOfUntrustedProxies } from './untrusted-proxy.js';
import { RequestValidationPipe } from './validation.pipe.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether what is sent as the body does not matter, whatever form it has. */
    ignoresBody?: boolean;
    /** Whether the body is taken as the text that was sent: its signature is of that. */
    takesText?: boolean;
  }
  interface FastifyRequest {
    /** Of the body as it came, in characters: what a request that waits keeps in memory, whatever it says of its length. */
    bodyLength: number;
    /** The hashes of its keys, once somebody has asked for them. */
    keyHashes?: readonly Buffer[];
    /** Whether the route is about an organization, which its service keys may read. */
    takesOrgKeys?: boolean;
    /** What its session's cookie is called. */
    sessionCookie: string;
    /** Whether its limits were looked at. */
    isCounted: boolean;
  }
}

/** The HTTP server. `maxParamLength`: long or encoded project names are path parameters. */
export function createAdapter({ TRUSTED_PROXIES }: Pick<Env, 'TRUSTED_PROXIES'>): FastifyAdapter {
  return new FastifyAdapter({
    ...CONNECTION,
    // Only what these say about a client is believed; else anybody could choose the address that limits see.
    trustProxy: TRUSTED_PROXIES.length > 0 ? TRUSTED_PROXIES : false,
    routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
  });
}

/** What every route shares: bodies, validation, errors and, with a `log`, one line a request. */
export async function configureApp(app: NestFastifyApplication, log?: Logger): Promise<void> {
  knowRoutes(app);
  limitBodies(app, app.get(QueryBus));
  serveOwnNames(app);
  await setHeaders(app);
  await app.register(cors, { delegator: corsOf });
  await app.register(cookie);
  writeLongAnswersInTurns(app);
  answerByETag(app);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', refuseOptions);
  fastify.decorateRequest('bodyLength', 0);
  fastify.decorateRequest('keyHashes', undefined);
  fastify.decorateRequest('isCounted', false);
  fastify.decorateRequest('sessionCookie', '');
  const env = app.get(Env);
  // First of all: what is logged or audited below names the request.
  fastify.addHook('onRequest', (request, reply, done) => {
    request.sessionCookie = sessionCookieOf(request, env);
    messageContext.run({ requestId: request.id, address: request.ip, ...leftBy(request, reply) }, done);
  });
  warnOfUntrustedProxies(fastify);
  // Bodies are JSON whatever their Content-Type says; one that is no Content-Type at all would be refused before anybody looks.
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.headers['content-type'] !== undefined) request.raw.headers['content-type'] = 'application/json';
    done();
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    request.bodyLength = body.length;
    if (request.routeOptions.config.ignoresBody) return done(null, undefined);
    if (request.routeOptions.config.takesText) return done(null, body.toString());
    try {
      done(null, parseBody(body.toString()));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    // The route, not the address: that may hold a key or a file's name. Where there is no route, the path says what a client looks for.
    const line = {
      id: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(request.is404 && { path: loggedPath(request.url) }),
    };
    log?.[isProbe(request) ? 'debug' : 'info'](line, 'request');
    done();
  });
  app.useGlobalPipes(new RequestValidationPipe());
  limitUnseen(app);
  app.useGlobalFilters(new ErrorFilter(app.get(Env)));
}

/** Of a path in the log, in characters. */
const LONGEST_PATH = 200;

/** A path that there is not, without what may be secret in it: a link's id, or a key in the wrong place. */
function loggedPath(url: string): string {
  const path = masked(url.split('?', 1)[0] ?? '');
  return path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '***').slice(0, LONGEST_PATH);
}

/** Whether a supervisor asks how the process is, every few seconds for ever. */
function isProbe({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.startsWith('/health/') === true;
}

/** Aborted when the client hangs up before its answer. Only for what is read: what is sent is stored all the same. */
function leftBy(request: FastifyRequest, reply: FastifyReply): { left?: AbortSignal } {
  if (request.method !== 'GET') return {};
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return { left: controller.signal };
}
