import { createHmac, timingSafeEqual } from 'node:crypto';
import { isPublicId } from '../accounts/user-rules.js';

/**
 * What the link in a weekly report carries: whose reports it ends, and that it comes from such a mail. It does that and nothing else, works as often
 * as it is used, and cannot be guessed: 256 bits that follow from a secret of the account's own.
 */
export function unsubscribeToken({ publicId, secret }: { publicId: string; secret: Buffer }): string {
  return `${publicId}.${proofOf(reportsOf(publicId), secret)}`;
}

/** Whose reports a token would end: the account's public id. Undefined: it is none. */
export function publicIdOfToken(token: string): string | undefined {
  const [publicId = ''] = token.split('.', 1);
  return isPublicId(publicId) ? publicId : undefined;
}

/** Whether a token was made from this secret. */
export function isTokenOf(token: string, publicId: string, secret: Buffer): boolean {
  return isProofOf(token.slice(publicId.length + 1), reportsOf(publicId), secret);
}

/** 256 bits as text that follow from an account's secret and from what they allow: nobody can guess them, and they work for ever. */
export function proofOf(what: string, secret: Buffer): string {
  return digestOf(what, secret).toString('base64url');
}

/** Whether a proof was made for this, from this secret. */
export function isProofOf(proof: string, what: string, secret: Buffer): boolean {
  const given = Buffer.from(proof, 'base64url');
  const right = digestOf(what, secret);
  return given.length === right.length && timingSafeEqual(given, right);
}

function reportsOf(publicId: string): string {
  return `weekly-report ${publicId.toLowerCase()}`;
}

function digestOf(what: string, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(what).digest();
}
