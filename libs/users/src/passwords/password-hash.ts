import { hash, verify } from '@node-rs/argon2';

/** Argon2id at the cost that OWASP's Password Storage Cheat Sheet names first (its Argon2 is always `id` here, the library's default). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Of a password that nobody has: an unknown account costs what a known one costs. */
let nobodys: Promise<string> | undefined;

/** What a password is stored as, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** Whether the password is the one of this hash. Without a hash it never is, and finding out takes as long. */
export async function isPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  nobodys ??= hashPassword('');
  const matches = await verify(stored ?? (await nobodys), password);
  return matches && typeof stored === 'string';
}
