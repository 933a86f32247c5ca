import { randomUUID } from 'node:crypto';
import { ApiKey, sql, User } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newKey } from '../keys/api-keys.js';
import { zoneOf } from './user-rules.js';

/**
 * On an instance without any account: makes the owner, in `zone`, with a first API key, and returns that key, `waka_<uuid>`. On any other:
 * undefined. Two processes at once make one owner.
 */
export class EnsureOwner extends Command<string | undefined> {
  constructor(readonly zone: string) {
    super();
  }
}

@CommandHandler(EnsureOwner)
export class EnsureOwnerHandler implements ICommandHandler<EnsureOwner> {
  constructor(private readonly em: EntityManager) {}

  execute({ zone }: EnsureOwner): Promise<string | undefined> {
    return this.em.fork().transactional(async (em) => {
      await sql(em, 'SELECT pg_advisory_xact_lock(2, 0)');
      if ((await em.count(User)) > 0) return undefined;
      const owner = em.create(User, {
        publicId: randomUUID(),
        username: 'owner',
        displayName: 'Owner',
        timezone: zoneOf(zone),
        isOwner: true,
      });
      await em.flush();
      const { shown, hash, prefix } = newKey();
      em.create(ApiKey, { userId: owner.id, publicId: randomUUID(), name: 'First key', hash, prefix });
      return shown;
    });
  }
}
