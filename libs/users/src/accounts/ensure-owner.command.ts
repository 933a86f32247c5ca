import { type Actor, must } from '@app/core';
import { lockAccounts, sql, transaction } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { insertKey } from '../keys/insert-key.js';
import { insertUser } from './insert-user.js';
import { zoneOf } from './user-rules.js';

/**
 * On an instance without any account: makes the owner, in `zone`, with a first API key, and returns that key, `waka_<uuid>`. On any other:
 * undefined. Two processes at once make one owner.
 */
export class EnsureOwner extends Command<string | undefined> {
  constructor(
    readonly actor: Actor,
    readonly zone: string,
  ) {
    super();
  }
}

@CommandHandler(EnsureOwner)
export class EnsureOwnerHandler implements ICommandHandler<EnsureOwner> {
  constructor(private readonly em: EntityManager) {}

  execute({ zone }: EnsureOwner): Promise<string | undefined> {
    return transaction(this.em, async (em) => {
      await lockAccounts(em);
      const [somebody] = await sql(em, 'SELECT id FROM users LIMIT 1');
      if (somebody) return undefined;
      const owner = { username: 'owner', displayName: 'Owner', zone: zoneOf(zone), ownsIfFirst: true };
      const { userId } = must(await insertUser(em, owner), 'new owner');
      return (await insertKey(em, { userId, name: 'First key' })).shown;
    });
  }
}
