import { DomainError, hasUnseen, isOneLine, must } from '@app/core';
import { isEmail } from 'class-validator';
import { passwordProblem } from '../passwords/password-strength.js';
import { usernameProblem, zoneProblem } from './user-rules.js';

const LONGEST_DISPLAY_NAME = 100;

/** Quotes would let line breaks and other addresses into a mail's header. */
const REFUSED_IN_EMAIL = /["\s]/u;

/** How an address is stored and looked for: in lower case and NFC, without spaces around it. Undefined if it is none that we take. */
export function emailOf(text: string): string | undefined {
  const email = text.trim().toLowerCase().normalize('NFC');
  return !REFUSED_IN_EMAIL.test(email) && !hasUnseen(email) && isEmail(email) ? email : undefined;
}

const NO_EMAIL = 'This is not an e-mail address. Write it as name@example.com, without quotes, spaces or invisible characters.';

/** The refusal of what is no e-mail address that we take. */
export function noEmail(): DomainError {
  return new DomainError('invalid', 'account.invalid', `email: ${NO_EMAIL}`, { email: [NO_EMAIL] });
}

/** What a person says of an account; what is left out is not asked for. */
export interface AccountFields {
  email: string;
  password: string;
  username?: string | undefined;
  displayName?: string | undefined;
  /** IANA zone. */
  zone?: string | undefined;
}

/** Refuses what cannot become an account, with all fields that are to blame. Returns the address as it is stored. */
export async function checkAccountFields({ email, password, username, displayName, zone }: AccountFields): Promise<string> {
  const stored = emailOf(email);
  refuse({
    email: stored === undefined ? NO_EMAIL : undefined,
    username: username === undefined ? undefined : usernameProblem(username),
    display_name: displayName === undefined ? undefined : displayNameProblem(displayName),
    timezone: zone === undefined ? undefined : zoneProblem(zone),
    password: await passwordProblem(password, [email, username, displayName]),
  });
  return must(stored, 'address');
}

/** Refuses a password that is too weak, as the field `field`. */
export async function checkPassword(field: string, password: string, known: readonly (string | null | undefined)[]): Promise<void> {
  refuse({ [field]: await passwordProblem(password, known) });
}

/** Refuses a request by its fields that have a problem, if any has. */
export function refuse(problems: Record<string, string | undefined>): void {
  const found = Object.entries(problems).flatMap(([field, text]) => (text === undefined ? [] : [{ field, text }]));
  if (found.length === 0) return;
  const fields = Object.fromEntries(found.map(({ field, text }) => [field, [text]]));
  throw new DomainError('invalid', 'account.invalid', found.map(({ field, text }) => `${field}: ${text}`).join(' '), fields);
}

function displayNameProblem(name: string): string | undefined {
  if (isOneLine(name, LONGEST_DISPLAY_NAME)) return undefined;
  return `Use 1 to ${LONGEST_DISPLAY_NAME} characters on one line, none of them invisible.`;
}

/** Usernames to try for an address, best first: from what stands before the `@`. The last is free unless somebody means ill. */
export function usernamesFor(email: string, random: string): string[] {
  const cleaned = email
    .split('@', 1)[0]
    ?.replace(/[^a-z0-9_.-]+/gi, '-')
    .replace(/^[^a-z0-9]+/i, '')
    .slice(0, 28);
  const base = cleaned && usernameProblem(cleaned) === undefined ? cleaned : 'coder';
  return [base, ...Array.from({ length: 8 }, (_, n) => `${base}-${n + 2}`), `${base}-${random}`];
}
