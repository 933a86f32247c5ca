import type { Actor } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { TimeReader } from '../time/time-reader.js';
import { KeptAnswers } from './kept-answers.js';
import { checkedRange, daysOf } from './picture-time.js';

/** Time day by day over a year. */
export interface ActivityTime {
  username: string;
  /** `last 12 months`, `2026`. */
  range: string;
  /** 0 = Sunday … 6 = Saturday. */
  weekdayStart: number;
  /** Ascending, in the user's own zone, days without time included. */
  days: { date: string; us: number }[];
}

/**
 * A user's time day by day: of a calendar year, as far as it is over, or of the last twelve months with today. Null where the amount is not
 * public. Up to five minutes old.
 */
export class GetActivity extends Query<ActivityTime | null> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly year?: number,
  ) {
    super();
  }
}

@QueryHandler(GetActivity)
export class GetActivityHandler implements IQueryHandler<GetActivity> {
  private readonly kept = new KeptAnswers<ActivityTime>(({ days }) => days.every(({ us }) => us === 0));

  constructor(private readonly times: TimeReader) {}

  async execute({ subject: { userId, visibility }, year }: GetActivity): Promise<ActivityTime | null> {
    const range = { range: year === undefined ? 'last_12_months' : String(year), includeToday: true };
    const { humanReadable } = checkedRange(range);
    if (!visibility.loggedTime) return null;
    return this.kept.get([userId, range.range], async () => {
      const read = await this.times.read({ userId }, (context) => daysOf(range, context), {}, { times: 'totals' });
      return {
        username: read.owner.username,
        range: humanReadable,
        weekdayStart: read.context.weekdayStart,
        days: read.days.map(({ day, date }) => ({ date, us: read.dayTotals.get(day) ?? 0 })),
      };
    });
  }
}
