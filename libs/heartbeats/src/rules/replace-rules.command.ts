import { randomUUID } from 'node:crypto';
import { type Actor, Audited } from '@app/core';
import { JobQueue } from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkedRules, isSameRule, type RuleForm, ruleText } from './rule-form.js';
import { changeRules, type KeptRule, type ListedRule } from './rule-rows.js';

/** What replacing a list of rules did. */
export interface ReplacedRules {
  added: ListedRule[];
  removed: ListedRule[];
  /** Those that there were and that have another place among those that stay. */
  rearranged: ListedRule[];
  /** Of the job that applies rules on the entity to history; null: none of them changed. */
  jobId: string | null;
}

/**
 * Makes these a user's rules, in this order. A rule that does what one of the present ones does is that one, or the one whose id it gives: the
 * same list twice changes nothing. Where rules on the entity change, a job applies them to history. Refused as by `CreateRule`.
 */
@Audited<ReplaceRules>(({ userId, forms }) => ({ subjectId: userId, details: { rules: forms.length } }))
export class ReplaceRules extends Command<ReplacedRules> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly forms: readonly RuleForm[],
  ) {
    super();
  }
}

@CommandHandler(ReplaceRules)
export class ReplaceRulesHandler implements ICommandHandler<ReplaceRules> {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: JobQueue,
  ) {}

  async execute({ userId, forms }: ReplaceRules): Promise<ReplacedRules> {
    const wanted = checkedRules(forms);
    let kept: readonly KeptRule[] = [];
    const { rules, also } = await changeRules(
      this.em,
      userId,
      (present) => (kept = withIds(wanted, present)),
      async (em, before) => {
        const changesEntities = entityRulesOf(before) !== entityRulesOf(kept);
        return { before, jobId: changesEntities ? await this.jobs.replace(em, 'rules', 'apply-rules', { userId }, userId) : null };
      },
    );
    return { ...differences(also.before, rules), jobId: also.jobId };
  }
}

/** Each rule with the id of the present one that does the same, or with one of its own. */
function withIds(wanted: readonly RuleForm[], present: readonly ListedRule[]): KeptRule[] {
  const left = [...present];
  return wanted.map((form) => {
    const found = left.findIndex((rule) => isSameRule(rule, form));
    const [same] = found < 0 ? [] : left.splice(found, 1);
    return { ...form, id: same?.id ?? randomUUID() };
  });
}

function entityRulesOf(rules: readonly RuleForm[]): string {
  return JSON.stringify(rules.filter(({ field }) => field === 'entity').map((rule) => ruleText(rule)));
}

function differences(before: readonly ListedRule[], now: readonly ListedRule[]): Omit<ReplacedRules, 'jobId'> {
  const [idsBefore, idsNow] = [new Set(before.map(({ id }) => id)), new Set(now.map(({ id }) => id))];
  const stayed = before.filter(({ id }) => idsNow.has(id));
  const stay = now.filter(({ id }) => idsBefore.has(id));
  return {
    added: now.filter(({ id }) => !idsBefore.has(id)),
    removed: before.filter(({ id }) => !idsNow.has(id)),
    rearranged: stay.filter(({ id }, n) => stayed[n]?.id !== id),
  };
}
