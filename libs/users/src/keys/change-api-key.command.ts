import { type Actor, Audited, Clock } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ApiKeyFacts, type ApiKeyRow, API_KEY_COLUMNS, toApiKeyFacts } from './api-key-facts.js';
import { canCallAKey, checkGranted, checkOutlives, expiryOf, keyNameOf, scopesOf, unknownKey } from './key-rules.js';

/** Left out: unchanged. */
export interface ApiKeyChange {
  name?: string;
  scopes?: readonly string[];
  /** ISO 8601 with a zone, or a date; null: it no longer expires. */
  expiresAt?: string | null;
}

/**
 * Changes one of the user's keys, as far as `actor` may; every process goes by it within a second. Refused as by
 * `CreateApiKey`; not found: a key that is unknown, revoked or somebody else's.
 */
@Audited<ChangeApiKey>(({ userId, keyId, change }) => ({ subjectId: userId, details: { key: keyId, ...change } }))
export class ChangeApiKey extends Command<ApiKeyFacts> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    /** The key's public id. */
    readonly keyId: string,
    readonly change: ApiKeyChange,
  ) {
    super();
  }
}

const CHANGE = `
  UPDATE api_keys SET name = coalesce($3, name), scopes = coalesce($4, scopes), expires_at = CASE WHEN $5 THEN $6::timestamptz ELSE expires_at END
   WHERE user_id = $1 AND public_id::text = lower($2) AND revoked_at IS NULL
  RETURNING ${API_KEY_COLUMNS}`;

@CommandHandler(ChangeApiKey)
export class ChangeApiKeyHandler implements ICommandHandler<ChangeApiKey> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, userId, keyId, change }: ChangeApiKey): Promise<ApiKeyFacts> {
    const name = change.name === undefined ? null : keyNameOf(change.name);
    const scopes = change.scopes === undefined ? null : scopesOf(change.scopes);
    const expiresAt = change.expiresAt ? new Date(expiryOf(change.expiresAt, this.clock.now())) : null;
    checkGranted(actor, scopes ?? []);
    // The key may be one for ever: who is not may neither make it so nor widen it.
    if (scopes !== null || change.expiresAt !== undefined) checkOutlives(actor, expiresAt?.getTime() ?? null);
    if (!canCallAKey(keyId)) throw unknownKey();
    return transaction(this.em, async (em) => {
      const [key] = await sql<ApiKeyRow>(em, CHANGE, [userId, keyId, name, scopes, change.expiresAt !== undefined, expiresAt]);
      if (!key) throw unknownKey();
      return toApiKeyFacts(key);
    });
  }
}
