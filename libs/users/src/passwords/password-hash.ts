import { DomainError } from '@app/core';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id at the cost that OWASP's Password Storage Cheat Sheet names first (its Argon2 is always `id` here, the library's default). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of a password that nobody has: an unknown account costs what a known one costs. */
let nobodys: Promise<string> | undefined;

/** More at once are refused: each takes a core for some ten milliseconds, and everybody would wait for all of them. */
const MOST_AT_ONCE = 64;
let atOnce = 0;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (atOnce >= MOST_AT_ONCE) {
    throw new DomainError('unavailable', 'password.busy', 'Too many people sign in at this moment. Try again in a few seconds.');
  }
  atOnce++;
  try {
    return await work();
  } finally {
    atOnce--;
  }
}

/** What a password is stored as, in PHC form. Too many at once: `unavailable`. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, COST));
}

/** Whether the password is the one of this hash. Without a hash it never is, and finding out takes as long. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  nobodys ??= hash('', COST);
  const other = await nobodys;
  const matches = await inTurn(() => verify(stored ?? other, password));
  return matches && typeof stored === 'string';
}
