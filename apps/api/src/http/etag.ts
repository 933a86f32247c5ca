import { hash } from 'node:crypto';
import { applyDecorators, Header } from '@nestjs/common';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { ApiResponse } from '@nestjs/swagger';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether answers of the route have an ETag. */
    hasETag?: boolean;
  }
}

/** A route whose answers caches may keep for so many seconds. After that they ask by ETag, and get a short 304 where nothing changed. */
export function Cached(seconds: number): MethodDecorator {
  return applyDecorators(
    Header('cache-control', `public, max-age=${seconds}`),
    RouteConfig({ hasETag: true }),
    ApiResponse({ status: 304, description: 'Nothing has changed since the answer whose `ETag` was sent as `If-None-Match`.' }),
  );
}

/** Gives answers of `@Cached` routes an ETag, and who has the answer already a 304 without a body. */
export function answerByETag(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (request, reply, payload) => {
      if (!request.routeOptions.config.hasETag || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
      const etag = `W/"${hash('sha256', payload, 'base64url')}"`;
      void reply.header('etag', etag);
      if (!isKnown(request.headers['if-none-match'], etag)) return payload;
      void reply.code(304).removeHeader('content-length');
      return null;
    });
}

/** Whether a header If-None-Match names this ETag. Weak and strong ones are the same (RFC 9110 §13.1.2). */
export function isKnown(header: string | undefined, etag: string): boolean {
  const known = new Set((header ?? '').split(',').map((one) => one.trim().replace(/^W\//, '')));
  return known.has('*') || known.has(etag.replace(/^W\//, ''));
}
