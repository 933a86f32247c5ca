import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { Env } from '@app/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The header that names a request in answers and in the log. */
export const REQUEST_ID = 'x-request-id';
const NOTHING = { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] };
/** Swagger UI brings all of its own but for styles and pictures inside its page. It is for people, so a page may link to it. */
const SWAGGER = {
  ...NOTHING,
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
};

/** What every answer says about itself, by the kind of route. Before any route is made. */
export async function setHeaders(app: NestFastifyApplication): Promise<void> {
  const env = app.get(Env);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID, request.id);
    done();
  });
  fastify.addHook('onRoute', (route) => {
    const headers = headersOf(route.url);
    if (headers) route.helmet = headers;
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    xFrameOptions: { action: 'deny' },
    // The host may have neighbours on other ports: it is bound to TLS only where the owner says that people reach it so.
    strictTransportSecurity: env.PUBLIC_URL?.startsWith('https:') ? { includeSubDomains: false } : false,
  });
}

function headersOf(url: string): FastifyHelmetOptions | undefined {
  if (/^\/docs(\/|$)/.test(url)) return { contentSecurityPolicy: { useDefaults: false, directives: SWAGGER } };
  // Pictures are shown on other people's pages.
  if (url.startsWith('/photo/')) return { crossOriginResourcePolicy: { policy: 'cross-origin' } };
  return undefined;
}
