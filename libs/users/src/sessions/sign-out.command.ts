import { Audited, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { credentialParams, OWN_SESSION } from './own-session.js';

/**
 * Ends the sign-in of who asks: its session and the key that it made, and no other. A key that was not made by signing in stays, as it may
 * be in use elsewhere: it is taken away by name. Says whether anything ended.
 */
@Audited<SignOut>(({ actor }) => ({ subjectId: actor.userId }))
export class SignOut extends Command<boolean> {
  constructor(readonly actor: UserActor) {
    super();
  }
}

@CommandHandler(SignOut)
export class SignOutHandler implements ICommandHandler<SignOut> {
  constructor(private readonly em: EntityManager) {}

  execute({ actor }: SignOut): Promise<boolean> {
    return transaction(this.em, async (em) => {
      const ended = await sql<{ key: number | null }>(
        em,
        `DELETE FROM sessions s WHERE s.user_id = $1 AND ${OWN_SESSION} RETURNING s.api_key_id AS key`,
        credentialParams(actor.userId, actor),
      );
      const revoked = await sql(
        em,
        `UPDATE api_keys SET revoked_at = now() WHERE user_id = $1 AND id = ANY($2) AND from_sign_in AND revoked_at IS NULL RETURNING id`,
        [actor.userId, [actor.by.kind === 'key' ? actor.by.id : null, ...ended.map(({ key }) => key)].flatMap((key) => key ?? [])],
      );
      return ended.length > 0 || revoked.length > 0;
    });
  }
}
