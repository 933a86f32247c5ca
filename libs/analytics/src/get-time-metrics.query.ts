import type { Actor } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { TimeLists } from './results.js';
import { TimeReader } from './time/time-reader.js';
import type { ListLimits, RangeContext } from './time/time-question.js';
import { checkOwn } from './visible.js';

/** Time by list, of today and since the first heartbeat. */
export interface TimeMetrics {
  today: TimeLists;
  allTime: TimeLists;
}

/** A name is a series of its own in Prometheus: what is beyond is one entry of its list. */
const LIMITS: ListLimits = { names: 200, bytes: 500_000 };

/** How much time went where, today in the user's zone and in all. Refused: anybody's but one's own. */
export class GetTimeMetrics extends Query<TimeMetrics> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
  ) {
    super();
  }
}

@QueryHandler(GetTimeMetrics)
export class GetTimeMetricsHandler implements IQueryHandler<GetTimeMetrics> {
  constructor(private readonly times: TimeReader) {}

  async execute({ subject }: GetTimeMetrics): Promise<TimeMetrics> {
    checkOwn(subject);
    const { userId } = subject;
    const [today, all] = await Promise.all([
      this.times.read({ userId }, ({ today: day }) => ({ first: day, last: day }), {}, { times: 'range', limits: LIMITS }),
      this.times.read({ userId }, sinceTheFirst, {}, { times: 'range', allTime: true, limits: LIMITS }),
    ]);
    return { today: today.lists, allTime: all.lists };
  }
}

/** The first heartbeat may be a day ahead of now. */
function sinceTheFirst({ firstDay, today }: RangeContext): { first: string; last: string } {
  return { first: firstDay < today ? firstDay : today, last: today };
}
