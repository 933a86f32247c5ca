import { type Actor, Audited, badParameter } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { changeRules, type ListedRule } from './rule-rows.js';

/** Puts a user's rules into another order. Refused: a list that does not have each rule's id once. Returns the list. */
@Audited<OrderRules>(({ userId, ids }) => ({ subjectId: userId, details: { ids } }))
export class OrderRules extends Command<ListedRule[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly ids: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(OrderRules)
export class OrderRulesHandler implements ICommandHandler<OrderRules> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, ids }: OrderRules): Promise<ListedRule[]> {
    const places = new Map(ids.map((id, n) => [id.toLowerCase(), n]));
    const { rules } = await changeRules(
      this.em,
      userId,
      (present) => {
        if (places.size !== present.length || ids.length !== present.length || !present.every(({ id }) => places.has(id))) {
          throw badParameter('ids', 'Give the id of each of your rules once, in the order that they are to have.');
        }
        return present.toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
      },
      () => Promise.resolve(),
    );
    return rules;
  }
}
