import { type Actor, basePath, type Env } from '@app/core';
import { type Client, SESSION_DAYS } from '@app/users';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isFromElsewhere } from './cors.js';
import { isSecure, sessionSecretOf } from './credentials.js';

const SECONDS_A_DAY = 86_400;

/** Who signs in, as the request says it. */
export const CallingClient = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  const { headers, ip } = context.switchToHttp().getRequest<FastifyRequest>();
  return { userAgent: headers['user-agent'] ?? '', address: ip };
});

/**
 * Gives the browser the session, and returns what it was given with. Not to a page of another site: that could sign a visitor in under an
 * account of its own.
 */
export function giveSession<T extends { sessionSecret: string }>(reply: FastifyReply, env: Env, signedIn: T): T {
  const foreign = reply.request.headers['sec-fetch-site'] === 'cross-site' || isFromElsewhere(reply.request, env.PUBLIC_URL);
  if (!foreign) setCookie(reply, env, signedIn.sessionSecret);
  return signedIn;
}

/** Lets the browser keep a session that is in use for 30 days more. */
export function renewSession(reply: FastifyReply, env: Env): void {
  const secret = sessionSecretOf(reply.request);
  if (secret !== undefined) setCookie(reply, env, secret);
}

/** Takes the cookie from the browser that asked by it, and returns `result`. Who asks by a key has no say about the cookie beside it. */
export function takeSession<T>(reply: FastifyReply, env: Env, { by }: Actor, result: T): T {
  if (by.kind === 'session') void reply.clearCookie(reply.request.sessionCookie, cookieOptions(reply, env));
  return result;
}

function setCookie(reply: FastifyReply, env: Env, secret: string): void {
  void reply.setCookie(reply.request.sessionCookie, secret, { ...cookieOptions(reply, env), maxAge: SESSION_DAYS * SECONDS_A_DAY });
}

function cookieOptions({ request }: FastifyReply, env: Env): { httpOnly: true; sameSite: 'lax'; path: string; secure: boolean } {
  // Not to the neighbours under other paths of the same host.
  return { httpOnly: true, sameSite: 'lax', path: basePath(env) || '/', secure: isSecure(request, env) };
}
