import { createHmac, timingSafeEqual } from 'node:crypto';
import { isPublicId } from '../accounts/user-rules.js';

/**
 * What the link in a weekly report carries: whose reports it ends, and that it comes from such a mail. It does that and nothing else, works as often
 * as it is used, and cannot be guessed: 256 bits that follow from a secret of the account's own.
 */
export function unsubscribeToken({ publicId, secret }: { publicId: string; secret: Buffer }): string {
  return `${publicId}.${proofOf(publicId, secret).toString('base64url')}`;
}

/** Whose reports a token would end: the account's public id. Undefined: it is none. */
export function publicIdOfToken(token: string): string | undefined {
  const [publicId = ''] = token.split('.', 1);
  return isPublicId(publicId) ? publicId : undefined;
}

/** Whether a token was made from this secret. */
export function isTokenOf(token: string, publicId: string, secret: Buffer): boolean {
  const proof = Buffer.from(token.slice(publicId.length + 1), 'base64url');
  const right = proofOf(publicId, secret);
  return proof.length === right.length && timingSafeEqual(proof, right);
}

function proofOf(publicId: string, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(`weekly-report ${publicId.toLowerCase()}`).digest();
}
