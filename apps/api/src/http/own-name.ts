import type { UserActor } from '@app/core';
import { nobody } from '@app/users';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the address names the user who must be the one that asks. */
    ownName?: boolean;
  }
}

const OF_ONESELF = '/users/current';
const OF_A_USER = '/users/:user';

/**
 * Serves every route of `users/current` under the caller's own name too: a username, @username or public id, as WakaTime does (contract §1.1).
 * Before any route is made. A route about anybody, at the same address, must be made before the one of oneself, and then stands for it.
 */
export function serveOwnNames(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    // Fastify adds HEAD to each GET by itself.
    if (!route.url.includes(OF_ONESELF) || route.method === 'HEAD') return;
    const url = route.url.replace(OF_ONESELF, OF_A_USER);
    if ([route.method].flat().some((method) => fastify.hasRoute({ method, url }))) return;
    fastify.route({ ...route, url, config: { ...route.config, ownName: true } });
  });
}

/** Refuses an address that names anybody but who asks, as one that names nobody. */
export function checkOwnName({ params, routeOptions }: FastifyRequest, { username, publicId }: UserActor): void {
  if (routeOptions.config.ownName !== true || typeof params !== 'object' || params === null || !('user' in params)) return;
  const name = String(params.user).replace(/^@/, '').toLowerCase();
  if (name !== username.toLowerCase() && name !== publicId) throw nobody();
}
