import { hash, randomUUID } from 'node:crypto';

const KEY = /^(?:waka_)?([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})$/i;

/**
 * The SHA-256 that a key is stored as; undefined if the text cannot be a key of ours. Accepted with and without `waka_`, because clients
 * send it as it was typed (contract, fact 6).
 */
export function keyHash(text: string): Buffer | undefined {
  const uuid = KEY.exec(text)?.[1];
  return uuid === undefined ? undefined : hash('sha256', uuid.toLowerCase(), 'buffer');
}

export interface NewKey {
  /** `waka_<uuid>`: what a person copies, known only now. */
  shown: string;
  hash: Buffer;
  prefix: string;
}

/** A fresh key: UUIDv4, which wakatime-cli and vscode-wakatime insist on. */
export function newKey(): NewKey {
  const uuid = randomUUID();
  return { shown: `waka_${uuid}`, hash: hash('sha256', uuid, 'buffer'), prefix: `waka_${uuid.slice(0, 8)}` };
}
