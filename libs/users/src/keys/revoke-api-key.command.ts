import { type Actor, Audited, auditDetails } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { keyHash } from './api-keys.js';
import { canCallAKey, unknownKey } from './key-rules.js';

/**
 * Takes a key away: refused everywhere within a second. By its id or, on the command line, by any of its names: its id, the prefix that it is
 * listed by, the key itself. Not found: a key that is unknown, revoked before or somebody else's.
 */
@Audited<RevokeApiKey>(({ userId }) => ({ subjectId: userId }))
export class RevokeApiKey extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly key: { id: string } | { anyName: string },
  ) {
    super();
  }
}

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, key }: RevokeApiKey): Promise<void> {
    const id = 'id' in key ? key.id : key.anyName;
    const otherName = 'anyName' in key ? key.anyName : '';
    if (!canCallAKey(id)) throw unknownKey();
    await transaction(this.em, async (em) => {
      const revoked = await sql<{ public_id: string }>(
        em,
        `UPDATE api_keys SET revoked_at = now()
          WHERE user_id = $1 AND revoked_at IS NULL AND (public_id::text = lower($2) OR prefix = $3 OR hash = $4) RETURNING public_id`,
        [userId, id, otherName, keyHash(otherName) ?? null],
      );
      if (revoked.length === 0) throw unknownKey();
      auditDetails({ key: revoked.map(({ public_id }) => public_id).join(' ') });
    });
  }
}
