import type { Beat } from './oracle.js';

/** What an agent counted, as heartbeats carry it. What is left out is not sent. */
export interface Counted {
  agent: boolean;
  session: string;
  /** `ai_line_changes` and the like. */
  counters: Readonly<Record<string, number>>;
}

const NAMES: Readonly<Record<string, string>> = {
  line_additions: 'lineAdditions',
  line_deletions: 'lineDeletions',
  ai_line_changes: 'aiLineChanges',
  human_line_changes: 'humanLineChanges',
  ai_input_tokens: 'aiInputTokens',
  ai_output_tokens: 'aiOutputTokens',
  ai_cached_input_tokens: 'aiCachedInputTokens',
  ai_prompt_length: 'aiPromptLength',
  ai_line_deletions: 'aiLineDeletions',
  human_line_deletions: 'humanLineDeletions',
};

export const agentOf = (beat: Beat): string => (beat.ai?.agent ? 'Claude Code' : '');

/**
 * The definition of counters: sums over the distinct heartbeats of [from, to), under the names that `keyOf` gives; null where none carries the
 * counter, and no entry where none carries any.
 */
export function countersBy(beats: Iterable<Beat>, from: number, to: number, keyOf: (beat: Beat) => string): Record<string, unknown> {
  const sums: Record<string, Record<string, number | null>> = {};
  for (const beat of within(beats, from, to)) {
    const counters = Object.entries(beat.ai?.counters ?? {});
    if (counters.length === 0) continue;
    const key = keyOf(beat);
    const sum = (sums[key] ??= Object.fromEntries(Object.values(NAMES).map((name) => [name, null])));
    for (const [column, value] of counters) sum[NAMES[column]!] = (sum[NAMES[column]!] ?? 0) + value;
    for (const who of ['ai', 'human']) {
      const change = beat.ai?.counters[`${who}_line_changes`] ?? 0;
      if (change < 0) sum[`${who}LineDeletions`] = (sum[`${who}LineDeletions`] ?? 0) - change;
    }
  }
  return sums;
}

/** The definition of sessions: how many there are, and what prompts they and prompts without one hold. Undefined where there is none of both. */
export function sessionsOf(beats: Iterable<Beat>, from: number, to: number): Record<string, number | null> | undefined {
  const sessions = new Map<string, { prompts: number; length: number }>();
  for (const { ai } of within(beats, from, to)) {
    const length = ai?.counters['ai_prompt_length'];
    if (!ai || (ai.session === '' && length === undefined)) continue;
    const sum = sessions.get(ai.session) ?? { prompts: 0, length: 0 };
    sessions.set(ai.session, { prompts: sum.prompts + (length === undefined ? 0 : 1), length: sum.length + (length ?? 0) });
  }
  if (sessions.size === 0) return undefined;
  const all = [...sessions.values()];
  const real = [...sessions].filter(([session]) => session !== '').map(([, sum]) => sum);
  return {
    sessions: real.length,
    prompts: sumOf(all.map(({ prompts }) => prompts)),
    promptLength: sumOf(all.map(({ length }) => length)),
    promptsInSessions: sumOf(real.map(({ prompts }) => prompts)),
    lengthInSessions: sumOf(real.map(({ length }) => length)),
    medianPrompts: medianOf(real.map(({ prompts }) => prompts)),
    medianLength: medianOf(real.map(({ length }) => length)),
  };
}

function within(beats: Iterable<Beat>, from: number, to: number): Beat[] {
  return [...beats].filter(({ time }) => time >= from && time < to);
}

const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
