import { type Actor, Audited } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { unknownRule } from '../names/rule.js';
import { changeRules } from './rule-rows.js';

/**
 * Deletes a rule. What it set is shown again as it was sent, and what it dropped counts again: at once or, of a rule on the entity, in history
 * after `EnqueueApply`. Not found: there is no such rule, or it is somebody else's.
 */
@Audited<DeleteRule>(({ userId, ruleId }) => ({ subjectId: userId, details: { rule: ruleId } }))
export class DeleteRule extends Command<void> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly ruleId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteRule)
export class DeleteRuleHandler implements ICommandHandler<DeleteRule> {
  constructor(private readonly em: EntityManager) {}

  async execute({ userId, ruleId }: DeleteRule): Promise<void> {
    const wanted = ruleId.toLowerCase();
    await changeRules(
      this.em,
      userId,
      (present) => {
        if (!present.some(({ id }) => id === wanted)) throw unknownRule();
        return present.filter(({ id }) => id !== wanted);
      },
      () => Promise.resolve(),
    );
  }
}
