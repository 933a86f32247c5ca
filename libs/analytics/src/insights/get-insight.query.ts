import { type Actor, badParameter } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { isAiTime } from '../ai/ai-time.js';
import { noLists } from '../lists.js';
import { rangeReader } from '../ranges.js';
import type { Dimension, InsightResult } from '../results.js';
import type { AskedRules, TimeParts, TimeRead } from '../time/time-question.js';
import { TimeReader } from '../time/time-reader.js';
import { hiddenDimensions, listLimits, visibleRules } from '../visible.js';
import { INSIGHTS, type Insight, weekdayOf } from './insights.js';

/** Which insight, over which time, by which rules. */
export interface InsightQuestion extends AskedRules {
  /** A name of `INSIGHTS`. */
  type: string;
  /** A name of `STATS_RANGES`. */
  range: string;
  /** Decides for the ranges that may end today or yesterday. */
  includeToday: boolean;
  /** Only days of this weekday; of the insight `days` alone. */
  weekday?: string;
}

/**
 * One fold over the time of a range (contract §1.9), as far as it is public. Read as all time is read, so it is exact, and says what stats and
 * summaries of the same range say. Refused: an unknown insight, weekday or range, a zone or a timeout that is none.
 */
export class GetInsight extends Query<InsightResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: InsightQuestion,
  ) {
    super();
  }
}

/** The list that an insight is made from. Days are told apart by category, as clients read them. */
const LISTED: Readonly<Record<Insight, Dimension>> = {
  stats: 'language',
  ai_days: 'category',
  weekday: 'category',
  weekdays: 'category',
  days: 'category',
  best_day: 'language',
  daily_average: 'language',
  projects: 'project',
  languages: 'language',
  editors: 'editor',
  categories: 'category',
  machines: 'machine',
  operating_systems: 'operatingSystem',
};

const AI_DIMENSIONS: readonly Dimension[] = ['category', 'aiAgent', 'aiModel'];

const BY_DAY: ReadonlySet<Insight> = new Set<Insight>(['weekday', 'weekdays', 'days']);

@QueryHandler(GetInsight)
export class GetInsightHandler implements IQueryHandler<GetInsight> {
  constructor(private readonly times: TimeReader) {}

  async execute({ subject, question }: GetInsight): Promise<InsightResult> {
    const sees = subject.visibility;
    const type = INSIGHTS.find((name) => name === question.type.toLowerCase());
    if (!type) throw badParameter('insight_type', `Use one of ${INSIGHTS.join(', ')}.`);
    const weekday = type === 'days' ? weekdayOf(question.weekday) : undefined;
    const rules = visibleRules(subject, question);
    const { parse, allTime, datesOf } = rangeReader(question.range, question.includeToday);
    const parts: TimeParts = {
      times: BY_DAY.has(type) ? 'days' : 'range',
      lists: [LISTED[type]],
      // With which agent somebody works is nobody else's business.
      ...(type === 'ai_days' && sees.own && { crossed: AI_DIMENSIONS }),
      allTime,
      hidden: hiddenDimensions(sees),
      limits: listLimits(sees),
    };
    const read = await this.times.read(rules, datesOf, {}, parts);
    // What is not public is not told, and since when somebody works is: of all time today alone is left.
    const days = sees.loggedTime || !allTime ? read.days : read.days.slice(-1);
    return {
      sees,
      owner: read.owner,
      zone: read.zone,
      timeout: read.timeout,
      writesOnly: read.writesOnly,
      type,
      weekday,
      range: parse(read.context),
      days: days.map(({ day, date, from, to }) => {
        const categories = sees.loggedTime ? (read.dayLists.get(day) ?? noLists()).category : [];
        const us = BY_DAY.has(type) ? categories.reduce((sum, item) => sum + item.us, 0) : (read.dayTotals.get(day) ?? 0);
        return { date, from, to, us: sees.loggedTime ? us : 0, categories: sees.categories ? categories : [] };
      }),
      aiTotals: sees.own ? aiTotalsOf(read) : undefined,
      lists: read.lists,
    };
  }
}

function aiTotalsOf({ days, crossed }: TimeRead): Map<string, number> {
  const dates = new Map(days.map(({ day, date }) => [day, date]));
  const totals = new Map<string, number>();
  for (const { day, names, us } of crossed) {
    const date = dates.get(day);
    if (date !== undefined && isAiTime(names)) totals.set(date, (totals.get(date) ?? 0) + us);
  }
  return totals;
}
