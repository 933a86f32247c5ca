import { type Actor, Audited, must } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

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

const REVOKE = `
  WITH live AS (SELECT id FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id FOR UPDATE),
  revoked AS (UPDATE api_keys SET revoked_at = now() WHERE id IN (SELECT id FROM live) RETURNING 1)
  SELECT count(*)::int AS n FROM revoked`;
const END = 'WITH ended AS (DELETE FROM sessions WHERE user_id = $1 RETURNING 1) SELECT count(*)::int AS n FROM ended';

@CommandHandler(RevokeApiKeys)
export class RevokeApiKeysHandler implements ICommandHandler<RevokeApiKeys> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId }: RevokeApiKeys): Promise<RevokedKeys> {
    return transaction(this.em, async (em) => {
      // As every change of a user's credentials: one at a time.
      await sql(em, 'SELECT FROM users WHERE id = $1 FOR UPDATE', [userId]);
      const [sessions] = await sql<{ n: number }>(em, END, [userId]);
      const [keys] = await sql<{ n: number }>(em, REVOKE, [userId]);
      return { keys: must(keys, 'count').n, sessions: must(sessions, 'count').n };
    });
  }
}
