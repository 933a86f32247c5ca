import { type Actor, badParameter, dayNumber, must } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { StatsQuestion } from '../get-stats.query.js';
import { nameOf, restOf } from '../names.js';
import { OwnTime, type RangeTime } from '../own-time.js';
import { rangeReader, type StatsRange } from '../ranges.js';
import type { DayBounds, Dimension } from '../results.js';
import type { NumberedDay, RangeContext, TimeRead } from '../time/time-question.js';
import { TimeReader } from '../time/time-reader.js';
import { type Change, changeOf, type ComparedName, compareNames, type TimesByName } from './comparison.js';
import { periodBefore } from './period-before.js';

/** Of which time, by which rules, told apart by what. */
export interface ComparisonQuestion extends StatsQuestion {
  by: Dimension;
}

/** One of the two periods. */
export interface Period {
  first: DayBounds;
  last: DayBounds;
  days: number;
  /** Days that have time. */
  activeDays: number;
}

export interface ComparisonResult {
  head: RangeTime;
  by: Dimension;
  now: Period;
  before: Period;
  total: Change;
  names: ComparedName[];
}

/**
 * One's own time of a range and of the period before it (`periodBefore`), by name of one dimension. Both are of one snapshot. Refused: as for
 * `GetStats`, and a range that has no period before it.
 */
export class CompareTime extends Query<ComparisonResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: ComparisonQuestion,
  ) {
    super();
  }
}

@QueryHandler(CompareTime)
export class CompareTimeHandler implements IQueryHandler<CompareTime> {
  constructor(
    private readonly own: OwnTime,
    private readonly times: TimeReader,
  ) {}

  async execute({ subject, question }: CompareTime): Promise<ComparisonResult> {
    const { by } = question;
    const { parse } = rangeReader(question.range, question.includeToday);
    const rangesOf = (context: RangeContext) => bothPeriods(parse(context));
    const { rules, filter } = await this.own.asked(subject, question);
    const read = await this.times.read(
      rules,
      (context) => {
        const { now, before } = rangesOf(context);
        return { first: before.first, last: now.last };
      },
      filter,
      { times: 'totals', crossed: [by] },
    );
    const ranges = rangesOf(read.context);
    const now = periodOf(read, ranges.now);
    const before = periodOf(read, ranges.before);
    const { zone, timeout, writesOnly } = read;
    return {
      head: { zone, timeout, writesOnly, range: ranges.now, first: now.first, last: now.last, days: now.days },
      by,
      now,
      before,
      total: changeOf(totalOf(read, ranges.now), totalOf(read, ranges.before)),
      names: compareNames(namesOf(read, ranges.now, by), namesOf(read, ranges.before, by), restOf(by)),
    };
  }
}

interface Dates {
  first: string;
  last: string;
}

function bothPeriods(range: StatsRange): { now: StatsRange & Dates; before: Dates } {
  const before = periodBefore(range);
  if (!before || range.first === null) {
    throw badParameter('range', `Nothing comes before ${range.humanReadable}. Use a range such as last_7_days, this_month or 2026.`);
  }
  return { now: { ...range, first: range.first }, before };
}

function isIn({ first, last }: Dates): (day: number) => boolean {
  const [from, to] = [dayNumber(first), dayNumber(last)];
  return (day) => day >= from && day <= to;
}

function periodOf({ days, dayTotals }: TimeRead, dates: Dates): Period {
  const isOwn = isIn(dates);
  const own: NumberedDay[] = days.filter(({ day }) => isOwn(day));
  return {
    first: must(own[0], 'first day'),
    last: must(own.at(-1), 'last day'),
    days: own.length,
    activeDays: own.filter(({ day }) => (dayTotals.get(day) ?? 0) > 0).length,
  };
}

function totalOf({ dayTotals }: TimeRead, dates: Dates): number {
  const isOwn = isIn(dates);
  return [...dayTotals].reduce((sum, [day, us]) => sum + (isOwn(day) ? us : 0), 0);
}

function namesOf({ crossed }: TimeRead, dates: Dates, by: Dimension): TimesByName {
  const isOwn = isIn(dates);
  const sums = new Map<string | null, number>();
  for (const { day, names, us } of crossed) {
    if (!isOwn(day)) continue;
    const name = names === null ? null : nameOf(by, names[by] ?? '');
    sums.set(name, (sums.get(name) ?? 0) + us);
  }
  return sums;
}
