import { badParameter } from '@app/core';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { addUp } from './breakdown.js';
import { filterOf, type ProjectFilter } from './filters.js';
import { parseSummariesRange, SUMMARIES_RANGES } from './ranges.js';
import { dateRangeOf } from './date-range.js';
import type { SummariesResult } from './results.js';
import type { TimeRules } from './time/time-question.js';
import { TimeReader } from './time/time-reader.js';

/** The days asked for: `start` and `end` (`YYYY-MM-DD` or `today`), or a named `range`; start and end win. */
export interface SummariesRange {
  start?: string;
  end?: string;
  range?: string;
}

/** Time per local day, with all lists. Refused: a range that is unknown, reversed or longer than two years. */
export class GetSummaries extends Query<SummariesResult> {
  constructor(
    readonly rules: TimeRules,
    readonly range: SummariesRange,
    readonly filter: ProjectFilter = {},
  ) {
    super();
  }
}

@QueryHandler(GetSummaries)
export class GetSummariesHandler implements IQueryHandler<GetSummaries> {
  constructor(private readonly times: TimeReader) {}

  async execute({ rules, range, filter }: GetSummaries): Promise<SummariesResult> {
    const ofProject = filter.project !== undefined;
    const read = await this.times.read(
      rules,
      (context) => {
        if (range.start !== undefined || range.end !== undefined) return dateRangeOf(range.start, range.end, context.today);
        if (range.range === undefined) throw badParameter('start', `Give start and end as YYYY-MM-DD, or a range: ${SUMMARIES_RANGES}.`);
        const named = parseSummariesRange(range.range, { today: context.today, weekdayStart: context.weekdayStart });
        if (!named.ok) throw badParameter('range', named.reason);
        return { first: named.first, last: named.last };
      },
      filterOf(filter),
      { times: 'activities', dependencies: true, entities: ofProject, branches: ofProject },
    );
    return {
      zone: read.zone,
      timeout: read.timeout,
      writesOnly: read.writesOnly,
      displayMinimum: read.displayMinimum,
      days: read.days.map(({ day, date, from, to }) => ({
        date,
        from,
        to,
        activities: read.dayActivities.get(day) ?? [],
        dependencies: addUp(read.dependencies.get(day) ?? []),
        entities: addUp(read.entities.get(day) ?? []),
      })),
      availableBranches: read.branches,
    };
  }
}
