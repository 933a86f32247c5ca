import type { Actor } from '@app/core';
import type { Subject, Visibility } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { valuesOf } from '../names.js';
import { hiddenDimensions } from '../visible.js';
import type { TimeFilter } from '../time/time-question.js';
import { TimeReader } from '../time/time-reader.js';
import { KeptAnswers } from './kept-answers.js';
import { checkedRange, daysOf, type PictureRange } from './picture-time.js';

/** Of which time; what is left out may be any. */
export interface BadgeQuestion extends PictureRange {
  project?: string;
  language?: string;
}

/** One amount. */
export interface BadgeTime {
  /** All of it, also time without a language. Null: it is not shown, whether there is any or not. */
  us: number | null;
}

/**
 * How much time a badge shows. Asked for a project, the projects must be public as well as the amount; for a language the languages. The number
 * is up to five minutes old. Refused: what is no range.
 */
export class GetBadge extends Query<BadgeTime> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: BadgeQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetBadge)
export class GetBadgeHandler implements IQueryHandler<GetBadge> {
  private readonly kept = new KeptAnswers<BadgeTime>();

  constructor(private readonly times: TimeReader) {}

  async execute({ subject, question }: GetBadge): Promise<BadgeTime> {
    const { isAllTime } = checkedRange(question);
    if (!isShown(subject.visibility, question)) return { us: null };
    const { userId } = subject;
    const { range, includeToday, project, language } = question;
    return this.kept.get([userId, range, includeToday, project, language], async () => {
      const { dayTotals } = await this.times.read({ userId }, (context) => daysOf(question, context), filterOf(question), {
        times: 'totals',
        allTime: isAllTime,
        hidden: hiddenDimensions(subject.visibility),
      });
      return { us: [...dayTotals.values()].reduce((sum, us) => sum + us, 0) };
    });
  }
}

function isShown(sees: Visibility, { project, language }: BadgeQuestion): boolean {
  return sees.loggedTime && (project === undefined || sees.projects) && (language === undefined || sees.languages);
}

function filterOf({ project, language }: BadgeQuestion): TimeFilter {
  return {
    ...(project !== undefined && { project: valuesOf('project', project) }),
    ...(language !== undefined && { language: valuesOf('language', language) }),
  };
}
