import { Clock, DomainError } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, callerParams } from './caller.js';
import type { Client } from './client.js';
import { mintSignInKey } from './sign-in-key.js';

/**
 * Gives a client that is signed in a key of its own, named and expiring as one that signing in makes; none is revoked. It lives no
 * longer than the key that asks. Keys are kept as
 * hashes, so the one it has cannot be shown again. Returns the key, `waka_<uuid>`.
 */
export class MintClientKey extends Command<string> {
  constructor(
    readonly caller: Caller,
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

  execute({ caller, client }: MintClientKey): Promise<string> {
    return this.em.fork().transactional(async (em) => {
      const [user] = await sql<{ timezone: string }>(em, 'SELECT timezone FROM users WHERE id = $1 FOR SHARE', [caller.userId]);
      // Who asks was looked up up to a second ago; a new password may have ended that meanwhile, and then no new key may come of it.
      const [still] = await sql<{ expires_at: string | null }>(em, STILL_IN, callerParams(caller));
      if (!user || !still) throw new DomainError('unauthenticated', 'sign-in.over', 'This key or session has ended. Sign in again.');
      return (await mintSignInKey(em, caller.userId, user.timezone, client, this.clock.now(), still.expires_at)).shown;
    });
  }
}
