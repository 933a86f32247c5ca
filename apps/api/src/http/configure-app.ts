import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import { DomainError } from '@app/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { ErrorFilter } from './error.filter.js';
import { RequestValidationPipe } from './validation.pipe.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the body as it came, in characters: what a request that waits keeps in memory, whatever it says of its length. */
    bodyLength: number;
  }
}

/** 5 MB: never less than 1,000 heartbeats (contract §2.1). */
const LARGEST_BODY = 5 * 1024 * 1024;

/** The HTTP server. `maxParamLength`: long or encoded project names are path parameters. */
export function createAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    genReqId: () => randomUUID(),
    bodyLimit: LARGEST_BODY,
    requestTimeout: 120_000,
    trustProxy: false,
    routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
  });
}

/** What every route shares: bodies, validation, errors and, with a `log`, one line a request. */
export async function configureApp(app: NestFastifyApplication, log?: Logger): Promise<void> {
  await app.register(cookie);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.decorateRequest('bodyLength', 0);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'string', bodyLimit: LARGEST_BODY }, (request, body, done) => {
    request.bodyLength = body.length;
    try {
      done(null, parseJson(body.toString()));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    // The route, not the address: that may hold a key or a file's name.
    const line = {
      id: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    log?.info(line, 'request');
    done();
  });
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ErrorFilter());
}

/**
 * Bodies are JSON, whatever their Content-Type says: the browser extension sends text/plain, VS Code web a JSON string that holds JSON
 * (contract, fact 8).
 */
function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    throw new DomainError('invalid', 'body.not-json', 'The body is not JSON.');
  }
}
