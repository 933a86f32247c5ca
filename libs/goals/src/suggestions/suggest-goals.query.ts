import { type CrossedTime, isKnownLanguage, type NumberedDay, TimeReader } from '@app/analytics';
import { textOf } from '@app/compat';
import { type Actor, Clock, firstOfWeek, must, uuidV8Of } from '@app/core';
import { EntityManager } from '@mikro-orm/postgresql';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { goalDayAt, goalDays, isPlain, versionAt } from '../days/goal-days.js';
import { ANY_TIME, titleOf } from '../goals/goal-form.js';
import { storedGoals } from '../goals/goal-rows.js';
import type { FilterNames, Goal } from '../goals/goal.js';
import { type ActiveDay, type SuggestedTarget, SUGGESTION_WEEKS, suggestedTarget } from './suggested-target.js';

const US_PER_MS = 1_000;
const US_PER_SECOND = 1_000_000;

/** A goal of each day that somebody's own last weeks suggest. */
export interface GoalSuggestion {
  /** The same for the same user, names and target. */
  id: string;
  title: string;
  /** Only time of these counts; null: any. */
  language: string | null;
  project: string | null;
  target: SuggestedTarget;
  /** Why, with its numbers. */
  reasoning: string;
}

/**
 * Goals of each day that a user's last eight complete weeks suggest: of all time, of the language and of the project with the most time
 * (`suggestedTarget`). None that asks for the same time of each day as a goal that there is. Nothing is written.
 */
export class SuggestGoals extends Query<GoalSuggestion[]> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
  ) {
    super();
  }
}

/** What a goal may be of. */
interface Candidate {
  language: string | null;
  project: string | null;
}

@QueryHandler(SuggestGoals)
export class SuggestGoalsHandler implements IQueryHandler<SuggestGoals> {
  constructor(
    private readonly em: EntityManager,
    private readonly times: TimeReader,
    private readonly clock: Clock,
  ) {}

  async execute({ userId }: SuggestGoals): Promise<GoalSuggestion[]> {
    const { owner, calendar, goals } = await storedGoals(this.em, userId);
    const now = this.clock.now() * US_PER_MS;
    const { zone, weekdayStart } = versionAt(calendar, now);
    const thisWeek = firstOfWeek(goalDayAt(calendar, now), weekdayStart);
    const days = goalDays(calendar, thisWeek - SUGGESTION_WEEKS * 7, thisWeek - 1);
    const { crossed } = await this.times.readDays(
      { userId, zone },
      { days, areLocal: isPlain(calendar) },
      {},
      { times: 'totals', crossed: ['language', 'project'] },
    );
    const candidates: (Candidate | undefined)[] = [
      { language: null, project: null },
      topOf(crossed, 'language'),
      topOf(crossed, 'project'),
    ];
    return candidates
      .filter((candidate) => candidate !== undefined)
      .filter((candidate) => !goals.some((goal) => asksTheSame(goal, filterOf(candidate))))
      .flatMap((candidate) => {
        const target = suggestedTarget(activeDays(crossed, days, candidate));
        return target ? [toSuggestion(owner.publicId, candidate, target)] : [];
      });
  }
}

/** The name with the most time; of the same time the first one by name. What has no name is none. */
function topOf(times: readonly CrossedTime[], dimension: 'language' | 'project'): Candidate | undefined {
  const sums = new Map<string, number>();
  for (const { names, us } of times) {
    const name = names?.[dimension] ?? '';
    if (name !== '' && (dimension === 'project' || isKnownLanguage({ name }))) sums.set(name, (sums.get(name) ?? 0) + us);
  }
  const [top] = [...sums].toSorted(([a, aUs], [b, bUs]) => bUs - aUs || (a < b ? -1 : 1));
  return top && { language: null, project: null, [dimension]: top[0] };
}

function activeDays(times: readonly CrossedTime[], days: readonly NumberedDay[], { language, project }: Candidate): ActiveDay[] {
  const sums = new Map<number, number>();
  for (const { day, names, us } of times) {
    const counts = (language === null || names?.language === language) && (project === null || names?.project === project);
    if (counts && us > 0) sums.set(day, (sums.get(day) ?? 0) + us);
  }
  const first = must(days[0], 'first day').day;
  return [...sums].map(([day, us]) => ({ week: Math.floor((day - first) / 7), us }));
}

function filterOf({ language, project }: Candidate): FilterNames {
  return { ...ANY_TIME, language: language === null ? [] : [language], project: project === null ? [] : [project] };
}

/** Whether a goal is of each day, "at least", and counts the same time. Languages are the same in any letter case. */
function asksTheSame({ period, versions }: Goal, wanted: FilterNames): boolean {
  const { isInverse, filter } = must(versions.at(-1), 'present version');
  return (
    period === 'day' &&
    !isInverse &&
    sameNames(lowerCase(filter.language), lowerCase(wanted.language)) &&
    sameNames(filter.project, wanted.project) &&
    [filter.branch, filter.category, filter.editor, filter.machine, filter.aiAgent].every((names) => (names ?? []).length === 0)
  );
}

function lowerCase(names: readonly string[] = []): string[] {
  return names.map((name) => name.toLowerCase());
}

function sameNames(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((name, n) => name === b[n]);
}

function toSuggestion(publicId: string, candidate: Candidate, target: SuggestedTarget): GoalSuggestion {
  const targetSeconds = target.us / US_PER_SECOND;
  const filter = filterOf(candidate);
  return {
    ...candidate,
    id: uuidV8Of(`goal suggestion ${JSON.stringify([publicId, candidate.language, candidate.project, targetSeconds])}`),
    title: titleOf({ title: null, period: 'day', daysPerWeek: null, targetSeconds, isInverse: false, filter }),
    target,
    reasoning: reasoningOf(candidate, target),
  };
}

function reasoningOf({ language, project }: Candidate, { us, activeDays: days, activeWeeks, median, share }: SuggestedTarget): string {
  const what = language === null ? (project === null ? 'You coded' : `You worked on ${project}`) : `You used ${language}`;
  const weeks = `${activeWeeks} of the last ${SUGGESTION_WEEKS} weeks`;
  return `${what} on ${days} days in ${weeks}, half of these days for ${textOf(median)} or more. ${Math.round(share * 100)} % of them had ${textOf(us)} or more.`;
}
