import helmet from '@fastify/helmet';
import { Env } from '@app/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { fastify as createServer } from 'fastify';
import { routedPath } from './known-routes.js';

/** The header that names a request in answers and in the log. */
export const REQUEST_ID = 'x-request-id';
/** Directives of a Content-Security-Policy by name. */
type Directives = Readonly<Record<string, string[]>>;

const NOTHING: Directives = { 'default-src': ["'none'"], 'base-uri': ["'none'"], 'form-action': ["'none'"], 'frame-ancestors': ["'none'"] };
/** Swagger UI brings all of its own but for styles and pictures inside its page. It is for people, so a page may link to it. */
const SWAGGER: Directives = {
  ...NOTHING,
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
};

/**
 * The Content-Security-Policy of a page: nothing but what `allowed` names. A route declares its own with `@Header('content-security-policy', …)`,
 * as it declares any other header that is not the usual one.
 */
export function policyOf(allowed: Directives): string {
  return Object.entries({ ...NOTHING, ...allowed })
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join(';');
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The Content-Security-Policy, where it is not the usual one and the route cannot declare it. */
    policy?: string;
  }
}

/** What every answer says about itself where its route declares nothing else. Before any route is made. */
export async function setHeaders(app: NestFastifyApplication): Promise<void> {
  const usual = await usualHeaders(app.get(Env));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    // Swagger makes these routes, so that they cannot declare it.
    if (/^\/docs(\/|$)/.test(route.url)) route.config = { ...route.config, policy: policyOf(SWAGGER) };
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of usual) reply.raw.setHeader(name, value);
    // Personal answers and keys stay in no cache. A route that is for caches declares it.
    if (routedPath(request).startsWith('/api')) reply.raw.setHeader('Cache-Control', 'no-store');
    const { policy } = request.routeOptions.config;
    if (policy !== undefined) reply.raw.setHeader('Content-Security-Policy', policy);
    void reply.header(REQUEST_ID, request.id);
    done();
  });
}

/** What helmet sets, by name and in order. It is the same for every answer, and helmet would compute it for each. */
async function usualHeaders({ PUBLIC_URL }: Pick<Env, 'PUBLIC_URL'>): Promise<[name: string, value: string][]> {
  const probe = createServer();
  const set: [string, string][] = [];
  probe.addHook('onRequest', (_request, { raw }, done) => {
    raw.setHeader = (name, value) => {
      set.push([name, String(value)]);
      return raw;
    };
    done();
  });
  await probe.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    xFrameOptions: { action: 'deny' },
    // The host may have neighbours on other ports: it is bound to TLS only where the owner says that people reach it so.
    strictTransportSecurity: PUBLIC_URL?.startsWith('https:') ? { includeSubDomains: false } : false,
  });
  // What comes after that is the answer's own.
  let headers: [string, string][] = [];
  probe.get('/', () => (headers = [...set]));
  await probe.inject('/');
  await probe.close();
  return headers;
}
