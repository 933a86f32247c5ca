import { badParameter } from '@app/core';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ActivityTime, SummariesAnswer } from './answers.js';
import { byName, filterOf } from './filters.js';
import { parseSummariesRange, SUMMARIES_RANGES } from './ranges.js';
import { dateRangeOf } from './date-range.js';
import { type TimeRules, TimeReader } from './time-reader.js';

/** The days asked for: `start` and `end` (`YYYY-MM-DD` or `today`), or a named `range`; start and end win. */
export interface SummariesRange {
  start?: string;
  end?: string;
  range?: string;
}

/** Time per local day, with all lists. Refused: a range that is unknown, reversed or longer than two years. */
export class GetSummaries extends Query<SummariesAnswer> {
  constructor(
    readonly rules: TimeRules,
    readonly range: SummariesRange,
    readonly filter: { project?: string; branches?: readonly string[] } = {},
  ) {
    super();
  }
}

@QueryHandler(GetSummaries)
export class GetSummariesHandler implements IQueryHandler<GetSummaries> {
  constructor(private readonly times: TimeReader) {}

  async execute({ rules, range, filter }: GetSummaries): Promise<SummariesAnswer> {
    const wanted = filterOf(filter);
    const read = await this.times.read(
      rules,
      (context) => {
        if (range.start !== undefined || range.end !== undefined) return dateRangeOf(range.start, range.end, context.today);
        if (range.range === undefined) throw badParameter('start', `Give start and end as YYYY-MM-DD, or a range: ${SUMMARIES_RANGES}.`);
        const named = parseSummariesRange(range.range, { today: context.today, weekdayStart: context.weekdayStart });
        if (!named.ok) throw badParameter('range', named.reason);
        return { first: named.first, last: named.last };
      },
      wanted,
      { times: 'activities', dependencies: true, entities: filter.project !== undefined },
    );
    const inBranch = branchTest(wanted.branches);
    return {
      zone: read.zone,
      timeout: read.timeout,
      writesOnly: read.writesOnly,
      displayMinimum: read.displayMinimum,
      days: read.days.map(({ day, date, from, to }) => ({
        date,
        from,
        to,
        activities: (read.dayActivities.get(day) ?? []).filter(inBranch),
        dependencies: byName(read.dependencies.get(day) ?? []),
        entities: byName(read.entities.get(day) ?? []),
      })),
      availableBranches: filter.project === undefined ? [] : branchesOf([...read.dayActivities.values()].flat()),
    };
  }
}

function branchTest(branches: readonly string[] | undefined): (activity: ActivityTime) => boolean {
  return branches === undefined ? () => true : (activity) => branches.includes(activity.branch);
}

/** The branches there are, without none, by name. */
export function branchesOf(activities: readonly { branch: string }[]): string[] {
  return [...new Set(activities.map((a) => a.branch).filter((b) => b !== ''))].toSorted();
}
