import { DomainError } from '@app/core';
import Tokens from '@fastify/csrf';
import type { FastifyRequest } from 'fastify';
import { sessionSecretOf } from './credentials.js';

const tokens = Tokens();

/**
 * A CSRF token of the session that a request comes with: made from the secret in its cookie, which no other site can read. A session has many,
 * all good while it lasts. Refused to who has no session.
 */
export function csrfTokenOf(request: FastifyRequest): string {
  const secret = sessionSecretOf(request);
  if (secret !== undefined) return tokens.create(secret);
  throw new DomainError(
    'forbidden',
    'session.missing',
    'Only a session needs a CSRF token: go on with your API key, or sign in by cookie first.',
  );
}

/** Refuses a request without the CSRF token of its session in the header X-CSRF-Token: another site can make a browser send the cookie. */
export function checkCsrf(request: FastifyRequest): void {
  const token = request.headers['x-csrf-token'];
  const secret = sessionSecretOf(request);
  if (secret !== undefined && typeof token === 'string' && tokens.verify(secret, token)) return;
  throw new DomainError(
    'forbidden',
    'csrf.missing',
    'A change by cookie needs the CSRF token of its session: ask GET /api/auth/csrf and send it as the header X-CSRF-Token. Or use an API key.',
  );
}
