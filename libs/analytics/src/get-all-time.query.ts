import { type Actor, must } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AllTimeResult } from './results.js';
import { filterOf } from './filters.js';
import { type GroupFilter, GroupFilters } from './projects/group-filters.js';
import type { AskedRules } from './time/time-question.js';
import { TimeReader } from './time/time-reader.js';
import { visibleFilter, visibleRules } from './visible.js';

/** Of which project, by which rules; none is all, by the user's own. */
export interface AllTimeQuestion extends AskedRules, GroupFilter {
  project?: string;
}

/**
 * All time since the user's first heartbeat, today included. Where the amount is not public: no time, as if the account began today.
 * Refused: a zone or a timeout that is none.
 */
export class GetAllTime extends Query<AllTimeResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: AllTimeQuestion = {},
  ) {
    super();
  }
}

@QueryHandler(GetAllTime)
export class GetAllTimeHandler implements IQueryHandler<GetAllTime> {
  constructor(
    private readonly times: TimeReader,
    private readonly groups: GroupFilters,
  ) {}

  async execute({ subject, question }: GetAllTime): Promise<AllTimeResult> {
    const sees = subject.visibility;
    const projects = await this.groups.namesOf(subject.userId, question, sees);
    const read = await this.times.read(
      visibleRules(subject, question),
      ({ firstDay, today }) => ({ first: sees.loggedTime && firstDay < today ? firstDay : today, last: today }),
      filterOf({ ...visibleFilter(question, sees), projects }),
      { times: 'totals', allTime: sees.loggedTime },
    );
    const totals = sees.loggedTime ? [...read.dayTotals.values()] : [];
    return {
      sees,
      zone: read.zone,
      timeout: read.timeout,
      writesOnly: read.writesOnly,
      us: totals.reduce((sum, us) => sum + us, 0),
      first: must(read.days[0], 'first day'),
      last: must(read.days.at(-1), 'last day'),
      activeDays: totals.filter((us) => us > 0).length,
    };
  }
}
