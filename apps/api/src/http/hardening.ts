import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { Env } from '@app/core';
import { QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { gateBody } from './body-gate.js';
import type { FastifyError, FastifyHttpOptions, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';

const SECOND = 1_000;
const KB = 1024;

/** Heartbeats: never less than 1,000 of them (contract §2.1). */
const HEARTBEATS_LIMIT = 5 * KB * KB;
/** Everything else: forms and settings. */
const BODY_LIMIT = 64 * KB;

/**
 * Sizes and times of a connection. Clients wait 120 s at most (contract §2.2): what takes longer to arrive nobody waits for. Headers come at
 * once. Idle connections stay open longer than reverse proxies keep theirs (60 s), or a request would now and then meet a closed one.
 */
export const CONNECTION: FastifyHttpOptions<Server> = {
  bodyLimit: BODY_LIMIT,
  requestTimeout: 120 * SECOND,
  connectionTimeout: 130 * SECOND,
  keepAliveTimeout: 72 * SECOND,
  http: { maxHeaderSize: 16 * KB, headersTimeout: 30 * SECOND },
  genReqId: () => randomUUID(),
  frameworkErrors: refuseBeforeRouting,
  clientErrorHandler: refuseOnSocket,
};

const REQUEST_ID = 'x-request-id';
const NOTHING = { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] };
/** Swagger UI brings all of its own but for styles and pictures inside its page. It is for people, so a page may link to it. */
const SWAGGER = {
  ...NOTHING,
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
};

/** What every answer says about itself, and how large bodies may be: by the kind of route. Before any route is made. */
export async function harden(app: NestFastifyApplication): Promise<void> {
  const env = app.get(Env);
  const queries = app.get(QueryBus);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID, request.id);
    done();
  });
  fastify.addHook('onRoute', (route) => {
    if (isOfHeartbeats(route)) {
      route.bodyLimit = HEARTBEATS_LIMIT;
      route.preParsing = async (request, _reply, payload) => {
        await gateBody(queries, request);
        return payload;
      };
    }
    const headers = headersOf(route.url);
    if (headers) route.helmet = headers;
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    xFrameOptions: { action: 'deny' },
    // The host may have neighbours on other ports: it is bound to TLS only where the owner says that people reach it so.
    strictTransportSecurity: env.PUBLIC_URL?.startsWith('https:') ? { includeSubDomains: false } : false,
  });
}

function isOfHeartbeats({ method, url }: RouteOptions): boolean {
  return (
    [method].flat().some((m) => m === 'POST' || m === 'DELETE') &&
    /^\/api\/v1(\/compat\/waka)?(\/?|\/users\/current\/heartbeats(\.bulk)?)$/.test(url)
  );
}

function headersOf(url: string): FastifyHelmetOptions | undefined {
  if (/^\/docs(\/|$)/.test(url)) return { contentSecurityPolicy: { useDefaults: false, directives: SWAGGER } };
  // Pictures are shown on other people's pages.
  if (url.startsWith('/photo/')) return { crossOriginResourcePolicy: { policy: 'cross-origin' } };
  return undefined;
}

const BEFORE_ROUTING: Readonly<Record<string, [status: number, error: string]>> = {
  FST_ERR_BAD_URL: [400, 'The address is malformed: a % must be followed by two hexadecimal digits, and the whole be UTF-8.'],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'A part of the address is too long: 2,000 characters at most.'],
};

/** What the router refuses before any hook or filter sees it. Fastify's own text would repeat the address, which may hold a key. */
function refuseBeforeRouting(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const [status, text] = BEFORE_ROUTING[error.code] ?? [400, 'The address cannot be served.'];
  void reply
    .code(status)
    .headers({ [REQUEST_ID]: request.id, 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'" })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ error: text }));
}

const ON_SOCKET: Readonly<Record<string, [status: string, error: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive: 120 seconds at most, 30 for its headers.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The address and headers are too large: 16 kB at most.'],
};

/** What is not HTTP at all, or too slow or too large to be read. */
function refuseOnSocket(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, text] = ON_SOCKET[error.code ?? ''] ?? ['400 Bad Request', 'This is not a request as HTTP/1.1 has them.'];
  const body = JSON.stringify({ error: text });
  if (socket.writable) {
    const head = [
      `HTTP/1.1 ${status}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${randomUUID()}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}
