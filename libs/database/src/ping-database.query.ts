import { type Actor, DomainError } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { willPass } from './database-waiter.js';
import { sql } from './sql.js';

/** Succeeds when the database answers; else `unavailable`. */
export class PingDatabase extends Query<void> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(PingDatabase)
export class PingDatabaseHandler implements IQueryHandler<PingDatabase> {
  constructor(private readonly em: EntityManager) {}

  async execute(): Promise<void> {
    await sql(this.em, 'SELECT 1').catch((error: unknown) => {
      if (!willPass(error)) throw error;
      throw new DomainError('unavailable', 'database.away', 'The database is away.');
    });
  }
}
