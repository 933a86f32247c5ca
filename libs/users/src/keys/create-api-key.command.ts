import { randomUUID } from 'node:crypto';
import { Clock } from '@app/core';
import { ApiKey } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ApiKeyFacts } from './api-key-facts.js';
import { newKey } from './api-keys.js';
import { checkGranted, checkOutlives, EVERYTHING_ALLOWED, expiryOf, type Holder, keyNameOf, scopesOf } from './key-rules.js';

export interface CreatedApiKey extends ApiKeyFacts {
  /** `waka_<uuid>`, shown this once: only its hash is kept. */
  key: string;
}

/** What a new key may do and for how long. Left out: everything, for ever. */
export interface ApiKeyWish {
  scopes?: readonly string[];
  /** ISO 8601 with a zone, or a date. */
  expiresAt?: string | null;
}

/**
 * Gives a user one more API key, by `holder`. Refused: a name that is empty or longer than 100 characters,
 * unknown scopes or none, an expiry that is over; scopes that `holder` does not have, a life that is longer.
 */
export class CreateApiKey extends Command<CreatedApiKey> {
  constructor(
    readonly userId: number,
    readonly name: string,
    readonly wish: ApiKeyWish = {},
    readonly holder: Holder = EVERYTHING_ALLOWED,
  ) {
    super();
  }
}

@CommandHandler(CreateApiKey)
export class CreateApiKeyHandler implements ICommandHandler<CreateApiKey> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, name, wish, holder }: CreateApiKey): Promise<CreatedApiKey> {
    const properName = keyNameOf(name);
    const scopes = scopesOf(wish.scopes ?? ['full']);
    const expiresAt = wish.expiresAt ? expiryOf(wish.expiresAt, this.clock.now()) : null;
    checkGranted(holder, scopes);
    checkOutlives(holder, expiresAt);
    const { shown, hash, prefix } = newKey();
    const em = this.em.fork();
    const key = em.create(ApiKey, {
      userId,
      publicId: randomUUID(),
      name: properName,
      hash,
      prefix,
      scopes,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    });
    await em.flush();
    return {
      id: key.publicId,
      key: shown,
      name: properName,
      scopes,
      prefix,
      createdAt: key.createdAt.getTime(),
      expiresAt,
      lastUsedAt: null,
      fromSignIn: false,
    };
  }
}
