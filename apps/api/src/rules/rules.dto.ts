import { LONGEST_PREVIEW, type RulesPreview } from '@app/analytics';
import { badParameter, Flag, isoSeconds, MayBeLeftOut, OneOf, Text, WholeNumber } from '@app/core';
import {
  type ApplyProgress,
  type ListedRule,
  LONGEST_SET,
  LONGEST_VALUE,
  MOST_RULES,
  NAMED_FIELDS,
  OPERATIONS,
  type Operation,
  RULE_FIELDS,
  type RuleChange,
  type RuleField,
  type RuleForm,
} from '@app/heartbeats';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsUUID, ValidateBy, ValidateNested, type ValidationArguments } from 'class-validator';

/** What a rule sets: one or more fields. `""` is none. */
export class RuleSets {
  /** @example "engine" */
  project?: string;
  /** @example "main" */
  branch?: string;
  /** @example "Markdown" */
  language?: string;
  /** @example "writing docs" */
  category?: string;
  /** @example "Vim" */
  editor?: string;
  /** @example "Linux" */
  operating_system?: string;
  /** @example "laptop" */
  machine?: string;
  /** @example "Codex" */
  ai_agent?: string;
}

/** An object of texts, by the fields that rules set. */
function Sets(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: RuleSets, required: false, example: { language: 'Markdown', category: 'writing docs' } }),
    ValidateBy(
      { name: 'sets', validator: { validate: (value) => setsProblem(value) === undefined } },
      { message: ({ value, property }: ValidationArguments) => `${property}: ${setsProblem(value)}` },
    ),
  );
}

function setsProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'Use an object: field and value.';
  const entries = Object.entries(value);
  const strange = entries.find(([name]) => !NAMED_FIELDS.some((field) => field === name));
  if (strange) return `${strange[0]} is no field that a rule sets. Those are ${NAMED_FIELDS.join(', ')}.`;
  const wrong = entries.find(([, text]) => typeof text !== 'string' || text.length > LONGEST_SET);
  if (wrong) return `${wrong[0]} must be a text of at most ${LONGEST_SET} characters.`;
  return undefined;
}

export class CreateRuleBody {
  /** What is compared: the name as it is shown without renames, after the rules before this one. `entity` is the file, domain or app. @example "entity" */
  @OneOf(RULE_FIELDS)
  field: RuleField;

  /** How it is compared. Capital letters count. `wildcard`: `*` is any characters, `?` one. `regex`: RE2's syntax, found anywhere. @example "ends_with" */
  @OneOf(OPERATIONS)
  operation: Operation;

  /** With what, at most 1,000 characters. Empty with `equals`: none. Patterns have 256 at most, and look at the first 512 of what they compare. @example ".md" */
  @Text(LONGEST_VALUE)
  value: string;

  /** What is set where it matches. */
  @MayBeLeftOut()
  @Sets()
  set?: RuleSets;

  /** True, in place of `set`: what matches is kept and counts no time. @example false */
  @MayBeLeftOut()
  @Flag()
  drop?: boolean;
}

export class NewRuleBody extends CreateRuleBody {
  /** Its place in the list, from 0. Left out: the last. @example 0 */
  @MayBeLeftOut()
  @WholeNumber(0, MOST_RULES)
  position?: number;
}

/** Send only what is to change. */
export class ChangeRuleBody {
  /** What is compared. @example "entity" */
  @MayBeLeftOut()
  @OneOf(RULE_FIELDS)
  field?: RuleField;

  /** How it is compared. @example "contains" */
  @MayBeLeftOut()
  @OneOf(OPERATIONS)
  operation?: Operation;

  /** With what. @example "/docs/" */
  @MayBeLeftOut()
  @Text(LONGEST_VALUE)
  value?: string;

  /** What is set where it matches, in place of all that was set. */
  @MayBeLeftOut()
  @Sets()
  set?: RuleSets;

  /** True: what matches is kept and counts no time. False, of a rule that drops, needs `set`. @example false */
  @MayBeLeftOut()
  @Flag()
  drop?: boolean;
}

export class OrderRulesBody {
  /** The id of each of your rules, once, in the order they are to have. @example ["0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19"] */
  @IsArray({ message: 'ids must be a list of ids.' })
  @ArrayMaxSize(MOST_RULES, { message: `ids must be at most ${MOST_RULES} ids.` })
  @IsUUID('all', { each: true, message: 'ids must be a list of ids, each as the list of rules gives it.' })
  ids: string[];
}

export class PreviewRulesBody {
  /** The whole list of rules as it would be, at most 200. Left out: the rules that there are. */
  @MayBeLeftOut()
  @IsArray({ message: 'rules must be a list of rules.' })
  @ArrayMaxSize(MOST_RULES, { message: `rules must be at most ${MOST_RULES} rules.` })
  @ValidateNested({ each: true })
  @Type(() => CreateRuleBody)
  rules?: CreateRuleBody[];

  /** How many days before now are looked at. @example 31 */
  @MayBeLeftOut()
  @WholeNumber(1, LONGEST_PREVIEW)
  days?: number;
}

export class PreviewPair {
  /** What is shown now, of the fields that would change. @example {"language":"Markdown"} */
  before: RuleSets;
  /** What would be shown. @example {"language":"Prose"} */
  after: RuleSets;
  /** Whether it is left out now. @example false */
  dropped_before: boolean;
  /** Whether it would be. @example false */
  dropped_after: boolean;
  /** Time that it counts now. @example 5400.5 */
  total_seconds: number;
  /** @example 120 */
  heartbeats: number;
}

export class PreviewOthers {
  /** @example 0 */
  pairs: number;
  /** @example 0 */
  total_seconds: number;
  /** @example 0 */
  heartbeats: number;
}

export class PreviewData {
  /** @example "2026-10-22T10:03:20Z" */
  start: string;
  /** @example "2026-11-22T10:03:20Z" */
  end: string;
  /** At most 200, those with the most time first. */
  pairs: PreviewPair[];
  /** The sum of all further pairs. */
  others: PreviewOthers;
  /** False: there are more than 50,000 combinations of what was done and entity, and those with least time were not looked at. */
  is_complete: boolean;
}

export class PreviewAnswer {
  data: PreviewData;
}

export class RuleData {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "entity" */
  field: string;
  /** @example "ends_with" */
  operation: string;
  /** @example ".md" */
  value: string;
  /** Empty where it drops. @example {"language":"Markdown"} */
  set: RuleSets;
  /** @example false */
  drop: boolean;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  /** @example "2026-11-22T10:03:20Z" */
  modified_at: string;
}

export class RulesAnswer {
  data: RuleData[];
}

export class RuleAnswer {
  data: RuleData;
}

export class ApplyData {
  /** Of the job; null: none was asked for. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  job_id: string | null;
  /** @example "running" */
  state: 'none' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Days that are done. @example 12 */
  days_done: number;
  /** Days that there are; 0: not known yet. @example 365 */
  days_total: number;
}

export class ApplyAnswer {
  data: ApplyData;
}

/** The rule that a body describes. */
export function ruleFormOf({ field, operation, value, set, drop }: CreateRuleBody): RuleForm {
  const sets = setsOf(set, drop);
  return { field, operation, value, sets: sets === undefined ? {} : sets };
}

/** What a body changes of a rule. */
export function ruleChangeOf({ field, operation, value, set, drop }: ChangeRuleBody): RuleChange {
  const sets = setsOf(set, drop);
  return { field, operation, value, ...(sets !== undefined && { sets }), ...(drop === false && { drops: drop }) };
}

function setsOf(set: RuleSets | undefined, drop: boolean | undefined): RuleForm['sets'] | undefined {
  if (drop && set) throw badParameter('drop', 'Either set fields or drop what matches.');
  return drop ? null : set;
}

export function toRule({ id, field, operation, value, sets, createdAt, modifiedAt }: ListedRule): RuleData {
  return {
    id,
    field,
    operation,
    value,
    set: { ...sets },
    drop: sets === null,
    created_at: isoSeconds(createdAt),
    modified_at: isoSeconds(modifiedAt),
  };
}

export function toRules(rules: readonly ListedRule[]): RulesAnswer {
  return { data: rules.map((rule) => toRule(rule)) };
}

export function toPreview({ from, to, pairs, others, isComplete }: RulesPreview): PreviewAnswer {
  return {
    data: {
      start: isoSeconds(from / 1000),
      end: isoSeconds(to / 1000),
      pairs: pairs.map(({ before, after, droppedBefore, droppedAfter, us, heartbeats }) => ({
        before,
        after,
        dropped_before: droppedBefore,
        dropped_after: droppedAfter,
        total_seconds: us / 1_000_000,
        heartbeats,
      })),
      others: { pairs: others.pairs, total_seconds: others.us / 1_000_000, heartbeats: others.heartbeats },
      is_complete: isComplete,
    },
  };
}

export function toApply(progress: ApplyProgress | undefined): ApplyAnswer {
  return {
    data: {
      job_id: progress?.id ?? null,
      state: progress?.state ?? 'none',
      days_done: progress?.done ?? 0,
      days_total: progress?.total ?? 0,
    },
  };
}
