import { DomainError, Env } from '@app/core';
import { type ArgumentsHost, type CallHandler, Catch, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { ErrorFilter } from '../http/error.filter.js';
import { policyOf } from '../http/headers.js';
import { DEAD_UNSUBSCRIBE } from './files.js';
import { wantsHtml } from './no-such-page.filter.js';

/** The address of such a page holds a secret: it is kept nowhere. Its one form leads back to it, without a script. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': policyOf({ 'style-src': ["'self'"], 'form-action': ["'self'"] }),
} as const;

/** Answers who asks for HTML with a page that says that it is done. */
export class UnsubscribedPage<T> implements NestInterceptor<T, T | string> {
  constructor(private readonly page: string) {}

  intercept(context: ExecutionContext, next: CallHandler<T>): Observable<T | string> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const html = wantsHtml(context.switchToHttp().getRequest<FastifyRequest>());
    return next.handle().pipe(
      map((answer) => {
        void reply.headers(html ? { ...PAGE_HEADERS, vary: 'accept' } : { 'cache-control': 'no-store', vary: 'accept' });
        return html ? this.page : answer;
      }),
    );
  }
}

/** Answers who asks for HTML with a page where the link ends nothing, and anybody else as everywhere. */
@Catch(DomainError)
export class DeadLinkFilter extends ErrorFilter {
  // Nest finds what to inject by the class's own constructor.
  // oxlint-disable-next-line no-useless-constructor
  constructor(env: Env) {
    super(env);
  }

  override catch(error: DomainError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.headers({ 'cache-control': 'no-store', vary: 'accept' });
    const isDead = error.kind === 'not-found' || error.kind === 'invalid';
    if (!isDead || !wantsHtml(host.switchToHttp().getRequest<FastifyRequest>())) return super.catch(error, host);
    void reply.status(404).headers(PAGE_HEADERS).send(DEAD_UNSUBSCRIBE);
  }
}
