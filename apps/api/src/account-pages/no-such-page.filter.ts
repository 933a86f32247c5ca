import { basePath, Env } from '@app/core';
import { type ArgumentsHost, Catch, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ErrorFilter } from '../http/error.filter.js';
import { policyOf } from '../http/headers.js';
import { NO_SUCH_PAGE } from './files.js';

/** Answers who asks for HTML with a page that leads on, and anybody else as everywhere. The status is 404 for both. */
@Catch(NotFoundException)
export class NoSuchPageFilter extends ErrorFilter {
  private readonly page: string;

  constructor(env: Env) {
    super(env);
    this.page = NO_SUCH_PAGE.replaceAll('{base}', basePath(env));
  }

  override catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.header('vary', 'accept');
    if (!wantsHtml(host.switchToHttp().getRequest<FastifyRequest>())) return super.catch(error, host);
    void reply
      .status(404)
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': policyOf({ 'style-src': ["'self'"] }),
      })
      .send(this.page);
  }
}

/** Browsers name it first where a person opens an address; programs say JSON, anything or nothing. */
export function wantsHtml({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers.accept?.includes('text/html') === true;
}
