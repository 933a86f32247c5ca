import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import { BODY_LIMIT } from './body-limits.js';
import { refuseBeforeRouting, refuseOnSocket } from './socket-errors.js';

const SECOND = 1_000;
const KB = 1024;

/**
 * Sizes and times of a connection. Clients wait 120 s at most (contract §2.2): what takes longer to arrive nobody waits for. Headers come at
 * once. Idle connections stay open longer than reverse proxies keep theirs (60 s), or a request would now and then meet a closed one.
 */
export const CONNECTION: FastifyHttpOptions<Server> = {
  bodyLimit: BODY_LIMIT,
  requestTimeout: 120 * SECOND,
  connectionTimeout: 130 * SECOND,
  keepAliveTimeout: 72 * SECOND,
  http: { maxHeaderSize: 16 * KB, headersTimeout: 30 * SECOND },
  genReqId: () => randomUUID(),
  frameworkErrors: refuseBeforeRouting,
  clientErrorHandler: refuseOnSocket,
};
