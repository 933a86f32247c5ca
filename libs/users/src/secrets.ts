import { hash, randomBytes } from 'node:crypto';

/** A secret that is shown or sent once, 256 random bits as text, and what it is stored as. */
export function newSecret(): { shown: string; hash: Buffer } {
  const shown = randomBytes(32).toString('base64url');
  return { shown, hash: hashOfSecret(shown) };
}

/** The SHA-256 that a session's cookie or a link's secret is stored as: enough for what nobody can guess. */
export function hashOfSecret(shown: string): Buffer {
  return hash('sha256', shown, 'buffer');
}
