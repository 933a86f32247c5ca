import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** More are not told: anybody can send the header. */
const MOST_TOLD = 10;

/**
 * Logs, once for each of the first ten, which peers send X-Forwarded-For and are not named by TRUSTED_PROXIES. One of them may be the
 * operator's own reverse proxy: then all its clients count as one address for limits.
 */
export function warnOfUntrustedProxies(fastify: FastifyInstance): void {
  const log = new Logger('Proxy');
  const told = new Set<string>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const peer = request.socket.remoteAddress;
    // Where the peer is believed, the address is one that the header says.
    if (
      peer !== undefined &&
      request.headers['x-forwarded-for'] !== undefined &&
      request.ip === peer &&
      told.size < MOST_TOLD &&
      !told.has(peer)
    ) {
      told.add(peer);
      log.warn(
        `X-Forwarded-For from ${peer}, which TRUSTED_PROXIES does not name. If that is your reverse proxy, name it there; else limits take all its clients for one.`,
      );
    }
    done();
  });
}
