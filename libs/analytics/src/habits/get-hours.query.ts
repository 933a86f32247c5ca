import type { Actor } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { StatsQuestion } from '../get-stats.query.js';
import { OwnTime, type RangeTime } from '../own-time.js';
import { WEEKDAY_NAMES, weekFrom } from '../time/weekdays.js';

/** Amounts are µs. */
export interface HoursResult {
  head: RangeTime;
  us: number;
  /** 24 amounts by local hour of the day. */
  hours: number[];
  /** The same of each weekday, in the order of the user's week. */
  weekdays: { weekday: string; hours: number[] }[];
}

/** One's own time of a range by weekday and local hour. What all of them add up to is the total of the range. Refused as for `GetStats`. */
export class GetHours extends Query<HoursResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: StatsQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetHours)
export class GetHoursHandler implements IQueryHandler<GetHours> {
  constructor(private readonly own: OwnTime) {}

  async execute({ subject, question }: GetHours): Promise<HoursResult> {
    const { head, hours, weekHours, weekdayStart } = await this.own.read(subject, question, { times: 'totals', hours: true });
    return {
      head,
      us: hours.reduce((sum, us) => sum + us, 0),
      hours,
      weekdays: weekFrom(weekdayStart).map((n) => ({ weekday: WEEKDAY_NAMES[n] ?? '', hours: weekHours[n] ?? [] })),
    };
  }
}
