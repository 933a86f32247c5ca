import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { keyHash } from './api-keys.js';
import { canCallAKey, unknownKey } from './key-rules.js';

/** Takes a key away: refused everywhere within a second. `keyId` is its id, the prefix that it is listed by, or the key itself. Unknown: not found. */
export class RevokeApiKey extends Command<void> {
  constructor(
    readonly userId: number,
    readonly keyId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, keyId }: RevokeApiKey): Promise<void> {
    if (!canCallAKey(keyId)) throw unknownKey();
    const revoked = await sql(
      this.em,
      `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE user_id = $1 AND (public_id::text = lower($2) OR prefix = $2 OR hash = $3) RETURNING id`,
      [userId, keyId, keyHash(keyId) ?? null],
    );
    if (revoked.length === 0) throw unknownKey();
  }
}
