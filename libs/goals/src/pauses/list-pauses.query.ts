import type { Actor } from '@app/core';
import { sql } from '@app/database';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Pause, pausesSql } from './pauses.js';

/** A user's pauses, past, present and planned, the latest first: 200 at most. */
export class ListPauses extends Query<Pause[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@QueryHandler(ListPauses)
export class ListPausesHandler implements IQueryHandler<ListPauses> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId }: ListPauses): Promise<Pause[]> {
    return sql<Pause>(this.em, LIST, [userId]);
  }
}

const LIST = pausesSql('');
