import { describe, expect, it } from '@jest/globals';
import { aiBlockOf, namesWithin, type PricedDay } from './ai-usage.js';
import { toCounters } from '../time/counters.js';
import { must } from '@app/core';

/** Lines of an AI by agents and models, so many of them. */
function rows(agents: number, models: number): PricedDay[] {
  return Array.from({ length: Math.max(agents, models) }, (_, n) => ({
    day: 0,
    names: { aiAgent: `a${n % agents}`, aiModel: `m${n % models}` },
    counters: toCounters([null, null, 100 - n]),
    cost: null,
  }));
}
const block = (agents: number, models: number, most = 20) => must(aiBlockOf(rows(agents, models), undefined, most), 'a block');
/** Three times a name of two letters, and what stands around it. */
const ENTRY = 96;

describe('names of AI blocks within a number of bytes', () => {
  it('are as many as there are, where all have room', () => {
    expect(namesWithin([block(3, 5), block(1, 2)], 11 * ENTRY)).toBe(5);
    expect(namesWithin([], 0)).toBe(0);
  });

  it('are of all lists the same number, so that the longer ones lose some', () => {
    // Places 1 and 2 have four entries, place 3 has two, 4 and 5 have one each.
    const blocks = [block(3, 5), block(2, 3)];
    expect(namesWithin(blocks, 12 * ENTRY)).toBe(4);
    expect(namesWithin(blocks, 11 * ENTRY)).toBe(3);
    expect(namesWithin(blocks, 11 * ENTRY - 1)).toBe(2);
    expect(namesWithin(blocks, 4 * ENTRY - 1)).toBe(0);
  });

  it('add up with the rest to what they were, even where no name has room', () => {
    const all = block(3, 5);
    for (const most of [0, 1, 2, 20]) {
      const { models, agents, counters } = block(3, 5, most);
      expect(counters).toEqual(all.counters);
      for (const list of [agents, models]) {
        expect(list.length).toBeLessThanOrEqual(most + 1);
        expect(list.reduce((sum, one) => sum + (one.counters.aiLineChanges ?? 0), 0)).toBe(490);
      }
    }
    expect(block(3, 5, 0).models.map(({ name }) => name)).toEqual(['All other AI models']);
  });
});
