import { badParameter, DomainError, sumOf } from '@app/core';
import { onOneLine, textOf } from '@app/compat';
import type { PeriodKind } from '../days/periods.js';
import { GOAL_DIMENSIONS, type GoalDimension } from '../evaluation/goal-rules.js';
import { comparable } from '../evaluation/goal-times.js';
import type { FilterNames, GoalForm, SaidTitle } from './goal.js';

const US_PER_SECOND = 1_000_000;
const DAY_SECONDS = 86_400;

/** The longest target, in seconds: as long as the shortest period, as February must have room for it too; of `days_of_week` a day. */
const LONGEST: Readonly<Record<PeriodKind, number>> = {
  day: DAY_SECONDS,
  week: 7 * DAY_SECONDS,
  month: 28 * DAY_SECONDS,
  days_of_week: DAY_SECONDS,
};

const PER: Readonly<Record<PeriodKind, string>> = { day: 'a day', week: 'a week', month: 'a month', days_of_week: 'a day' };

/** No names: any time counts. */
export const ANY_TIME: FilterNames = { project: [], branch: [], language: [], category: [], editor: [], machine: [], aiAgent: [] };

/**
 * A goal that can be kept, with names in their form NFC and none of them twice. Refused: a target that no period has room for, days a week
 * without their number, with an improvement or with more days than are not ignored, all weekdays ignored, and what cannot be stored.
 */
export function checkedGoal(form: GoalForm): GoalForm {
  const targetSeconds = Math.round(form.targetSeconds);
  const { period, daysPerWeek, ignoreDays, improveByPercent } = form;
  if (!(targetSeconds > 0)) throw badParameter('seconds', 'Use more than 0 seconds.');
  if (targetSeconds > LONGEST[period])
    throw badParameter('seconds', `There are not so many seconds in ${PER[period]}. Use at most ${LONGEST[period]}.`);
  if ((period === 'days_of_week') !== (daysPerWeek !== null))
    throw badParameter('days_per_week', 'Use 1 to 7 with goals of days a week, and leave it out of others.');
  if (period === 'days_of_week' && improveByPercent !== null)
    throw badParameter('improve_by_percent', 'A goal of days a week cannot improve. Leave it out, or use delta "day" or "week".');
  const left = 7 - new Set(ignoreDays).size;
  if (left === 0) throw badParameter('ignore_days', 'All seven days would be ignored. Leave at least one.');
  if (daysPerWeek !== null && daysPerWeek > left)
    throw badParameter('days_per_week', `Only ${counted(left)} of a week would not be ignored. Use at most ${left}, or ignore fewer days.`);
  return {
    ...form,
    targetSeconds,
    ignoreDays: [...new Set(ignoreDays)].toSorted((a, b) => a - b),
    filter: byDimension((dimension) => withoutTwins(dimension, form.filter[dimension])),
  };
}

/** Names in their form NFC, none of them twice. */
function withoutTwins(dimension: GoalDimension, names: readonly string[]): string[] {
  const kept = new Map<string, string>();
  for (const name of names.map((one) => one.trim().normalize('NFC'))) {
    if (!kept.has(comparable(dimension, name))) kept.set(comparable(dimension, name), name);
  }
  return [...kept.values()];
}

/** A value for each dimension that goals filter by. */
export function byDimension<T>(of: (dimension: GoalDimension) => T): Record<GoalDimension, T> {
  return {
    project: of('project'),
    branch: of('branch'),
    language: of('language'),
    category: of('category'),
    editor: of('editor'),
    machine: of('machine'),
    aiAgent: of('aiAgent'),
  };
}

/** What tells one goal from another: two of the same would always be met together. */
function signatureOf({
  period,
  daysPerWeek,
  targetSeconds,
  isInverse,
  ignoreDays,
  ignoreZeroDays,
  improveByPercent,
  filter,
}: GoalForm): string {
  const names = GOAL_DIMENSIONS.map((dimension) => filter[dimension].map((name) => comparable(dimension, name)).toSorted());
  return JSON.stringify([period, daysPerWeek, targetSeconds, isInverse, ignoreDays, ignoreZeroDays, improveByPercent, names]);
}

/** Refuses a goal that there is already. */
export function refuseTwin(form: GoalForm, others: readonly GoalForm[]): void {
  const signature = signatureOf(form);
  const twin = others.find((other) => signatureOf(other) === signature);
  if (!twin) return;
  throw new DomainError(
    'invalid',
    'goal.duplicate',
    `You have this goal already: ${titleOf(twin)}. Change that one, or ask for another time, period, language or project.`,
  );
}

/** Characters that the names of all goals of an account have together. */
const MOST_NAME_CHARACTERS = 100_000;

/** Refuses more names than all goals of an account may have. Whoever has more may still change a goal, but for more names. */
export function refuseTooManyNames(form: GoalForm, before: GoalForm | null, others: readonly GoalForm[]): void {
  const own = nameLength(form);
  const all = own + sumOf(others.map(nameLength));
  if (all <= MOST_NAME_CHARACTERS || (before !== null && own <= nameLength(before))) return;
  throw new DomainError(
    'conflict',
    'goal.too-many-names',
    `The names that your goals ask for may have ${MOST_NAME_CHARACTERS} characters together, and with these they have ${all}. Use fewer projects, branches or other names, or delete a goal that is not needed: DELETE /api/v1/users/current/goals/{id}.`,
  );
}

function nameLength({ filter }: GoalForm): number {
  return sumOf(GOAL_DIMENSIONS.flatMap((dimension) => filter[dimension].map(({ length }) => length)));
}

type TitledForm = Pick<GoalForm, 'title' | 'period' | 'daysPerWeek' | 'targetSeconds' | 'isInverse' | 'filter'>;

/**
 * The title that a user gives a goal; null: none, what it asks for stands for it. Clients send back what they read: a title that is shown already says
 * nothing, and the one that the server made is nobody's own.
 */
export function ownTitle({ title, customTitle }: SaidTitle, goal: TitledForm): string | null {
  if (title === undefined || title === titleOf(goal)) return customTitle === undefined ? goal.title : customTitle;
  return (title === titleOf({ ...goal, title: null }) ? null : title) ?? customTitle ?? null;
}

/** Characters of a title, as many as one that is given may have. */
const LONGEST_TITLE = 255;

/** What people read for a goal: its title, or what it asks for, on one line: `Code 4 hrs a day in TypeScript`. */
export function titleOf(form: TitledForm): string {
  if (form.title !== null) return form.title;
  const amount = `${form.isInverse ? 'at most ' : ''}${textOf(form.targetSeconds * US_PER_SECOND)}`;
  const per = form.daysPerWeek === null ? PER[form.period] : `on ${counted(form.daysPerWeek)} a week`;
  const names = GOAL_DIMENSIONS.flatMap((dimension) => {
    const [first, ...more] = form.filter[dimension];
    return first === undefined ? [] : [`${PREPOSITIONS[dimension]} ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`];
  });
  const title = onOneLine(['Code', amount, per, ...names].join(' '));
  // Not half of a character.
  return title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : title;
}

const PREPOSITIONS: Readonly<Record<GoalDimension, string>> = {
  project: 'on',
  branch: 'on branch',
  language: 'in',
  category: 'of',
  editor: 'with',
  machine: 'at',
  aiAgent: 'with',
};

function counted(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
