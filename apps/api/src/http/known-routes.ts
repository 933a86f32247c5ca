import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Where a server has routes, as a pattern of a path, and by which methods. */
type Routes = Map<string, { pattern: RegExp; methods: Set<string> }>;

const ROUTES = new WeakMap<object, Routes>();

/** Remembers every route that is made, so that a wrong method is told apart from an unknown path. Before any route is made. */
export function knowRoutes(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const routes: Routes = new Map();
  ROUTES.set(fastify.server, routes);
  fastify.addHook('onRoute', ({ url, method }) => {
    // What answers every path, such as CORS, tells of none.
    if (url.includes('*')) return;
    const path = plain(url);
    const known = routes.get(path) ?? { pattern: patternOf(path), methods: new Set() };
    for (const one of [method].flat()) known.methods.add(one);
    routes.set(path, known);
  });
}

/** The methods by which a path can be asked, in the order of the alphabet; none for a path that there is not. */
export function routesOf({ server }: Pick<FastifyInstance, 'server'>, path: string): string[] {
  const wanted = plain(path);
  const found = [...(ROUTES.get(server)?.values() ?? [])].filter(({ pattern }) => pattern.test(wanted));
  return [...new Set(found.flatMap(({ methods }) => [...methods]))].toSorted();
}

/** The path of a request as the router reads it: decoded, without doubled slashes and one at its end. Of a malformed one as it came. */
export function routedPath({ url }: Pick<FastifyRequest, 'url'>): string {
  const path = url.split('?', 1)[0] ?? '';
  try {
    return plain(decodeURI(path));
  } catch {
    return plain(path);
  }
}

/** A path as the router compares it: without doubled slashes and one at its end. */
function plain(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}
