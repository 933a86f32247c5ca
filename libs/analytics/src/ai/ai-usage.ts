import { mapInTurns } from '@app/core';
import type { AiBlock, NamedUsage } from './ai-block.js';
import { restOf, nameOf } from '../names.js';
import type { Dimension } from '../results.js';
import type { Counters, Sessions } from '../time/counters.js';
import type { CountedDay } from '../time/time-question.js';
import type { CostOf } from './model-prices.js';

/** Names in a list of agents or models over a range, and of a day; those with the least lines and tokens are one entry. */
export const MOST_AI_NAMES = 100;
export const MOST_AI_NAMES_OF_DAY = 20;

/** Of the lists of all days of an answer together: two years of five agents and five models a day are 1.4 MB. */
export const MOST_AI_BYTES = 2_000_000;

/** What an entry of the lists costs an answer beside its name, and how often its name stands there: as lines, as costs and in the breakdown. */
const ENTRY_BYTES = 90;
const NAMES_OF_ENTRY = 3;

/** What an agent and a model did on a day, with what it cost: null where that is not known. */
export interface PricedDay {
  /** Its number. */
  day: number;
  names: CountedDay['names'];
  counters: Counters;
  /** US dollars. */
  cost: number | null;
}

/** Lines that were added and taken away, each 0 or more. */
export interface Lines {
  additions: number;
  deletions: number;
}

/** Prices what was counted, by model and day, in turns. `dateOf`: the date of a day by its number. */
export function priced(rows: readonly CountedDay[], dateOf: (day: number) => string, costOf: CostOf): Promise<PricedDay[]> {
  return mapInTurns(rows, ({ day, names, counters }) => ({
    day,
    names,
    counters,
    cost: costOf(names?.aiModel ?? '', dateOf(day), counters),
  }));
}

/** The block of what was counted; undefined where nothing tells of an AI, so that answers of who uses none stay as they are. */
export function aiBlockOf(rows: readonly PricedDay[], sessions: Sessions | undefined, most: number): AiBlock | undefined {
  const ofAi = rows.filter(({ counters }) => tellsOfAi(counters));
  if (ofAi.length === 0 && !sessions) return undefined;
  return {
    counters: sumOfCounters(ofAi),
    cost: sumOfCosts(ofAi),
    agents: usageBy('aiAgent', ofAi, most),
    models: usageBy('aiModel', ofAi, most),
    sessions,
  };
}

/**
 * How many names each list of these blocks may have beside the entry of the rest, so that all together are at most `most` bytes: of all lists the
 * same number, so only the longer ones lose any.
 */
export function namesWithin(blocks: readonly AiBlock[], most: number): number {
  const bytesByPlace: number[] = [];
  for (const list of blocks.flatMap(({ agents, models }) => [agents, models])) {
    for (const [place, { value, name }] of list.entries()) {
      if (value === undefined) continue;
      bytesByPlace[place] = (bytesByPlace[place] ?? 0) + NAMES_OF_ENTRY * Buffer.byteLength(name) + ENTRY_BYTES;
    }
  }
  let left = most;
  const beyond = bytesByPlace.findIndex((bytes) => (left -= bytes) < 0);
  return beyond < 0 ? bytesByPlace.length : beyond;
}

/** What was counted by name, the most lines and tokens first, then by name. */
export function usageBy(dimension: 'aiAgent' | 'aiModel', rows: readonly PricedDay[], most: number): NamedUsage[] {
  const byValue = Map.groupBy(rows, ({ names }) => names?.[dimension]);
  const all = [...byValue].map(([value, list]) => usageOf(dimension, value, list));
  all.sort((a, b) => weightOf(b) - weightOf(a) || (a.name < b.name ? -1 : 1));
  const named = all.filter(({ value }) => value !== undefined);
  const rest = [...named.slice(most), ...all.filter(({ value }) => value === undefined)];
  return rest.length === 0 ? named : [...named.slice(0, most), usageOf(dimension, undefined, rest)];
}

function usageOf(
  dimension: Dimension,
  value: string | undefined,
  list: readonly { counters: Counters; cost: number | null }[],
): NamedUsage {
  return {
    value,
    name: value === undefined ? restOf(dimension) : nameOf(dimension, value),
    counters: sumOfCounters(list),
    cost: sumOfCosts(list),
  };
}

/** Lines that changed, from the net change and the part of it below 0; null where no client counted any. */
export function linesOf(changes: number | null, deletions: number | null): Lines | null {
  return changes === null ? null : { additions: changes + (deletions ?? 0), deletions: deletions ?? 0 };
}

export function aiLinesOf({ aiLineChanges, aiLineDeletions }: Counters): Lines | null {
  return linesOf(aiLineChanges, aiLineDeletions);
}

export function humanLinesOf({ humanLineChanges, humanLineDeletions }: Counters): Lines | null {
  return linesOf(humanLineChanges, humanLineDeletions);
}

/** What is known of costs; null where nothing is. */
export function sumOfCosts(list: readonly { cost: number | null }[]): number | null {
  return list.reduce<number | null>((sum, { cost }) => addKnown(sum, cost), null);
}

/** Sums of counters; null where none has the counter. */
export function sumOfCounters(list: readonly { counters: Counters }[]): Counters {
  return list.reduce<Counters>((sum, { counters }) => addCounters(sum, counters), NO_COUNTERS);
}

const NO_COUNTERS: Counters = {
  lineAdditions: null,
  lineDeletions: null,
  aiLineChanges: null,
  humanLineChanges: null,
  aiInputTokens: null,
  aiOutputTokens: null,
  aiCachedInputTokens: null,
  aiPromptLength: null,
  aiLineDeletions: null,
  humanLineDeletions: null,
};

function addCounters(a: Counters, b: Counters): Counters {
  return {
    lineAdditions: addKnown(a.lineAdditions, b.lineAdditions),
    lineDeletions: addKnown(a.lineDeletions, b.lineDeletions),
    aiLineChanges: addKnown(a.aiLineChanges, b.aiLineChanges),
    humanLineChanges: addKnown(a.humanLineChanges, b.humanLineChanges),
    aiInputTokens: addKnown(a.aiInputTokens, b.aiInputTokens),
    aiOutputTokens: addKnown(a.aiOutputTokens, b.aiOutputTokens),
    aiCachedInputTokens: addKnown(a.aiCachedInputTokens, b.aiCachedInputTokens),
    aiPromptLength: addKnown(a.aiPromptLength, b.aiPromptLength),
    aiLineDeletions: addKnown(a.aiLineDeletions, b.aiLineDeletions),
    humanLineDeletions: addKnown(a.humanLineDeletions, b.humanLineDeletions),
  };
}

function addKnown(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b;
}

/** Whether anything was counted but lines of which older clients do not say whose they are. */
export function tellsOfAi({ lineAdditions: _added, lineDeletions: _deleted, ...counters }: Counters): boolean {
  return Object.values(counters).some((sum) => sum !== null);
}

function weightOf({ counters }: NamedUsage): number {
  const lines = aiLinesOf(counters);
  const tokens = (counters.aiInputTokens ?? 0) + (counters.aiOutputTokens ?? 0) + (counters.aiCachedInputTokens ?? 0);
  return (lines ? lines.additions + lines.deletions : 0) + tokens;
}
