import { DomainError, type FieldSchema, hasUnseen, isOneLine, must } from '@app/core';
import { isEmail } from 'class-validator';
import { passwordLengthProblem, passwordProblem } from '../passwords/password-strength.js';
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

/** The shortest is a@b.cc. */
export const EMAIL_SCHEMA = { minLength: 6, maxLength: 254 } as const satisfies FieldSchema;

/** Why a text is no e-mail address that we take, or undefined. */
export function emailProblem(text: string): string | undefined {
  return emailOf(text) === undefined ? NO_EMAIL : undefined;
}

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

/**
 * Refuses what cannot become an account, with all fields that are to blame. Returns the address as it is stored. `dead` is the refusal of a link
 * that does not work: then no password is weighed, which takes long, but one that is too short is told all the same.
 */
export async function checkAccountFields(
  { email, password, username, displayName, zone }: AccountFields,
  dead?: DomainError,
): Promise<string> {
  const stored = emailOf(email);
  const problems = {
    email: emailProblem(email),
    username: username === undefined ? undefined : usernameProblem(username),
    display_name: displayName === undefined ? undefined : displayNameProblem(displayName),
    timezone: zone === undefined ? undefined : zoneProblem(zone),
    password: dead ? passwordLengthProblem(password) : await passwordProblem(password, [email, username, displayName]),
  };
  refuse(problems, dead);
  return must(stored, 'address');
}

/** Refuses a password that is too weak, as the field `field`. */
export async function checkPassword(field: string, password: string, known: readonly (string | null | undefined)[]): Promise<void> {
  refuse({ [field]: await passwordProblem(password, known) });
}

/** Refuses a request by its fields that have a problem, if any has. `other` is what it is refused for all the same. */
export function refuse(problems: Record<string, string | undefined>, other?: DomainError): void {
  const found = Object.entries(problems).flatMap(([field, text]) => (text === undefined ? [] : [{ field, text }]));
  if (found.length === 0 && other) throw other;
  if (found.length === 0) return;
  const fields = { ...other?.fields, ...Object.fromEntries(found.map(({ field, text }) => [field, [text]])) };
  const texts = [...(other ? [other.message] : []), ...found.map(({ field, text }) => `${field}: ${text}`)];
  throw new DomainError('invalid', 'account.invalid', texts.join(' '), fields);
}

/** Why a text is no name for people, or undefined. */
export function displayNameProblem(name: string): string | undefined {
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
