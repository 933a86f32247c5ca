import { DomainError } from '@app/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LimitGuard } from './limit.guard.js';

/** Of each server. */
const GUARDS = new WeakMap<object, LimitGuard>();

/**
 * Counts what the router refused before any hook, such as an address that is malformed. The answer's status and text: the given ones, or those
 * of a refusal beyond the limit.
 */
export async function countUnrouted(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: [status: number, error: string],
): Promise<[status: number, error: string]> {
  try {
    await GUARDS.get(request.server.server)?.countUnseen(request, reply);
    return refusal;
  } catch (error) {
    return error instanceof DomainError ? [429, error.message] : refusal;
  }
}

/**
 * Counts what was refused before any guard saw it: addresses that there are not, wrong methods, bodies that are too large or no JSON, large
 * ones without a key. Beyond the limit the refusal is 429. The pages of Swagger UI, which have no guards, count as pages do.
 */
export function limitUnseen(app: NestFastifyApplication): void {
  const guard = app.get(LimitGuard);
  const fastify = app.getHttpAdapter().getInstance();
  GUARDS.set(fastify.server, guard);
  fastify.addHook('onRequest', async (request, reply) => {
    if (!/^\/docs(\/|$)/.test(request.routeOptions.url ?? '')) return undefined;
    try {
      return await guard.countPage(request, reply);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return reply
        .code(429)
        .type('application/json; charset=utf-8')
        .send(JSON.stringify({ error: error.message }));
    }
  });
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
