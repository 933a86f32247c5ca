import { type Actor, Audited, DomainError } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUUID } from 'class-validator';

/** Signs a user out elsewhere: the session and the key of the same sign-in are refused everywhere within a second. Unknown or another's: not found. */
@Audited<RevokeSession>(({ userId, sessionId }) => ({ subjectId: userId, details: { session: sessionId } }))
export class RevokeSession extends Command<void> {
  constructor(
    readonly actor: Actor,
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
    if (!isUUID(sessionId)) throw unknownSession();
    await this.end(userId, sessionId);
  }

  private end(userId: number, sessionId: string): Promise<void> {
    return transaction(this.em, async (em) => {
      const [session] = await sql<{ key: number | null }>(
        em,
        'DELETE FROM sessions WHERE user_id = $1 AND public_id = $2 RETURNING api_key_id AS key',
        [userId, sessionId],
      );
      if (!session) throw unknownSession();
      await sql(em, 'UPDATE api_keys SET revoked_at = now() WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL', [userId, session.key]);
    });
  }
}

/** The same for a session that is another's, and one that is over. */
function unknownSession(): DomainError {
  return new DomainError('not-found', 'session.unknown', 'You have no such session. It may have ended already.');
}
