import { type Actor, badParameter, DomainError, type FieldSchema, hasUnseen, isDate, isoSeconds } from '@app/core';
import { grants, type Scope, SCOPES } from './scopes.js';

const NAME = /^.{1,100}$/u;
const INSTANT = /^(\d{4}-\d{2}-\d{2})(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d))?$/;

/** What Swagger says of a key's name. */
export const KEY_NAME_SCHEMA = { minLength: 1, maxLength: 100 } as const satisfies FieldSchema;

/** Why a text is no name of a key, or undefined. Space around it does not count. */
export function keyNameProblem(text: string): string | undefined {
  const name = text.trim();
  return NAME.test(name) && !hasUnseen(name) ? undefined : 'Use 1 to 100 characters, on one line, none of them invisible.';
}

/** A key's name without space around it. Refused: none, over 100 characters, line breaks, characters that nobody sees. */
export function keyNameOf(text: string): string {
  const problem = keyNameProblem(text);
  if (problem !== undefined) throw badParameter('name', problem);
  return text.trim();
}

/** The scopes that these names are, each once, in their order. Refused: none at all, unknown ones. */
export function scopesOf(names: readonly string[]): Scope[] {
  const unknown = names.filter((name) => !SCOPES.some((scope) => scope === name));
  if (unknown.length > 0 || names.length === 0) throw badParameter('scopes', `Use one or more of ${SCOPES.join(', ')}.`);
  return SCOPES.filter((scope) => names.includes(scope));
}

/** Refuses a life beyond that of who asks: a key for an hour makes none for ever, and does not get one itself. */
export function checkOutlives(actor: Actor, expiresAt: number | null): void {
  if (actor.expiresAt === null || (expiresAt !== null && expiresAt <= actor.expiresAt)) return;
  const end = isoSeconds(actor.expiresAt);
  throw new DomainError('forbidden', 'expiry.longer', `This key expires at ${end}, so expires_at must be given, and not be later.`);
}

/** Refuses scopes that the actor does not have: a key can neither make nor change a key that may do more than itself. */
export function checkGranted(actor: Actor, wanted: readonly Scope[]): void {
  const missing = wanted.find((scope) => !grants(actor, scope));
  if (missing !== undefined) {
    throw new DomainError('forbidden', 'scope.wider', `This key may not give the scope "${missing}": it does not have it itself.`);
  }
}

/**
 * The instant of an expiry, ms since 1970: ISO 8601 with a zone, or a date, which is its first instant in UTC. Refused: anything else, and
 * what is not after `now` (ms since 1970).
 */
export function expiryOf(text: string, now: number): number {
  const at = instantOf(text);
  if (at === undefined) throw badParameter('expires_at', NO_INSTANT);
  if (at <= now) throw badParameter('expires_at', 'It is over already; use a time to come.');
  return at;
}

const NO_INSTANT = 'Use an ISO 8601 time with its zone, such as 2027-01-31T12:00:00Z, or a date.';

/** Why a text is no instant, or undefined. Empty is none at all: the key does not expire. Whether it is over is for `expiryOf`. */
export function expiryProblem(text: string): string | undefined {
  return text === '' || instantOf(text) !== undefined ? undefined : NO_INSTANT;
}

/** ISO 8601 with a zone, or a date, which is its first instant in UTC, in ms since 1970; undefined: it is neither. */
export function instantOf(text: string): number | undefined {
  const date = INSTANT.exec(text)?.[1];
  const at = date !== undefined && isDate(date) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

const CALLED = /^[\w-]{1,41}$/;

/** Whether a text can be what a key is called by: its public id, its prefix or itself. */
export function canCallAKey(text: string): boolean {
  return CALLED.test(text);
}

/** The same for a key that is nobody's, somebody else's or revoked. */
export function unknownKey(): DomainError {
  return new DomainError(
    'not-found',
    'key.unknown',
    'This user has no such key. GET /api/v1/users/current/api-keys lists those there are.',
  );
}
