import { type Actor, Audited, Clock } from '@app/core';
import { transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountNotices } from '../mail/account-notices.js';
import type { ApiKeyFacts } from './api-key-facts.js';
import { insertKey } from './insert-key.js';
import { lockKeys, refuseBeyondMost } from './key-room.js';
import { checkGranted, checkOutlives, expiryOf, keyNameOf, scopesOf } from './key-rules.js';

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
 * Gives a user one more API key, as far as `actor` may. Refused: a name that is empty or longer than 100 characters,
 * unknown scopes or none, an expiry that is over; scopes that `actor` does not have, a life that is longer; the 101st key (conflict).
 */
@Audited<CreateApiKey>(({ userId, name, wish }) => ({ subjectId: userId, details: { name, ...wish } }))
export class CreateApiKey extends Command<CreatedApiKey> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly name: string,
    readonly wish: ApiKeyWish = {},
  ) {
    super();
  }
}

@CommandHandler(CreateApiKey)
export class CreateApiKeyHandler implements ICommandHandler<CreateApiKey> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly notices: AccountNotices,
  ) {}

  async execute({ actor, userId, name, wish }: CreateApiKey): Promise<CreatedApiKey> {
    const properName = keyNameOf(name);
    const scopes = scopesOf(wish.scopes ?? ['full']);
    const expiresAt = wish.expiresAt ? expiryOf(wish.expiresAt, this.clock.now()) : null;
    checkGranted(actor, scopes);
    checkOutlives(actor, expiresAt);
    const end = expiresAt === null ? null : new Date(expiresAt);
    const { publicId, shown, prefix, createdAt } = await transaction(this.em, async (em) => {
      refuseBeyondMost(await lockKeys(em, userId, this.clock.now()));
      return insertKey(em, { userId, name: properName, scopes, expiresAt: end });
    });
    if (actor.userId !== null) this.notices.keyMade(userId, properName);
    return {
      id: publicId,
      key: shown,
      name: properName,
      scopes,
      prefix,
      createdAt,
      expiresAt,
      lastUsedAt: null,
      fromSignIn: false,
    };
  }
}
