import { type Actor, DomainError } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DatabaseWaiter, willPass } from './database-waiter.js';
import { sql } from './sql.js';

/** Succeeds when the database answers and, as far as this process has seen, can write; else `unavailable`. */
export class PingDatabase extends Query<void> {
  constructor(readonly actor: Actor) {
    super();
  }
}

@QueryHandler(PingDatabase)
export class PingDatabaseHandler implements IQueryHandler<PingDatabase> {
  constructor(
    private readonly em: EntityManager,
    private readonly waiter: DatabaseWaiter,
  ) {}

  async execute(): Promise<void> {
    await sql(this.em, 'SELECT 1').catch((error: unknown) => {
      if (!willPass(error)) throw error;
      throw new DomainError('unavailable', 'database.away', 'The database is away.');
    });
    if (this.waiter.cannotWrite) {
      throw new DomainError('unavailable', 'database.cannot-write', 'The database cannot write: its disk is full, or it is read only.');
    }
  }
}
