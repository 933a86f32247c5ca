import type { Actor } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { accountCalled, accountNameOf } from './account-name.js';

/** The inner id of the account that somebody names to sign in, by its e-mail address or username, disabled or not; undefined: there is none. */
export class FindAccountByName extends Query<number | undefined> {
  constructor(
    readonly actor: Actor,
    readonly name: string,
  ) {
    super();
  }
}

@QueryHandler(FindAccountByName)
export class FindAccountByNameHandler implements IQueryHandler<FindAccountByName> {
  constructor(private readonly em: EntityManager) {}

  execute({ name }: FindAccountByName): Promise<number | undefined> {
    return accountCalled(this.em, accountNameOf(name));
  }
}
