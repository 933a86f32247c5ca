import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AllTimeResult } from './results.js';
import { filterOf } from './filters.js';
import type { TimeRules } from './time/time-question.js';
import { TimeReader } from './time/time-reader.js';

/** All time since the user's first heartbeat, today included. */
export class GetAllTime extends Query<AllTimeResult> {
  constructor(
    readonly rules: TimeRules,
    readonly project?: string,
  ) {
    super();
  }
}

@QueryHandler(GetAllTime)
export class GetAllTimeHandler implements IQueryHandler<GetAllTime> {
  constructor(private readonly times: TimeReader) {}

  async execute({ rules, project }: GetAllTime): Promise<AllTimeResult> {
    const read = await this.times.read(
      rules,
      ({ firstDay, today }) => ({ first: firstDay < today ? firstDay : today, last: today }),
      filterOf({ project }),
      { times: 'totals', allTime: true },
    );
    const [first = { date: read.context.today, from: 0, to: 0 }] = read.days;
    return {
      zone: read.zone,
      timeout: read.timeout,
      writesOnly: read.writesOnly,
      us: [...read.dayTotals.values()].reduce((sum, us) => sum + us, 0),
      first,
      last: read.days.at(-1) ?? first,
      activeDays: [...read.dayTotals.values()].filter((us) => us > 0).length,
    };
  }
}
