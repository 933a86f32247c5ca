import { type Actor, DomainError } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

/** The inner id of the user with this username or public id. For the command line. Unknown: not found. */
export class FindUser extends Query<number> {
  constructor(
    readonly actor: Actor,
    readonly name: string,
  ) {
    super();
  }
}

@QueryHandler(FindUser)
export class FindUserHandler implements IQueryHandler<FindUser> {
  constructor(private readonly em: EntityManager) {}

  async execute({ name }: FindUser): Promise<number> {
    const [user] = await sql<{ id: number }>(
      this.em,
      'SELECT id FROM users WHERE lower(username) = lower($1) OR public_id::text = lower($1)',
      [name],
    );
    if (!user) throw new DomainError('not-found', 'user.unknown', `There is no user "${name}".`);
    return user.id;
  }
}
