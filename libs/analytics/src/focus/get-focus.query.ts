import { type Actor, addDays, Calendars, Clock, dayBounds, DomainError, must } from '@app/core';
import { ReadPool } from '@app/database';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { nameOf, restOf } from '../names.js';
import type { StatsQuestion } from '../get-stats.query.js';
import { OwnTime, type RangeTime } from '../own-time.js';
import { rangeReader } from '../ranges.js';
import type { NamedTime } from '../results.js';
import { presentCalendar, rangeContext } from '../time/range-context.js';
import { concentrationScore, LONGEST_FOCUS_RANGE, switchesPerHour } from './focus.js';
import { type FocusData, type FocusRow, focusStatement } from './focus-statement.js';

/** A change of project within a session. Names as people read them. */
export interface ContextSwitch {
  at: number;
  from: string;
  to: string;
}

/** Time of one project without a pause. */
export interface DeepWorkBlock {
  project: string;
  from: number;
  to: number;
}

/** Amounts and instants are µs. */
export interface FocusResult {
  /** Of the days that were read: of a long range its newest. */
  head: RangeTime;
  /** Whether the range has days before these. */
  isShortened: boolean;
  us: number;
  score: number;
  /** Most time first; what the list has no room for is its last entry. */
  projects: NamedTime[];
  /** `recent`: newest first. */
  switches: { total: number; perHour: number; recent: ContextSwitch[] };
  /** `longest`: longest first. */
  blocks: { total: number; us: number; longest: DeepWorkBlock[] };
  sessions: { total: number; longestUs: number };
}

/**
 * How concentrated one's own time of a range was: switches between projects, deep-work blocks, and a score (`concentrationScore`). Of a range
 * of more than 366 days its newest 366 are read. Refused: an unknown, reversed or over-long range, a zone or a timeout that is none.
 */
export class GetFocus extends Query<FocusResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: StatsQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetFocus)
export class GetFocusHandler implements IQueryHandler<GetFocus> {
  constructor(
    private readonly reads: ReadPool,
    private readonly clock: Clock,
    private readonly calendars: Calendars,
    private readonly own: OwnTime,
  ) {}

  async execute({ subject, question }: GetFocus): Promise<FocusResult> {
    const { parse, allTime, datesOf } = rangeReader(question.range, question.includeToday);
    const {
      rules: { userId, ...rules },
      filter,
    } = await this.own.asked(subject, question);
    return this.calendars.ask(userId, async (guess) => {
      const context = rangeContext(guess, rules.zone, this.clock.now());
      const { zone } = context;
      const { first, last } = datesOf(context);
      const earliest = addDays(last, 1 - LONGEST_FOCUS_RANGE);
      const days = dayBounds(zone, first < earliest ? earliest : first, last);
      const reading = focusStatement({ userId, zone, rules, days, filter, allTime });
      const [row] = await this.reads.query<FocusRow>(reading);
      if (!row) throw new DomainError('not-found', 'user.unknown', 'There is no such user.');
      return {
        present: presentCalendar(row, { askedZone: rules.zone, allTime }),
        result: {
          head: {
            zone,
            timeout: row.timeout,
            writesOnly: row.writes_only,
            range: parse(context),
            first: must(days[0], 'first day'),
            last: must(days.at(-1), 'last day'),
            days: days.length,
          },
          isShortened: first < earliest,
          ...toFocus(JSON.parse(row.data)),
        },
      };
    });
  }
}

function toFocus({
  projects,
  switches,
  blocks,
  sessions,
}: FocusData): Pick<FocusResult, 'us' | 'score' | 'projects' | 'switches' | 'blocks' | 'sessions'> {
  const us = projects.reduce((sum, [, time]) => sum + time, 0);
  return {
    us,
    score: concentrationScore({ us, deepUs: blocks.us, switches: switches.total }),
    projects: projects.map(([name, time]) => ({ name: name === null ? restOf('project') : nameOf('project', name), us: time })),
    switches: {
      total: switches.total,
      perHour: switchesPerHour({ us, switches: switches.total }),
      recent: switches.recent.map(([at, from, to]) => ({ at, from: nameOf('project', from), to: nameOf('project', to) })),
    },
    blocks: {
      total: blocks.total,
      us: blocks.us,
      longest: blocks.longest.map(([from, to, project]) => ({ project: nameOf('project', project), from, to })),
    },
    sessions: { total: sessions.total, longestUs: sessions.longest_us },
  };
}
