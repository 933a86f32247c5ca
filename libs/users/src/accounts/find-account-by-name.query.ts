import type { Actor } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { accountNameOf } from './account-name.js';

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

  async execute({ name }: FindAccountByName): Promise<number | undefined> {
    const [user] = await sql<{ id: number }>(this.em, 'SELECT id FROM users WHERE email = $1 OR lower(username) = $1', [
      accountNameOf(name),
    ]);
    return user?.id;
  }
}
