import { STRANGER } from '@app/core';
import { FindKeyOwner, FindSession, hashOfSecret } from '@app/users';
import type { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { keyHashesOf, noValidKey, sessionSecretOf } from './credentials.js';

/** What anybody may make the server read. */
const SMALL = 64 * 1024;

/**
 * Stands before a body that may be large: it is read and parsed only for who sends credentials, and beyond 64 kB (or without a length) only
 * when they are good. The look-up is the guard's, remembered for it.
 */
export async function gateBody(queries: QueryBus, request: FastifyRequest): Promise<void> {
  const hashes = keyHashesOf(request);
  const secret = sessionSecretOf(request);
  if (hashes.length === 0 && secret === undefined) throw noValidKey(request);
  if (Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= SMALL) return;
  if (hashes.length > 0 && (await queries.execute(new FindKeyOwner(STRANGER, hashes)))) return;
  if (secret !== undefined && (await queries.execute(new FindSession(STRANGER, hashOfSecret(secret))))) return;
  throw noValidKey(request);
}
