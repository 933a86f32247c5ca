import { isoSeconds } from '@app/core';
import { type ApplyProgress, type ListedRule, NAMED_FIELDS, type ReplacedRules } from '@app/heartbeats';
import type { CustomRule, CustomRules, CustomRulesDone, CustomRulesProgress, ReplacedCustomRules } from './custom-rules.dto.js';

/** A user's rules, in their order. */
export function toCustomRules(rules: readonly ListedRule[]): CustomRules {
  return { data: rules.map((rule, n) => toCustomRule(rule, n + 1)) };
}

/** What replacing the list did. */
export function toReplacedRules({ added, removed, rearranged, jobId }: ReplacedRules): ReplacedCustomRules {
  return { data: { changes: { added: listed(added), removed: listed(removed), rearranged: listed(rearranged) }, job_id: jobId } };
}

/** In whole percent. What has ended is whole. */
export function toRulesProgress(progress: ApplyProgress | undefined): CustomRulesProgress {
  if (!progress) return { data: { progress: 100, job_id: '' } };
  const { id, state, done, total } = progress;
  const isOver = state !== 'queued' && state !== 'running';
  return { data: { progress: isOver ? 100 : Math.floor((Math.min(done, total) * 99) / Math.max(total, 1)), job_id: id } };
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
