import { type Actor, must } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { StatsQuestion } from '../get-stats.query.js';
import { OwnTime, type RangeTime } from '../own-time.js';
import { isMet, type Streak, streaksOf } from './streaks.js';

/** How many streaks an answer lists. */
export const MOST_STREAKS = 10;

const MINUTE_US = 60_000_000;

/** Of which time, by which rules, and how much of it a day must have. */
export interface StreaksQuestion extends Omit<StatsQuestion, 'range' | 'includeToday'> {
  /** Minutes; left out: any time at all. */
  threshold?: number;
}

export interface StreaksResult {
  head: RangeTime;
  /** Minutes. */
  threshold: number;
  /** Days that have enough time. */
  metDays: number;
  today: { date: string; us: number; isMet: boolean };
  current: Streak | null;
  /** The longest, at most `MOST_STREAKS`: longest first. */
  longest: Streak[];
}

/**
 * Streaks of one's own days that have time, over all of history: the current one and the longest. The running day breaks none. Refused: a zone, a
 * timeout, a label or a client that is none.
 */
export class GetStreaks extends Query<StreaksResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: StreaksQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetStreaks)
export class GetStreaksHandler implements IQueryHandler<GetStreaks> {
  constructor(private readonly own: OwnTime) {}

  async execute({ subject, question: { threshold = 0, ...question } }: GetStreaks): Promise<StreaksResult> {
    const read = await this.own.read(subject, { ...question, range: 'all_time', includeToday: true }, { times: 'totals' });
    const days = read.days.map(({ day, date, from, to }) => ({ date, us: read.dayTotals.get(day) ?? 0, exists: from < to }));
    const { date, us } = must(days.at(-1), 'today');
    const { current, all } = streaksOf(days, threshold * MINUTE_US);
    return {
      head: read.head,
      threshold,
      metDays: all.reduce((sum, streak) => sum + streak.days, 0),
      today: { date, us, isMet: isMet(us, threshold * MINUTE_US) },
      current,
      longest: all.slice(0, MOST_STREAKS),
    };
  }
}
