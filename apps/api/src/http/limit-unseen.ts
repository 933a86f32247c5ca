import { DomainError } from '@app/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LimitGuard } from './limit.guard.js';

/**
 * Counts what was refused before any guard saw it: addresses that there are not, wrong methods, bodies that are too large or no JSON, large
 * ones without a key. Beyond the limit the refusal is 429.
 */
export function limitUnseen(app: NestFastifyApplication): void {
  const guard = app.get(LimitGuard);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (request.isCounted || reply.statusCode < 400 || reply.statusCode >= 500) return payload;
    try {
      await guard.countUnseen(request, reply);
      return payload;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      void reply.code(429).type('application/json; charset=utf-8').removeHeader('content-length').removeHeader('allow');
      return JSON.stringify({ error: error.message });
    }
  });
}
