import { type Actor, must } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { StatsQuestion } from '../get-stats.query.js';
import { OwnTime, type RangeTime } from '../own-time.js';
import type { TimeParts } from '../time/time-question.js';
import { type AiAnalysis, analysisOf } from './ai-analytics.js';
import { priced } from './ai-usage.js';
import { ModelPrices } from './model-prices.js';

/** Amounts of time are µs, costs US dollars. */
export interface AiAnalysisResult extends AiAnalysis {
  head: RangeTime;
}

/** What the analysis is made from. */
const PARTS = {
  times: 'totals',
  crossed: ['project', 'language', 'category', 'aiModel', 'aiAgent'],
  counters: ['aiModel', 'aiAgent'],
  sessions: ['aiModel', 'aiAgent'],
} as const satisfies TimeParts;

/**
 * One's own time with an AI against that by hand (`isAiTime`), with lines, tokens, prompts, sessions and costs, over a named range. Refused: an
 * unknown, reversed or over-long range, a zone or a timeout that is none, and anybody else's time.
 */
export class GetAiAnalysis extends Query<AiAnalysisResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: StatsQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetAiAnalysis)
export class GetAiAnalysisHandler implements IQueryHandler<GetAiAnalysis> {
  constructor(
    private readonly own: OwnTime,
    private readonly prices: ModelPrices,
  ) {}

  async execute({ subject, question }: GetAiAnalysis): Promise<AiAnalysisResult> {
    const { head, days, crossed, counters, sessions, weekdayStart } = await this.own.read(subject, question, PARTS);
    const dates = new Map(days.map(({ day, date }) => [day, date]));
    const costOf = await this.prices.load();
    return {
      head,
      ...analysisOf({
        days,
        crossed,
        priced: await priced(counters, (day) => must(dates.get(day), 'a day of the range'), costOf),
        sessions,
        weekdayStart,
      }),
    };
  }
}
