import { type Actor, Audited, badParameter, must } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { unknownRule } from '../names/rule.js';
import { checkedRule, type RuleForm } from './rule-form.js';
import { changeRules, type ListedRule } from './rule-rows.js';

/** What is changed of a rule. */
export interface RuleChange extends Partial<RuleForm> {
  /** False: it is not to drop any more. Refused of a rule that drops and is not told what to set. */
  drops?: false;
}

/**
 * Changes a rule, as `CreateRule` makes one; what is left out of `change` stays. Not found: there is no such rule, or it is somebody else's.
 */
@Audited<ChangeRule>(({ userId, ruleId, change }) => ({ subjectId: userId, details: { rule: ruleId, ...change } }))
export class ChangeRule extends Command<ListedRule> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly ruleId: string,
    readonly change: RuleChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeRule)
export class ChangeRuleHandler implements ICommandHandler<ChangeRule> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, ruleId, change }: ChangeRule): Promise<ListedRule> {
    const wanted = ruleId.toLowerCase();
    const { rules } = await changeRules(
      this.em,
      userId,
      (present) => {
        if (!present.some(({ id }) => id === wanted)) throw unknownRule();
        return present.map((rule) => (rule.id === wanted ? { ...rule, ...checkedRule(changed(rule, change)) } : rule));
      },
      () => Promise.resolve(),
    );
    return must(
      rules.find(({ id }) => id === wanted),
      'changed rule',
    );
  }
}

function changed(rule: RuleForm, { field, operation, value, sets, drops }: RuleChange): RuleForm {
  if (drops === false && rule.sets === null && !sets) {
    throw badParameter('drop', 'This rule drops what matches. Send what it is to set in place of that, as {"set": {"project": "engine"}}.');
  }
  return {
    field: field ?? rule.field,
    operation: operation ?? rule.operation,
    value: value ?? rule.value,
    sets: sets === undefined ? rule.sets : sets,
  };
}
