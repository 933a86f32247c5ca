import { Audited, Clock, DomainError, type UserActor } from '@app/core';
import { sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { lockKeys, refuseBeyondMost } from '../keys/key-room.js';
import { credentialParams } from './own-session.js';
import type { Client } from './client.js';
import { insertSignInKey } from './sign-in-key.js';

/**
 * Gives a client that is signed in a key of its own, named and expiring as one that signing in makes; none is revoked. It lives no
 * longer than the key that asks. Keys are kept as
 * hashes, so the one it has cannot be shown again. Returns the key, `waka_<uuid>`. Refused: the 101st key (conflict).
 */
@Audited<MintClientKey>(({ actor }) => ({ subjectId: actor.userId }))
export class MintClientKey extends Command<string> {
  constructor(
    readonly actor: UserActor,
    readonly client: Client,
  ) {
    super();
  }
}

const STILL_IN = `
  SELECT expires_at FROM api_keys WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL
  UNION ALL
  SELECT NULL FROM sessions WHERE user_id = $1 AND id = $3`;

@CommandHandler(MintClientKey)
export class MintClientKeyHandler implements ICommandHandler<MintClientKey> {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  execute({ actor, client }: MintClientKey): Promise<string> {
    return transaction(this.em, async (em) => {
      const [user] = await sql<{ timezone: string }>(em, 'SELECT timezone FROM users WHERE id = $1 FOR NO KEY UPDATE', [actor.userId]);
      // Who asks was looked up up to a second ago; a new password may have ended that meanwhile, and then no new key may come of it.
      const [still] = await sql<{ expires_at: Date | null }>(em, STILL_IN, credentialParams(actor.userId, actor));
      if (!user || !still) throw new DomainError('unauthenticated', 'sign-in.over', 'This key or session has ended. Sign in again.');
      refuseBeyondMost(await lockKeys(em, actor.userId, this.clock.now()));
      const signingIn = { userId: actor.userId, zone: user.timezone, client, at: this.clock.now() };
      return (await insertSignInKey(em, signingIn, still.expires_at)).shown;
    });
  }
}
