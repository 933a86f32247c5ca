import type { Actor } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AI_PARTS, AiBlocks } from './ai/ai-blocks.js';
import { BranchLists } from './branch-lists.js';
import { filterOf } from './filters.js';
import { type GroupFilter, GroupFilters } from './projects/group-filters.js';
import { ProjectColors } from './projects/project-colors.js';
import { type AskedDays, askedDaysOf } from './ranges.js';
import { noLists } from './lists.js';
import type { ProjectFilter, SummariesResult } from './results.js';
import type { AskedRules } from './time/time-question.js';
import { TimeReader } from './time/time-reader.js';
import { hiddenDimensions, listLimits, visibleFilter, visibleRules } from './visible.js';

/** The days asked for: `start` and `end` (`YYYY-MM-DD` or `today`), or a named `range`; start and end win. Of which time, by which rules. */
export interface SummariesQuestion extends AskedRules, Omit<ProjectFilter, 'projects'>, GroupFilter, AskedDays {
  /** Whether to read what clients counted of work with an AI, of one's own days. */
  withAi?: boolean;
}

/**
 * Time per local day, with all lists, as far as it is public. Refused: a range that is unknown, reversed or longer than two years, a zone or
 * a timeout that is none.
 */
export class GetSummaries extends Query<SummariesResult> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly question: SummariesQuestion,
  ) {
    super();
  }
}

@QueryHandler(GetSummaries)
export class GetSummariesHandler implements IQueryHandler<GetSummaries> {
  constructor(
    private readonly times: TimeReader,
    private readonly branchLists: BranchLists,
    private readonly groups: GroupFilters,
    private readonly colors: ProjectColors,
    private readonly aiBlocks: AiBlocks,
  ) {}

  async execute({ subject, question }: GetSummaries): Promise<SummariesResult> {
    const sees = subject.visibility;
    const rules = visibleRules(subject, question);
    const filter = await this.branchLists.split(subject.userId, visibleFilter(question, sees));
    const projects = await this.groups.namesOf(subject.userId, question, sees);
    const ofProject = filter.project !== undefined;
    const read = await this.times.read(rules, (context) => askedDaysOf(question, context), filterOf({ ...filter, projects }), {
      times: 'days',
      dependencies: sees.projects,
      entities: ofProject && sees.own,
      branches: ofProject,
      groups: sees.own,
      hidden: hiddenDimensions(sees),
      limits: listLimits(sees),
      ...(sees.own && question.withAi && AI_PARTS),
    });
    const ai = await this.aiBlocks.ofDays(read);
    return {
      sees,
      filter,
      zone: read.zone,
      timeout: read.timeout,
      writesOnly: read.writesOnly,
      displayMinimum: read.displayMinimum,
      days: read.days.map(({ day, date, from, to }) => ({
        date,
        from,
        to,
        lists: read.dayLists.get(day) ?? noLists(),
        ...ai(day),
      })),
      availableBranches: read.branches,
      ...(await this.colorOf(subject, filter)),
    };
  }

  /** The colour of the project that is asked for. */
  private async colorOf({ userId, visibility }: Subject, { project }: ProjectFilter): Promise<{ color?: string }> {
    if (!visibility.own || project === undefined) return {};
    const [color] = (await this.colors.of(userId, [project.normalize('NFC')])).values();
    return color === undefined ? {} : { color };
  }
}
