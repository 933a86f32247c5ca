import { mapInTurns, must } from '@app/core';
import { Injectable } from '@nestjs/common';
import type { TimeParts, TimeRead } from '../time/time-question.js';
import type { AiBlock } from './ai-block.js';
import { aiBlockOf, MOST_AI_BYTES, MOST_AI_NAMES, MOST_AI_NAMES_OF_DAY, namesWithin, type PricedDay, priced } from './ai-usage.js';
import { ModelPrices } from './model-prices.js';

/** What of time the block of AI is made from. */
export const AI_PARTS = { counters: ['aiModel', 'aiAgent'], sessions: [] } as const satisfies Partial<TimeParts>;

/** Makes the blocks of AI in stats and summaries from what was read with `AI_PARTS`. */
@Injectable()
export class AiBlocks {
  constructor(private readonly prices: ModelPrices) {}

  /** Of the whole range. Nothing where nothing tells of an AI. */
  async ofRange(read: TimeRead): Promise<{ ai?: AiBlock }> {
    const ai = aiBlockOf(await this.priced(read), read.sessions[0], MOST_AI_NAMES);
    return ai ? { ai } : {};
  }

  /** Of each day, by its number. All together are bounded in bytes. */
  async ofDays(read: TimeRead): Promise<(day: number) => { ai?: AiBlock }> {
    const days = Map.groupBy(await this.priced(read), ({ day }) => day);
    const sessions = new Map(read.sessions.map((totals) => [totals.day, totals]));
    const blocksOf = async (most: number): Promise<Map<number, AiBlock>> => {
      const blocks = await mapInTurns(read.days, ({ day }) => ({ day, ai: aiBlockOf(days.get(day) ?? [], sessions.get(day), most) }));
      return new Map(blocks.flatMap(({ day, ai }) => (ai ? [[day, ai]] : [])));
    };
    const usual = await blocksOf(MOST_AI_NAMES_OF_DAY);
    const most = namesWithin([...usual.values()], MOST_AI_BYTES);
    const blocks = most < MOST_AI_NAMES_OF_DAY ? await blocksOf(most) : usual;
    return (day) => {
      const ai = blocks.get(day);
      return ai ? { ai } : {};
    };
  }

  private async priced({ counters, days }: TimeRead): Promise<PricedDay[]> {
    if (counters.length === 0) return [];
    const dates = new Map(days.map(({ day, date }) => [day, date]));
    return priced(counters, (day) => must(dates.get(day), 'a day of the range'), await this.prices.load());
  }
}
