import { type Actor, must } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { filterOf } from '../filters.js';
import type { StatsQuestion } from '../get-stats.query.js';
import { GroupFilters } from '../projects/group-filters.js';
import { rangeReader, type StatsRange } from '../ranges.js';
import type { DayBounds, TimeSettings } from '../results.js';
import type { TimeParts } from '../time/time-question.js';
import { TimeReader } from '../time/time-reader.js';
import { checkOwn, visibleRules } from '../visible.js';
import { type AiAnalysis, analysisOf } from './ai-analytics.js';
import { priced } from './ai-usage.js';
import { ModelPrices } from './model-prices.js';

/** Amounts of time are µs, costs US dollars. */
export interface AiAnalysisResult extends TimeSettings, AiAnalysis {
  range: StatsRange;
  first: DayBounds;
  last: DayBounds;
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
    private readonly times: TimeReader,
    private readonly groups: GroupFilters,
    private readonly prices: ModelPrices,
  ) {}

  async execute({ subject, question }: GetAiAnalysis): Promise<AiAnalysisResult> {
    checkOwn(subject);
    const rules = visibleRules(subject, question);
    const { parse, allTime, datesOf } = rangeReader(question.range, question.includeToday);
    const projects = await this.groups.namesOf(subject.userId, question, subject.visibility);
    const filter = filterOf({ project: question.project, projects });
    const read = await this.times.read(rules, datesOf, filter, { ...PARTS, allTime });
    const dates = new Map(read.days.map(({ day, date }) => [day, date]));
    const costOf = await this.prices.load();
    return {
      zone: read.zone,
      timeout: read.timeout,
      writesOnly: read.writesOnly,
      range: parse(read.context),
      first: must(read.days[0], 'first day'),
      last: must(read.days.at(-1), 'last day'),
      ...analysisOf({
        days: read.days,
        crossed: read.crossed,
        counted: read.counters,
        priced: await priced(read.counters, (day) => must(dates.get(day), 'a day of the range'), costOf),
        sessions: read.sessions,
        weekdayStart: read.context.weekdayStart,
      }),
    };
  }
}
