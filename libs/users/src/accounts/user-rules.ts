import { badParameter, canonicalZone, DomainError, type FieldSchema } from '@app/core';

/** What Swagger says of a username; `usernameProblem` has the whole rule. */
export const USERNAME_SCHEMA = { minLength: 1, maxLength: 39, pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,38}$' } as const satisfies FieldSchema;

const NAME = new RegExp(USERNAME_SCHEMA.pattern);
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Why a username is not allowed, or undefined. It stands in addresses, beside `current` and public ids. */
export function usernameProblem(name: string): string | undefined {
  if (!NAME.test(name)) return 'Use 1 to 39 letters, digits, ".", "_" or "-", beginning with a letter or digit.';
  if (name.toLowerCase() === 'current') return '"current" means the account that asks; choose another.';
  if (isPublicId(name)) return 'It looks like an id; choose another.';
  if (/^\d+$/.test(name)) return 'Use at least one letter.';
  return undefined;
}

/** Whether a text has the form of a public id. */
export function isPublicId(text: string): boolean {
  return UUID.test(text);
}

/** The same for an account that is not there and one that may not be seen. */
export function unknownUser(): DomainError {
  return new DomainError('not-found', 'user.unknown', 'There is no such user.');
}

/** Another account bears the name, in whatever case. */
export function usernameTaken(name: string): DomainError {
  return new DomainError('conflict', 'username.taken', `The username ${name} is taken; choose another.`, { username: ['Taken.'] });
}

/** The zone under its proper name. Refuses what is no IANA zone. */
export function zoneOf(name: string): string {
  const zone = canonicalZone(name);
  if (!zone) throw badParameter('timezone', noZone(name));
  return zone;
}

/** Why a zone is none, or undefined. */
export function zoneProblem(name: string): string | undefined {
  return canonicalZone(name) ? undefined : noZone(name);
}

function noZone(name: string): string {
  return `"${name}" is not an IANA time zone. Use a name such as Europe/Berlin or UTC.`;
}

/** Minutes, 1 to 240. */
export function timeoutOf(minutes: number): number {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 240) throw badParameter('timeout', 'Use whole minutes from 1 to 240.');
  return minutes;
}
