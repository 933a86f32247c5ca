import type { Actor } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { StatsQuestion } from '../get-stats.query.js';
import { OwnTime, type RangeTime } from '../own-time.js';
import { type WeekdayTime, weekdayTimes } from './weekday-times.js';

export interface WeekdaysResult {
  head: RangeTime;
  /** µs. */
  us: number;
  /** In the order of the user's week. */
  weekdays: WeekdayTime[];
}

/** One's own time of a range by weekday: total and averages. Refused as for `GetStats`. */
export class GetWeekdays extends Query<WeekdaysResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: StatsQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetWeekdays)
export class GetWeekdaysHandler implements IQueryHandler<GetWeekdays> {
  constructor(private readonly own: OwnTime) {}

  async execute({ subject, question }: GetWeekdays): Promise<WeekdaysResult> {
    const { head, days, dayTotals, weekdayStart } = await this.own.read(subject, question, { times: 'totals' });
    const weekdays = weekdayTimes(
      days.map(({ day, from, to }) => ({ day, us: dayTotals.get(day) ?? 0, exists: from < to })),
      weekdayStart,
    );
    return { head, us: weekdays.reduce((sum, { us }) => sum + us, 0), weekdays };
  }
}
