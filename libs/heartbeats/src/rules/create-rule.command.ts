import { randomUUID } from 'node:crypto';
import { type Actor, Audited, must } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkedRule, type RuleForm } from './rule-form.js';
import { changeRules, type ListedRule } from './rule-rows.js';

/**
 * Makes a rule, at a place of the list or as the last. A rule on the entity counts for heartbeats from now on and, by `EnqueueApply`, for
 * history; every other rule shows all activities otherwise, so it is true for all of history at once. Refused: what no rule may be, the 201st.
 */
@Audited<CreateRule>(({ userId, form }) => ({ subjectId: userId, details: { ...form } }))
export class CreateRule extends Command<ListedRule> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly form: RuleForm,
    /** From 0; left out: the last. */
    readonly position?: number,
  ) {
    super();
  }
}

@CommandHandler(CreateRule)
export class CreateRuleHandler implements ICommandHandler<CreateRule> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, form, position }: CreateRule): Promise<ListedRule> {
    const rule = { id: randomUUID(), ...checkedRule(form) };
    const { rules } = await changeRules(
      this.em,
      userId,
      (present) => [...present.slice(0, position), rule, ...present.slice(position ?? present.length)],
      () => Promise.resolve(),
    );
    return must(
      rules.find(({ id }) => id === rule.id),
      'new rule',
    );
  }
}
