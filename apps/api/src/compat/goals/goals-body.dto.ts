import {
  badParameter,
  Flag,
  isDate,
  MayBeLeftOut,
  NameList,
  NumberFrom,
  OneLine,
  OptionalText,
  RuledParameter,
  RuledText,
  Text,
  TextList,
  WholeNumber,
} from '@app/core';
import { ANY_TIME, type GoalChange, type GoalForm, type NewGoal } from '@app/goals';
import { applyDecorators } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import { WEEKDAYS } from './weekdays.js';

/** The seconds of 28 days: every month has so many. */
const LONGEST_TARGET = 2_419_200;
const LONGEST_TITLE = 255;
const LONGEST_TEXT = 1_000;
/** Names of one dimension. */
const MOST_NAMES = 100;
const MOST_PRIORITY = 1_000_000;

/** Names of one dimension, of which any counts. */
function Names(): PropertyDecorator {
  return applyDecorators(IsOptional(), NameList(MOST_NAMES, LONGEST_TEXT));
}

/** What a goal asks for, as chronova-android, the API reference and WakaTime write it. */
class GoalFields {
  /** What you call it, 1 to 255 characters; null or left out: what it asks for. The title that the server made, sent back, counts as left out. @example "Two hours of Rust" */
  @IsOptional()
  @OneLine(LONGEST_TITLE)
  title?: string | null;

  /** The same, as WakaTime calls it. It counts where `title` is left out, null or what is shown already. */
  @IsOptional()
  @OneLine(LONGEST_TITLE)
  custom_title?: string | null;

  /** The target in seconds, more than 0 and at most the period's length, of a month 28 days; a fraction is rounded. Of days a week: on each day. @example 7200 */
  @IsOptional()
  @NumberFrom(1, LONGEST_TARGET)
  seconds?: number | null;

  /** The same, as the API reference calls it. @example 7200 */
  @IsOptional()
  @NumberFrom(1, LONGEST_TARGET)
  target_seconds?: number | null;

  /** Only time in this language, as it is shown. It need not have any yet. @example "Rust" */
  @IsOptional()
  @Text(LONGEST_TEXT)
  language?: string | null;

  /** Only time in these languages, at most 100. @example ["Rust"] */
  @Names()
  languages?: string[] | null;

  /** Only time of this project, as it is shown. It need not have any yet. @example "chronova" */
  @IsOptional()
  @Text(LONGEST_TEXT)
  project?: string | null;

  /** Only time of these projects, at most 100. @example ["chronova"] */
  @Names()
  projects?: string[] | null;

  /** Only time in this editor. @example "VS Code" */
  @IsOptional()
  @Text(LONGEST_TEXT)
  editor?: string | null;

  /** Only time in these editors, at most 100. */
  @Names()
  editors?: string[] | null;

  /** Only time of these categories, at most 100. @example ["Coding"] */
  @Names()
  categories?: string[] | null;

  /** Only time on these branches, at most 100. */
  @Names()
  branches?: string[] | null;

  /** Only time at these machines, at most 100. */
  @Names()
  machines?: string[] | null;

  /** Only time of these AI agents, at most 100. @example ["Claude Code"] */
  @Names()
  ai_agents?: string[] | null;

  /** "At most" in place of "at least". @example false */
  @IsOptional()
  @Flag()
  is_inverse?: boolean | null;

  /** Weekdays that do not count against it. @example ["saturday", "sunday"] */
  @IsOptional()
  @TextList(7)
  ignore_days?: string[] | null;

  /** Whether periods without any time are ignored. @example false */
  @IsOptional()
  @Flag()
  ignore_zero_days?: boolean | null;

  /**
   * More than 0, at most 100: the target is the average of the seven periods before and so many percent more (of "at most": less), but never easier
   * than `seconds`. Days before of 60, 60, 120, 120, 90, 90 and 90 minutes are 90 on average, so 10 makes it 99 minutes (of "at most" 81); where
   * `seconds` is 7200 it stays two hours. Null: it stays. @example 10
   */
  @IsOptional()
  @NumberFrom(0.01, 100)
  improve_by_percent?: number | null;

  /** A goal that is not enabled is ignored. @example true */
  @IsOptional()
  @Flag()
  is_enabled?: boolean | null;

  /**
   * An instant until which it rests: days from today on are ignored, and the day in which it ends counts. Of a week or month that rests in part
   * only the clear counts. Snoozed on Friday until Sunday 08:00: Friday and Saturday are ignored, Sunday counts. Null: it does not rest. @example "2026-12-01T08:00:00Z"
   */
  @IsOptional()
  @RuledText(instantProblem)
  snooze_until?: string | null;

  /** Whether you want a mail when it is met or, of "at most", broken. @example false */
  @IsOptional()
  @Flag()
  is_mailed?: boolean | null;

  /** A word of yours; it decides nothing. `categories` decide what counts. @example "learning" */
  @IsOptional()
  @Text(LONGEST_TEXT)
  category?: string | null;

  /** A word of yours. @example "medium" */
  @IsOptional()
  @Text(LONGEST_TEXT)
  difficulty?: string | null;

  /** A number of yours. @example 1 */
  @IsOptional()
  @WholeNumber(-MOST_PRIORITY, MOST_PRIORITY)
  priority?: number | null;

  /** A text of yours. @example "rust,evening" */
  @IsOptional()
  @Text(LONGEST_TEXT)
  tags?: string | null;
}

/** A goal: `seconds` or `target_seconds`, and how long its periods are by `delta`, `type` or `days_per_week`. Left out: a day. */
export class CreateGoalBody extends GoalFields {
  /** `daily`, `weekly` or `monthly`, or any word of yours, which is kept. @example "daily" */
  @OptionalText()
  @Text(100)
  type?: string;

  /** `day`, `week` or `month`. @example "day" */
  @OptionalText()
  @RuledText(deltaProblem)
  delta?: string;

  /** 1 to 7: a week is met when so many of its days reach the target. Beside it `delta` is left out or "week". @example 3 */
  @IsOptional()
  @WholeNumber(1, 7)
  days_per_week?: number | null;
}

/** Send only what is to change. A goal keeps its period. */
export class ChangeGoalBody extends GoalFields {
  /** Any word of yours, but none of another period. @example "daily" */
  @MayBeLeftOut()
  @OneLine(100)
  type?: string;

  /** As it is: a goal keeps its period. @example "day" */
  @OptionalText()
  @RuledText(deltaProblem)
  delta?: string;

  /** As it is. @example 3 */
  @IsOptional()
  @WholeNumber(1, 7)
  days_per_week?: number | null;
}

type Delta = 'day' | 'week' | 'month';

const DELTAS: ReadonlyMap<string, Delta> = new Map([
  ['day', 'day'],
  ['daily', 'day'],
  ['week', 'week'],
  ['weekly', 'week'],
  ['month', 'month'],
  ['monthly', 'month'],
]);

function deltaOf(text: string | undefined): Delta | undefined {
  return text === undefined ? undefined : DELTAS.get(text.trim().toLowerCase());
}

function deltaProblem(text: string): string | undefined {
  return deltaOf(text) === undefined ? 'Use day, week or month.' : undefined;
}

function instantOf(text: string): number {
  const [, date = ''] = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i.exec(text) ?? [];
  // Date.parse takes the 30th of February for the 2nd of March.
  return isDate(date) ? Date.parse(text) : Number.NaN;
}

/** Beyond, there are no zones. */
const LAST_INSTANT = Date.UTC(2999, 0, 1);

function instantProblem(text: string): string | undefined {
  const at = instantOf(text);
  return at >= 0 && at < LAST_INSTANT ? undefined : 'Use an instant such as 2026-12-01T08:00:00Z.';
}

function weekdaysOf(names: readonly string[]): number[] {
  return names.map((name) => {
    const place = WEEKDAYS.findIndex((weekday) => [weekday, weekday.slice(0, 3)].includes(name.trim().toLowerCase()));
    if (place < 0) throw badParameter('ignore_days', `Use names of weekdays: ${WEEKDAYS.join(', ')}.`);
    return place;
  });
}

/** The goal that is asked for. Refused: no target, periods that are named differently twice. */
export function toGoalForm(body: CreateGoalBody): NewGoal {
  const { type = 'coding', days_per_week: daysPerWeek } = body;
  const said = [deltaOf(body.delta), deltaOf(type)].filter((delta) => delta !== undefined);
  const [period = 'day'] = said;
  if (said.some((delta) => delta !== period))
    throw badParameter('delta', `It says ${body.delta}, and type says ${type}. Leave one of them out.`);
  if (daysPerWeek && said.length > 0 && period !== 'week')
    throw badParameter(
      'days_per_week',
      `A goal of days a week is by the week. Use delta "week", or leave days_per_week out of a goal by the ${period}.`,
    );
  const targetSeconds = targetOf(body);
  if (targetSeconds === undefined)
    throw badParameter('seconds', 'It is missing. Say how many seconds of each period are the target, as seconds or target_seconds.');
  return {
    isInverse: false,
    ignoreDays: [],
    ignoreZeroDays: false,
    improveByPercent: null,
    isEnabled: true,
    snoozeUntil: null,
    category: null,
    difficulty: null,
    priority: null,
    tags: null,
    isMailed: false,
    ...given(body),
    filter: { ...ANY_TIME, ...namesOf(body) },
    type,
    targetSeconds,
    period: daysPerWeek ? 'days_of_week' : period,
    daysPerWeek: daysPerWeek ?? null,
  };
}

/** What is to change. */
export function toGoalChange(body: ChangeGoalBody): GoalChange {
  const targetSeconds = targetOf(body);
  return {
    ...given(body),
    filter: namesOf(body),
    ...(body.type !== undefined && { type: body.type, typeDelta: deltaOf(body.type) }),
    ...(targetSeconds !== undefined && { targetSeconds }),
    ...(body.delta !== undefined && { delta: deltaOf(body.delta) }),
    ...(body.days_per_week !== undefined && { daysPerWeek: body.days_per_week }),
  };
}

/** The target, if it was said. Refused: two of them. */
function targetOf({ seconds, target_seconds: other }: GoalFields): number | undefined {
  if (typeof seconds === 'number' && typeof other === 'number' && seconds !== other)
    throw badParameter('seconds', `It says ${seconds}, and target_seconds says ${other}. Leave one of them out.`);
  return seconds ?? other ?? undefined;
}

/** What was said beside target, period and names. Null takes back what was said. */
function given(body: GoalFields): Partial<Omit<NewGoal, 'filter' | 'period' | 'daysPerWeek'>> {
  const { snooze_until: snooze, ignore_days: ignoreDays } = body;
  const all = {
    title: trimmed(body.title),
    customTitle: trimmed(body.custom_title),
    isInverse: body.is_inverse ?? undefined,
    ignoreDays: ignoreDays === undefined ? undefined : weekdaysOf(ignoreDays ?? []),
    ignoreZeroDays: body.ignore_zero_days ?? undefined,
    improveByPercent: body.improve_by_percent,
    isEnabled: body.is_enabled ?? undefined,
    snoozeUntil: snooze === undefined || snooze === null ? snooze : instantOf(snooze),
    category: body.category,
    difficulty: body.difficulty,
    priority: body.priority,
    tags: body.tags,
    isMailed: body.is_mailed ?? undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function trimmed(text: string | null | undefined): string | null | undefined {
  return typeof text === 'string' ? text.trim() : text;
}

/** Names by dimension, of those that were said: several, or where there are none of those, one. So a goal that was read, changed and sent back is as it says. */
function namesOf(body: GoalFields): Partial<GoalForm['filter']> {
  const all = {
    project: joined(body.project, body.projects),
    branch: joined(undefined, body.branches),
    language: joined(body.language, body.languages),
    category: joined(undefined, body.categories),
    editor: joined(body.editor, body.editors),
    machine: joined(undefined, body.machines),
    aiAgent: joined(undefined, body.ai_agents),
  };
  return Object.fromEntries(Object.entries(all).filter(([, names]) => names !== undefined));
}

function joined(one: string | null | undefined, several: readonly string[] | null | undefined): string[] | undefined {
  if (one === undefined && several === undefined) return undefined;
  if (several?.length) return [...several];
  return one?.trim() ? [one] : [];
}

/** Which goal. */
export class GoalIdParams {
  /** The goal's id, as the list gives it. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  @RuledParameter((text) => (text === '' ? 'Say which goal.' : undefined))
  id: string;
}
