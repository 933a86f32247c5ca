import { DomainError } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUUID } from 'class-validator';

/** Signs a user out elsewhere: the session and the key of the same sign-in are refused everywhere within a second. Unknown or another's: not found. */
export class RevokeSession extends Command<void> {
  constructor(
    readonly userId: number,
    readonly sessionId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeSession)
export class RevokeSessionHandler implements ICommandHandler<RevokeSession> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, sessionId }: RevokeSession): Promise<void> {
    const ended = isUUID(sessionId) ? await this.end(userId, sessionId) : false;
    if (!ended) throw new DomainError('not-found', 'session.unknown', 'You have no such session. It may have ended already.');
  }

  private end(userId: number, sessionId: string): Promise<boolean> {
    return this.em.fork().transactional(async (em) => {
      const [session] = await sql<{ key: number | null }>(
        em,
        'DELETE FROM sessions WHERE user_id = $1 AND public_id = $2 RETURNING api_key_id AS key',
        [userId, sessionId],
      );
      if (!session) return false;
      await sql(em, 'UPDATE api_keys SET revoked_at = now() WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL', [userId, session.key]);
      return true;
    });
  }
}
