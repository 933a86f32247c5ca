import type { FastifyInstance } from 'fastify';
import { routesOf } from './known-routes.js';

/** What clients put behind the `api_url` that they were given: the longest end of a path that begins so. */
const ASKED = /^.*?(\/(?:users\/[^/]+(?:\/.*)?|heartbeats?(?:\.bulk)?))\/?$/;
const BASE = '/api/v1';

/**
 * Whether a path that there is not is one of a client whose `api_url` is wrong: `/users/current/…` of a missing `/api/v1`, Wakapi's
 * `/api/heartbeat` and `/api/compat/wakatime/v1/users/…`, or an `api_url` with too much at its end.
 */
export function isOfAnApi(server: Pick<FastifyInstance, 'server'>, path: string): boolean {
  const asked = ASKED.exec(path)?.[1];
  if (asked === undefined) return false;
  const end = asked.slice(asked.lastIndexOf('/users/'));
  return asked.startsWith('/heartbeat') || [asked, end].some((one) => routesOf(server, BASE + one).length > 0);
}
