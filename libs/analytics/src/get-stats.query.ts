import type { Actor } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AI_PARTS, AiBlocks } from './ai/ai-blocks.js';
import { filterOf } from './filters.js';
import { type GroupFilter, GroupFilters } from './projects/group-filters.js';
import { rangeReader } from './ranges.js';
import type { StatsResult } from './results.js';
import type { AskedRules } from './time/time-question.js';
import { TimeReader } from './time/time-reader.js';
import { hiddenDimensions, listLimits, visibleFilter, visibleRules } from './visible.js';

/** Which time, by which rules. */
export interface StatsQuestion extends AskedRules, GroupFilter {
  /** A name of `STATS_RANGES`. */
  range: string;
  /** Decides for the ranges that may end today or yesterday. */
  includeToday: boolean;
  /** Only this project. */
  project?: string;
}

/**
 * Time over a named range (contract §3.5.3), as far as it is public. Refused: an unknown, reversed or over-long range, a zone or a timeout
 * that is none.
 */
export class GetStats extends Query<StatsResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: StatsQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetStats)
export class GetStatsHandler implements IQueryHandler<GetStats> {
  constructor(
    private readonly times: TimeReader,
    private readonly groups: GroupFilters,
    private readonly aiBlocks: AiBlocks,
  ) {}

  async execute({ subject, question }: GetStats): Promise<StatsResult> {
    const sees = subject.visibility;
    const rules = visibleRules(subject, question);
    const { parse, allTime, datesOf } = rangeReader(question.range, question.includeToday);
    const projects = await this.groups.namesOf(subject.userId, question, sees);
    const read = await this.times.read(rules, datesOf, filterOf({ ...visibleFilter(question, sees), projects }), {
      times: 'range',
      hours: sees.loggedTime,
      dependencies: sees.projects,
      allTime,
      groups: sees.own,
      hidden: hiddenDimensions(sees),
      limits: listLimits(sees),
      ...(sees.own && AI_PARTS),
    });
    const days = sees.loggedTime || !allTime ? read.days : read.days.slice(-1);
    return {
      sees,
      owner: read.owner,
      zone: read.zone,
      timeout: read.timeout,
      writesOnly: read.writesOnly,
      displayMinimum: read.displayMinimum,
      range: parse(read.context),
      days: days.map(({ day, date, from, to }) => ({ date, from, to, us: sees.loggedTime ? (read.dayTotals.get(day) ?? 0) : 0 })),
      lists: read.lists,
      hours: sees.loggedTime ? read.hours : Array.from({ length: 24 }, () => 0),
      ...(await this.aiBlocks.ofRange(read)),
    };
  }
}
