import { type AiBlock, aiLinesOf, humanLinesOf, type NamedUsage } from '@app/analytics';
import type { AiBlockFields, AiBreakdownItem } from './ai-block.dto.js';

/**
 * The AI block (contract §1.5), under the names of both readers: `ai_agent_…` and `ai_model_…`. Amounts are whole and 0 or more, costs are
 * fractions, and what is not known is left out: clients break on null, -1 and 1.5.
 */
export function toAiBlock(ai: AiBlock | undefined): AiBlockFields {
  if (!ai) return {};
  const [byAi, byHuman] = [aiLinesOf(ai.counters), humanLinesOf(ai.counters)];
  return known({
    ai_additions: byAi?.additions,
    ai_deletions: byAi?.deletions,
    human_additions: byHuman?.additions,
    human_deletions: byHuman?.deletions,
    ai_line_changes_total: byAi ? byAi.additions + byAi.deletions : undefined,
    ai_agent_line_changes: linesBy(ai.agents),
    ai_agent_costs: costsBy(ai.agents),
    ai_agent_breakdown: breakdownOf(ai.agents),
    ai_agent_total_cost: costOf(ai),
    ai_model_line_changes: linesBy(ai.models),
    ai_model_costs: costsBy(ai.models),
    ai_model_breakdown: breakdownOf(ai.models),
    ai_model_total_cost: costOf(ai),
    ai_input_tokens: ai.counters.aiInputTokens ?? undefined,
    ai_cached_input_tokens: ai.counters.aiCachedInputTokens ?? undefined,
    ai_output_tokens: ai.counters.aiOutputTokens ?? undefined,
    ...sessionFields(ai),
  });
}

function sessionFields({ sessions: totals }: AiBlock): AiBlockFields {
  if (!totals) return {};
  const { sessions, prompts, promptLength, promptsInSessions, lengthInSessions, medianPrompts, medianLength } = totals;
  return {
    ai_prompt_length_avg: share(promptLength, prompts),
    ai_prompt_length_avg_per_session: share(lengthInSessions, sessions),
    ai_prompt_length_median_per_session: medianLength === null ? undefined : Math.round(medianLength),
    ai_prompt_length_sum: promptLength,
    ai_prompt_events_total: prompts,
    ai_prompt_events_avg_per_session: share(promptsInSessions, sessions),
    ai_prompt_events_median_per_session: medianPrompts === null ? undefined : Math.round(medianPrompts),
    ai_sessions: sessions,
  };
}

/** US dollars, to a hundredth of a cent. */
export function costOf({ cost }: { cost: number | null }): number | undefined {
  return cost === null ? undefined : Math.round(cost * 10_000) / 10_000;
}

function share(sum: number, count: number): number | undefined {
  return count === 0 ? undefined : Math.round(sum / count);
}

/** Lines that an AI changed; 0 where none were counted. */
function changesOf({ counters }: NamedUsage): number {
  const lines = aiLinesOf(counters);
  return lines ? lines.additions + lines.deletions : 0;
}

function linesBy(list: readonly NamedUsage[]): Record<string, number> {
  return sumByName(list.filter(({ counters }) => aiLinesOf(counters)).map((one) => [one.name, changesOf(one)]));
}

function costsBy(list: readonly NamedUsage[]): Record<string, number> {
  return sumByName(list.flatMap((one) => (one.cost === null ? [] : [[one.name, costOf(one) ?? 0]])));
}

/** What is called like time without a name is one entry with it, so that the entries add up to the total. */
function sumByName(amounts: readonly (readonly [name: string, amount: number])[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [name, amount] of amounts) sums.set(name, (sums.get(name) ?? 0) + amount);
  return Object.fromEntries(sums);
}

function breakdownOf(list: readonly NamedUsage[]): AiBreakdownItem[] {
  return list.map((one) => known({ name: one.name, lines: changesOf(one), cost: costOf(one) }));
}

/** Without fields that are undefined. */
function known<T extends object>(fields: T): T {
  for (const [key, value] of Object.entries(fields)) if (value === undefined) Reflect.deleteProperty(fields, key);
  return fields;
}
