import type { QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RouteOptions } from 'fastify';
import { BodyGate } from './body-gate.js';

const KB = 1024;

/** Heartbeats and external durations: never less than 1,000 of them (contract §2.1). */
const HEARTBEATS_LIMIT = 5 * KB * KB;
/** What GitHub tells of a push of hundreds of commits. */
const WEBHOOK_LIMIT = 2 * KB * KB;
/** Everything else: forms and settings. */
export const BODY_LIMIT = 64 * KB;

/** How large bodies may be, by the kind of route, and who may send a large one. Before any route is made. */
export function limitBodies(app: NestFastifyApplication, queries: QueryBus): void {
  const gate = new BodyGate(queries);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.url === '/api/v1/github/webhooks') {
        route.bodyLimit = WEBHOOK_LIMIT;
        route.preParsing = async (request, reply, payload) => {
          await gate.passUnknown(request, reply);
          return payload;
        };
      }
      if (!isOfHeartbeats(route)) return;
      route.bodyLimit = HEARTBEATS_LIMIT;
      route.preParsing = async (request, reply, payload) => {
        await gate.pass(request, reply);
        return payload;
      };
    });
}

function isOfHeartbeats({ method, url }: RouteOptions): boolean {
  return (
    [method].flat().some((m) => m === 'POST' || m === 'DELETE') &&
    /^\/api\/v1(\/compat\/waka)?(\/?|\/users\/current\/(heartbeats|external_durations)(\.bulk)?)$/.test(url)
  );
}
