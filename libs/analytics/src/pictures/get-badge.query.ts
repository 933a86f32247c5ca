import type { Actor } from '@app/core';
import type { Subject, Visibility } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { filterOf } from '../filters.js';
import { valuesOf } from '../names.js';
import type { TimeFilter } from '../time/time-question.js';
import { TimeReader } from '../time/time-reader.js';
import { ProjectLabels } from './project-labels.js';
import { KeptAnswers } from './kept-answers.js';
import { checkedRange, daysOf, type PictureRange } from './picture-time.js';

/** Of which time; what is left out may be any. */
export interface BadgeQuestion extends PictureRange {
  project?: string;
  language?: string;
  /** A label of projects, by its name or id: only in a link, as labels are their owner's alone. */
  projectLabel?: string;
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
  private readonly kept = new KeptAnswers<BadgeTime>(({ us }) => us === null || us === 0);

  constructor(
    private readonly times: TimeReader,
    private readonly labels: ProjectLabels,
  ) {}

  async execute({ subject, question }: GetBadge): Promise<BadgeTime> {
    const { isAllTime } = checkedRange(question);
    if (!isShown(subject.visibility, question)) return { us: null };
    const { userId } = subject;
    const { range, includeToday, project, language, projectLabel } = question;
    return this.kept.get([userId, range, includeToday, project, language, projectLabel], async () => {
      const projects = await this.labels.projectsOf(userId, projectLabel);
      if (projects === null) return { us: null };
      const { dayTotals } = await this.times.read({ userId }, (context) => daysOf(question, context), filterFor(question, projects), {
        times: 'totals',
        allTime: isAllTime,
      });
      return { us: [...dayTotals.values()].reduce((sum, us) => sum + us, 0) };
    });
  }
}

function isShown(sees: Visibility, { project, language, projectLabel }: BadgeQuestion): boolean {
  return sees.loggedTime && ((project ?? projectLabel) === undefined || sees.projects) && (language === undefined || sees.languages);
}

function filterFor({ project, language }: BadgeQuestion, projects: readonly string[] | undefined): TimeFilter {
  return {
    ...filterOf({ project, projects }),
    ...(language !== undefined && { language: valuesOf('language', language) }),
  };
}
