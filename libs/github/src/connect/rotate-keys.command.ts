import { type Actor, Audited, auditDetails } from '@app/core';
import { lockForge, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { placeOf } from './connections.js';
import { TokenBox } from './token-box.js';

/** How many tokens are under the first key now, and how many could not be opened by any. */
export interface RotatedKeys {
  rotated: number;
  lost: number;
}

/** Encrypts every token anew that is not under the first key of TOKEN_KEYS. Stopped in between, it goes on where it is called again. */
@Audited<RotateKeys>(() => ({}))
export class RotateKeys extends Command<RotatedKeys> {
  constructor(readonly actor: Actor) {
    super();
  }
}

interface Stored {
  userId: number;
  id: number;
  tokenEnc: Buffer;
  refreshEnc: Buffer | null;
  keyId: string;
}

const OTHERS = `
  SELECT user_id AS "userId", id, token_enc AS "tokenEnc", refresh_enc AS "refreshEnc", key_id AS "keyId"
    FROM forge_connections
   WHERE token_enc IS NOT NULL AND key_id IS NOT NULL AND key_id <> $1 AND (user_id, id) > ($2, $3)
   ORDER BY user_id, id
   LIMIT 1`;
const ROTATE = `
  UPDATE forge_connections
     SET token_enc = $4, refresh_enc = $5, key_id = $6
   WHERE user_id = $1 AND id = $2 AND token_enc = $3`;

@CommandHandler(RotateKeys)
export class RotateKeysHandler implements ICommandHandler<RotateKeys> {
  constructor(
    private readonly em: EntityManager,
    private readonly box: TokenBox,
  ) {}

  async execute(): Promise<RotatedKeys> {
    const result = { rotated: 0, lost: 0 };
    for (let next = await this.after(0, 0); next; next = await this.after(next.userId, next.id))
      result[(await this.rotate(next)) ? 'rotated' : 'lost']++;
    await transaction(this.em, async () => auditDetails({ ...result, key: this.box.keyId }));
    return result;
  }

  private async after(userId: number, id: number): Promise<Stored | undefined> {
    const [found] = await sql<Stored>(this.em.fork(), OTHERS, [this.box.keyId, userId, id]);
    return found;
  }

  private async rotate({ userId, id, tokenEnc, refreshEnc, keyId }: Stored): Promise<boolean> {
    const token = this.box.open({ bytes: tokenEnc, keyId }, placeOf(userId, 'token'));
    const refresh = refreshEnc === null ? null : this.box.open({ bytes: refreshEnc, keyId }, placeOf(userId, 'refresh'));
    if (token === undefined || refresh === undefined) return false;
    const sealed = this.box.seal(token, placeOf(userId, 'token'));
    const sealedRefresh = refresh === null ? null : this.box.seal(refresh, placeOf(userId, 'refresh')).bytes;
    await this.em.fork().transactional(async (em) => {
      // One that is renewed meanwhile is under the new key already.
      await lockForge(em, userId);
      await sql(em, ROTATE, [userId, id, tokenEnc, sealed.bytes, sealedRefresh, sealed.keyId]);
    });
    return true;
  }
}
