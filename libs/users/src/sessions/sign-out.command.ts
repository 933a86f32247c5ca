import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, callerParams, OWN_SESSION } from './caller.js';

/**
 * Ends the caller's own sign-in: its session and the key that it made, and no other. A key that was not made by signing in stays, as it may
 * be in use elsewhere: it is taken away by name. Says whether anything ended.
 */
export class SignOut extends Command<boolean> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@CommandHandler(SignOut)
export class SignOutHandler implements ICommandHandler<SignOut> {
  constructor(private readonly em: EntityManager) {}

  execute({ caller }: SignOut): Promise<boolean> {
    return this.em.fork().transactional(async (em) => {
      const ended = await sql<{ key: number | null }>(
        em,
        `DELETE FROM sessions s WHERE s.user_id = $1 AND ${OWN_SESSION} RETURNING s.api_key_id AS key`,
        callerParams(caller),
      );
      const revoked = await sql(
        em,
        `UPDATE api_keys SET revoked_at = now() WHERE user_id = $1 AND id = ANY($2) AND from_sign_in AND revoked_at IS NULL RETURNING id`,
        [caller.userId, [caller.keyId, ...ended.map(({ key }) => key)].flatMap((key) => key ?? [])],
      );
      return ended.length > 0 || revoked.length > 0;
    });
  }
}
