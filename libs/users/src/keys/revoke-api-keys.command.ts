import { type Actor, Audited, must } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { lockUser } from '../passwords/store-password.js';
import { revokeAllKeys } from './revoke-all-keys.js';

export interface RevokedKeys {
  keys: number;
  sessions: number;
}

/**
 * Takes all keys of a user away and ends all sessions, which could make new ones: refused everywhere within a second. The password stays. Returns how
 * many there were.
 */
@Audited<RevokeApiKeys>(({ userId }) => ({ subjectId: userId }))
export class RevokeApiKeys extends Command<RevokedKeys> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

const END = 'WITH ended AS (DELETE FROM sessions WHERE user_id = $1 RETURNING 1) SELECT count(*)::int AS n FROM ended';

@CommandHandler(RevokeApiKeys)
export class RevokeApiKeysHandler implements ICommandHandler<RevokeApiKeys> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId }: RevokeApiKeys): Promise<RevokedKeys> {
    return transaction(this.em, async (em) => {
      // As every change of a user's credentials: one at a time.
      await lockUser(em, userId);
      const [sessions] = await sql<{ n: number }>(em, END, [userId]);
      return { keys: await revokeAllKeys(em, userId), sessions: must(sessions, 'count').n };
    });
  }
}
