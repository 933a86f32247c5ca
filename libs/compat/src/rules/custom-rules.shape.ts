import { isoSeconds } from '@app/core';
import { type ApplyProgress, type ListedRule, NAMED_FIELDS, type ReplacedRules } from '@app/heartbeats';
import type { CustomRule, CustomRules, CustomRulesDone, CustomRulesProgress, ReplacedCustomRules } from './custom-rules.dto.js';

/** A user's rules, in their order, with the last job where it is not over. */
export function toCustomRules(rules: readonly ListedRule[], job: ApplyProgress | undefined): CustomRules {
  return { data: rules.map((rule, n) => toCustomRule(rule, n + 1)), ...(job && !isOver(job) && { job_id: job.id }) };
}

/** What replacing the list did. */
export function toReplacedRules({ added, removed, rearranged, jobId }: ReplacedRules): ReplacedCustomRules {
  return { data: { changes: { added: listed(added), removed: listed(removed), rearranged: listed(rearranged) }, job_id: jobId } };
}

/** In whole percent. What has ended is whole. */
export function toRulesProgress(progress: ApplyProgress | undefined): CustomRulesProgress {
  if (!progress) return { data: { progress: 100, job_id: '' } };
  const { id, done, total } = progress;
  return { data: { progress: isOver(progress) ? 100 : Math.floor((Math.min(done, total) * 99) / Math.max(total, 1)), job_id: id } };
}

function isOver({ state }: ApplyProgress): boolean {
  return state !== 'queued' && state !== 'running';
}

/** Of what has no answer but that it is done. */
export function toRulesDone(): CustomRulesDone {
  return { data: {} };
}

function listed(rules: readonly ListedRule[]): CustomRule[] {
  return rules.map((rule) => toCustomRule(rule, rule.position + 1));
}

function toCustomRule({ id, field, operation, value, sets, createdAt, modifiedAt }: ListedRule, priority: number): CustomRule {
  return {
    id,
    action: sets === null ? 'delete' : 'change',
    source: field,
    operation: operation.replaceAll('_', ' '),
    source_value: value,
    destinations: NAMED_FIELDS.flatMap((name) => {
      const text = sets?.[name];
      return text === undefined ? [] : [{ id: `${id}:${name}`, destination: name, destination_value: text }];
    }),
    priority,
    created_at: isoSeconds(createdAt),
    modified_at: isoSeconds(modifiedAt),
  };
}
