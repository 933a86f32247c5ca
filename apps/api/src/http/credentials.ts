import { basePath, DomainError, type Env } from '@app/core';
import { orgKeyHash } from '@app/orgs';
import { keyHash } from '@app/users';
import type { FastifyRequest } from 'fastify';

/** The cookie that holds a session's secret. */
const SESSION_COOKIE = 'chronova_session';

/**
 * What this request's session cookie is called. Over https it has a prefix, so that browsers take it from this host alone and over https alone
 * (`__Host-`), or below a path over https alone (`__Secure-`): no neighbour and no plain page can plant one.
 */
export function sessionCookieOf({ protocol }: Pick<FastifyRequest, 'protocol'>, env: Env): string {
  if (!isSecure({ protocol }, env)) return SESSION_COOKIE;
  return `${basePath(env) === '' ? '__Host-' : '__Secure-'}${SESSION_COOKIE}`;
}

/** Whether the browser reaches us over https. */
export function isSecure({ protocol }: Pick<FastifyRequest, 'protocol'>, env: Env): boolean {
  return protocol === 'https' || env.PUBLIC_URL?.startsWith('https:') === true;
}

const FORMS = 'Send it as "Authorization: Bearer <key>", as Basic, as X-API-Key or as ?api_key=.';

/** The refusal of who sends no valid credentials: always 401, and it says whether anything was sent at all. */
export function noValidKey(request: Asking): DomainError {
  if (keyHashesOf(request).length > 0) {
    const text = 'This API key is not valid here: it is mistyped, revoked, expired, or of another server. Sign in to get a new one.';
    return new DomainError('unauthenticated', 'key.unknown', text);
  }
  if (orgKeyHashesOf(request).length > 0) {
    const text =
      'This is a service key of an organization. It is mistyped, revoked or expired, or this is not a route of its organization: it reads /api/v1/organizations/{org} and what is below, and nothing of a person.';
    return new DomainError('unauthenticated', 'org-key.unknown', text);
  }
  if (textsOf(request).some((text) => text.trim() !== '')) {
    const text = `What was sent is no API key: a key is "waka_" and 36 letters, digits and hyphens. ${FORMS}`;
    return new DomainError('unauthenticated', 'key.malformed', text);
  }
  if (sessionSecretOf(request) !== undefined) {
    return new DomainError(
      'unauthenticated',
      'session.over',
      'The session has ended, or another site asks with it. Sign in again, or use an API key.',
    );
  }
  return new DomainError('unauthenticated', 'key.missing', `An API key is needed, and none was sent. ${FORMS}`);
}

/** What of a request may carry credentials. */
type Asking = Pick<FastifyRequest, 'headers' | 'query' | 'keyHashes' | 'cookies' | 'sessionCookie'>;

const QUERY_NAMES = new Set(['api_key', 'token', 'access_token']);

/**
 * The hashes of every key a request carries, in the order they are tried (contract §1.1): `Bearer key`, `Bearer base64(key)` (scripts for
 * Wakapi), `Basic base64(key)` without a colon (wakatime-cli), `Basic base64(key:)`, `X-API-Key`, `?api_key=`, `?token=`, `?access_token=`. What cannot be a key is left out.
 * They are read once a request.
 */
export function keyHashesOf(request: Pick<FastifyRequest, 'headers' | 'query' | 'keyHashes'>): readonly Buffer[] {
  return (request.keyHashes ??= readKeys(request));
}

/** The hashes of every service key of an organization that a request carries, in the same forms. */
export function orgKeyHashesOf(request: Pick<FastifyRequest, 'headers' | 'query'>): readonly Buffer[] {
  return textsOf(request).flatMap((text) => orgKeyHash(text.trim()) ?? []);
}

function readKeys(request: Pick<FastifyRequest, 'headers' | 'query'>): Buffer[] {
  return textsOf(request).flatMap((text) => keyHash(text.trim()) ?? []);
}

/** What was sent where a key may stand: the first eight. */
function textsOf({ headers, query }: Pick<FastifyRequest, 'headers' | 'query'>): string[] {
  const texts = [...authorization(first(headers['authorization'])), first(headers['x-api-key']) ?? ''];
  if (typeof query === 'object' && query !== null) {
    for (const [name, value] of Object.entries(query))
      if (QUERY_NAMES.has(name)) texts.push(...[value].flat().filter((v) => typeof v === 'string'));
  }
  return texts.slice(0, 8);
}

/** The secret in the session's cookie, if there is one. */
export function sessionSecretOf({ cookies, sessionCookie }: Pick<FastifyRequest, 'cookies' | 'sessionCookie'>): string | undefined {
  return cookies[sessionCookie];
}

function authorization(header: string | undefined): string[] {
  const [, scheme, rest = ''] = /^\s*(\S+)\s+(.*)$/.exec(header ?? '') ?? [];
  if (scheme?.toLowerCase() === 'bearer') return [rest, ...decoded(rest)];
  if (scheme?.toLowerCase() === 'basic') return decoded(rest);
  return [];
}

/** The parts, at the colon, of what is written in base64. */
function decoded(base64: string): string[] {
  return Buffer.from(base64, 'base64').toString('latin1').split(':');
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
