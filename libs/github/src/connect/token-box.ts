import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { DomainError, Env, must, tokenKeysOf } from '@app/core';
import { Injectable } from '@nestjs/common';

/** An encrypted text, and the name of the key that opens it. */
export interface Sealed {
  keyId: string;
  /** 12 bytes of nonce, 16 of tag, the rest is the text. */
  bytes: Buffer;
}

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/**
 * Encrypts tokens with AES-256-GCM under the keys of TOKEN_KEYS: the first one writes, all read. `place` says whose it is; a text that was copied to
 * another place does not open there.
 */
@Injectable()
export class TokenBox {
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor({ TOKEN_KEYS }: Env) {
    this.keys = TOKEN_KEYS === undefined ? new Map() : must(tokenKeysOf(TOKEN_KEYS), 'list of keys');
  }

  /** Refuses what needs a key where there is none. */
  check(): void {
    this.first();
  }

  /** The name of the key that writes. */
  get keyId(): string {
    return this.first()[0];
  }

  seal(text: string, place: string): Sealed {
    const [keyId, key] = this.first();
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return { keyId, bytes: Buffer.concat([nonce, cipher.getAuthTag(), sealed]) };
  }

  /** The text; undefined where the key is not there any more, or it was changed. */
  open({ keyId, bytes }: Sealed, place: string): string | undefined {
    const key = this.keys.get(keyId);
    if (!key) return undefined;
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG })
      .setAAD(Buffer.from(place))
      .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    try {
      return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return undefined;
    }
  }

  /** A secret that follows from a text for who has the key, as 43 characters. */
  secretOf(text: string): string {
    return createHmac('sha256', this.first()[1]).update(text).digest('base64url');
  }

  private first(): [string, Buffer] {
    const [first] = this.keys;
    if (first) return first;
    throw new DomainError(
      'unavailable',
      'github.no-key',
      'This server cannot keep tokens of GitHub. Its administrator can set TOKEN_KEYS: docs/github.md says how.',
    );
  }
}
