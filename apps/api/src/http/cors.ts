import type { FastifyCorsOptions } from '@fastify/cors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routedPath } from './known-routes.js';

const NONE: FastifyCorsOptions = { origin: false };

/** Any site, by a key. Never by cookie: without Access-Control-Allow-Credentials a browser shows no answer to a request that carries one. */
const WITH_KEY: FastifyCorsOptions = {
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  // No `allowedHeaders`: a preflight is granted the headers it asks for. VS Code web asks for User-Agent, others for headers of their own.
  exposedHeaders: ['X-Request-Id', 'Retry-After', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
  maxAge: 7200,
  // An OPTIONS request that is no preflight is answered like one.
  strictPreflight: false,
};

/** CORS of a request: all of /api/v1 (browser extensions and VS Code web call it), nothing else. */
export function corsOf(request: FastifyRequest, done: (error: Error | null, options: FastifyCorsOptions) => void): void {
  done(null, isForEverySite(routedPath(request)) ? WITH_KEY : NONE);
}

/** An OPTIONS request elsewhere is one by a wrong method, whatever its body is. */
export function refuseOptions(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.method === 'OPTIONS' && !isForEverySite(routedPath(request))) reply.callNotFound();
  else done();
}

function isForEverySite(url: string): boolean {
  return /^\/api\/v1(?:\/|$)/.test(url);
}

/**
 * Whether a page of another origin makes the request: then its cookie counts for nothing. Browsers say `Origin` with every request to another
 * origin and with every change; `Sec-Fetch-Site: same-origin` is their word that it is our own, whatever a proxy made of `Host`.
 */
export function isFromElsewhere({ headers, host }: Pick<FastifyRequest, 'headers' | 'host'>, publicUrl: string | undefined): boolean {
  const { origin } = headers;
  if (origin === undefined || headers['sec-fetch-site'] === 'same-origin') return false;
  if (!URL.canParse(origin)) return true;
  const asking = new URL(origin);
  if (publicUrl !== undefined && asking.origin === new URL(publicUrl).origin) return false;
  // Over https a page over plain http on the same host is another origin, and only PUBLIC_URL says which is ours. Without, the host may have
  // several names: people in a home network use its address.
  return publicUrl?.startsWith('https:') === true || asking.host !== host;
}
