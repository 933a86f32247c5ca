import helmet from '@fastify/helmet';
import { Env } from '@app/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

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

/** What every answer says about itself where its route declares nothing else. Before any route is made. */
export async function setHeaders(app: NestFastifyApplication): Promise<void> {
  const env = app.get(Env);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID, request.id);
    done();
  });
  fastify.addHook('onRoute', (route) => {
    // Swagger makes these routes, so that they cannot declare it.
    if (/^\/docs(\/|$)/.test(route.url)) route.helmet = { contentSecurityPolicy: { useDefaults: false, directives: SWAGGER } };
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    xFrameOptions: { action: 'deny' },
    // The host may have neighbours on other ports: it is bound to TLS only where the owner says that people reach it so.
    strictTransportSecurity: env.PUBLIC_URL?.startsWith('https:') ? { includeSubDomains: false } : false,
  });
}
