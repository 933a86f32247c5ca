import { badParameter } from '@app/core';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { addUp } from './breakdown.js';
import { filterOf } from './filters.js';
import { parseStatsRange, type StatsRange } from './ranges.js';
import type { StatsResult } from './results.js';
import type { TimeRules } from './time/time-question.js';
import { TimeReader } from './time/time-reader.js';

/**
 * Time over a named range (contract §3.5.3). `includeToday` decides for the ranges that may end today or yesterday.
 * Refused: an unknown, reversed or over-long range.
 */
export class GetStats extends Query<StatsResult> {
  constructor(
    readonly rules: TimeRules,
    readonly range: string,
    readonly includeToday: boolean,
    readonly project?: string,
  ) {
    super();
  }
}

@QueryHandler(GetStats)
export class GetStatsHandler implements IQueryHandler<GetStats> {
  constructor(private readonly times: TimeReader) {}

  async execute({ rules, range, includeToday, project }: GetStats): Promise<StatsResult> {
    const parse = (context: { today: string; weekdayStart: number }): StatsRange => {
      const parsed = parseStatsRange(range, { today: context.today, weekdayStart: context.weekdayStart, includeToday });
      if (!parsed.ok) throw badParameter('range', parsed.reason);
      return parsed;
    };
    // Refused before anything is read; whether the range begins at the first heartbeat does not depend on the day.
    const allTime = parse({ today: '2000-01-01', weekdayStart: 1 }).first === null;
    const read = await this.times.read(
      rules,
      (context) => {
        const { first, last } = parse(context);
        // The first heartbeat may be a day ahead of now.
        const begin = first ?? context.firstDay;
        return { first: begin < last ? begin : last, last };
      },
      filterOf({ project }),
      { times: 'totals', hours: true, dependencies: true, allTime },
    );
    return {
      owner: read.owner,
      zone: read.zone,
      timeout: read.timeout,
      writesOnly: read.writesOnly,
      displayMinimum: read.displayMinimum,
      range: parse(read.context),
      days: read.days.map(({ day, date, from, to }) => ({ date, from, to, us: read.dayTotals.get(day) ?? 0 })),
      activities: read.activities,
      dependencies: addUp([...read.dependencies.values()].flat()),
      hours: read.hours,
    };
  }
}
