import { hash } from 'node:crypto';
import { KEPT_SECONDS } from '@app/analytics';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { isKnown } from '../http/etag.js';
import { policyOf } from '../http/headers.js';

/** A picture as text, or an answer as JSON. */
type Body = string | object;

/** A picture has styles of its own, and nothing else: no script, no font, no other picture. */
const POLICY = policyOf({ 'style-src': ["'unsafe-inline'"] });

/**
 * What pages of others show: every site may, and caches keep it for some minutes. What a client has already is not sent again. Refusals are
 * as everywhere: they stay in no cache.
 */
@Injectable()
export class ForEverybody implements NestInterceptor<Body, Body | undefined> {
  intercept(context: ExecutionContext, next: CallHandler<Body>): Observable<Body | undefined> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((body) => answered(request, reply, body)));
  }
}

function answered(request: FastifyRequest, reply: FastifyReply, body: Body): Body | undefined {
  const isPicture = typeof body === 'string';
  const etag = `"${hash('sha256', isPicture ? body : JSON.stringify(body), 'base64url').slice(0, 22)}"`;
  void reply.headers({
    'cache-control': `public, max-age=${KEPT_SECONDS}`,
    'cross-origin-resource-policy': 'cross-origin',
    etag,
    ...(isPicture && { 'content-security-policy': POLICY }),
  });
  if (isKnown(request.headers['if-none-match'], etag)) {
    void reply.status(304);
    return undefined;
  }
  if (isPicture) void reply.type('image/svg+xml; charset=utf-8');
  return body;
}
