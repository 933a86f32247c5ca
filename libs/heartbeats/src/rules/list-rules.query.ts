import type { Actor } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ListedRule, rulesOf } from './rule-rows.js';

/** A user's rules, in their order: at most 200. */
export class ListRules extends Query<ListedRule[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

@QueryHandler(ListRules)
export class ListRulesHandler implements IQueryHandler<ListRules> {
  constructor(private readonly em: EntityManager) {}

  execute({ userId }: ListRules): Promise<ListedRule[]> {
    return rulesOf(this.em, userId);
  }
}
