import { badParameter } from '@app/core';
import type { Subject } from '@app/users';
import { Injectable } from '@nestjs/common';
import { daysIn, readableRange } from './date-range.js';
import { filterOf } from './filters.js';
import type { StatsQuestion } from './get-stats.query.js';
import { GroupFilters } from './projects/group-filters.js';
import { rangeReader, type StatsRange } from './ranges.js';
import type { DayBounds, TimeSettings } from './results.js';
import type { TimeFilter, TimeParts, TimeRead, TimeRules } from './time/time-question.js';
import { TimeReader } from './time/time-reader.js';
import { checkOwn, visibleRules } from './visible.js';

/** Of which days an answer is, by which rules. */
export interface RangeTime extends TimeSettings {
  range: StatsRange;
  first: DayBounds;
  last: DayBounds;
  /** How many days. */
  days: number;
}

/** How long a range may be, and what to ask for instead of a longer one. */
export interface LongestRange {
  days: number;
  /** After `It has 400 days; `. */
  advice: string;
}

const ANY_LENGTH: LongestRange = { days: Number.POSITIVE_INFINITY, advice: '' };

/** Reads one's own time of a named range, with the filters that statistics have. */
@Injectable()
export class OwnTime {
  constructor(
    private readonly times: TimeReader,
    private readonly groups: GroupFilters,
  ) {}

  /**
   * Refused: anybody else's time; an unknown, reversed or over-long range; a zone, a timeout, a label or a client that is none. Of a range beyond
   * `longest` one day is read, by which it is known how long the range really is.
   */
  async read(
    subject: Subject,
    question: StatsQuestion,
    parts: Omit<TimeParts, 'allTime'>,
    longest = ANY_LENGTH,
  ): Promise<TimeRead & { head: RangeTime; weekdayStart: number; today: string }> {
    const { parse, allTime, datesOf } = rangeReader(question.range, question.includeToday);
    const { rules, filter } = await this.asked(subject, question);
    const read = await this.times.read(rules, (context) => readableRange(datesOf(context), longest.days), filter, { ...parts, allTime });
    const days = daysIn(datesOf(read.context));
    if (days > longest.days) throw badParameter('range', `It has ${days} days; ${longest.advice}`);
    return { ...read, ...read.context, head: headOf(read, parse(read.context)) };
  }

  /** The rules and the filter that a question stands for. Refused as above, but for ranges. */
  async asked(
    subject: Subject,
    question: Omit<StatsQuestion, 'range' | 'includeToday'>,
  ): Promise<{ rules: TimeRules; filter: TimeFilter }> {
    checkOwn(subject);
    const rules = visibleRules(subject, question);
    const projects = await this.groups.namesOf(subject.userId, question, subject.visibility);
    return { rules, filter: filterOf({ project: question.project, projects }) };
  }
}

function headOf({ zone, timeout, writesOnly, days }: TimeRead, range: StatsRange): RangeTime {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) throw new RangeError('A range has at least one day.');
  return { zone, timeout, writesOnly, range, first, last, days: days.length };
}
