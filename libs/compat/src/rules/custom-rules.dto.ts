import { badParameter, Problems } from '@app/core';
import {
  MOST_RULES,
  NAMED_FIELDS,
  type NamedField,
  OPERATIONS,
  type Operation,
  RULE_FIELDS,
  type RuleField,
  type RuleForm,
} from '@app/heartbeats';

/** A rule as WakaTime's clients send it. What is set may stand beside the rule or, where it is more than one field, in a list. */
export class CustomRuleInput {
  /** `change` sets the destinations; `delete` keeps what matches and counts no time. @example "change" */
  action: 'change' | 'delete';
  /** What is compared: project, branch, language, category, entity, editor, operating_system, machine or ai_agent. @example "entity" */
  source: string;
  /** equals, contains, starts with, ends with and, of Chronova, wildcard and regex. @example "ends with" */
  operation: string;
  /** @example ".md" */
  source_value: string;
  /** @example "language" */
  destination?: string;
  /** @example "Markdown" */
  destination_value?: string;
  destinations?: CustomRuleDestinationInput[];
  /** Rules are looked at in the order of the list or, where each has one, of this number. @example 1 */
  priority?: number;
}

export class CustomRuleDestinationInput {
  /** @example "language" */
  destination: string;
  /** @example "Markdown" */
  destination_value: string;
}

export class CustomRuleDestination extends CustomRuleDestinationInput {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19:language" */
  id: string;
}

export class CustomRule {
  /** @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  id: string;
  /** @example "change" */
  action: 'change' | 'delete';
  /** @example "entity" */
  source: string;
  /** @example "ends with" */
  operation: string;
  /** @example ".md" */
  source_value: string;
  destinations: CustomRuleDestination[];
  /** @example 1 */
  priority: number;
  /** @example "2026-11-22T10:03:20Z" */
  created_at: string;
  /** @example "2026-11-22T10:03:20Z" */
  modified_at: string;
}

export class CustomRules {
  data: CustomRule[];
  /** Of the job that applies rules to history, while one waits or runs; else left out. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  job_id?: string;
}

export class CustomRuleChanges {
  added: CustomRule[];
  removed: CustomRule[];
  /** Those whose place among the rules that stay is another. */
  rearranged: CustomRule[];
}

export class ReplacedCustomRulesData {
  changes: CustomRuleChanges;
  /** Of the job that applies rules on the entity to history; null: none was needed. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  job_id: string | null;
}

export class ReplacedCustomRules {
  data: ReplacedCustomRulesData;
}

export class CustomRulesDone {
  data: object;
}

export class CustomRulesProgressData {
  /** Percent; 100 where nothing is to be done. @example 100 */
  progress: number;
  /** Empty where there was no job. @example "0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19" */
  job_id: string;
}

export class CustomRulesProgress {
  data: CustomRulesProgressData;
}

/** Names of fields that clients may use beside ours. */
const OTHER_NAMES = new Map<string, RuleField>([
  ['os', 'operating_system'],
  ['operating system', 'operating_system'],
  ['machine_name', 'machine'],
  ['file', 'entity'],
  ['ai agent', 'ai_agent'],
]);

/** What is no text stays, and is refused as no field. */
function ourName(name: unknown): unknown {
  return typeof name === 'string' ? (OTHER_NAMES.get(name) ?? name) : name;
}

/** The rules of a body: a list, or an object with it as `data`. Refused, with all that is wrong: what no rule may be, more than 200. */
export function customRulesOf(body: unknown): RuleForm[] {
  const list = listOf(body);
  if (!list) throw badParameter('rules', 'Send the whole list of rules, as a JSON array.');
  if (list.length > MOST_RULES) throw badParameter('rules', `Send at most ${MOST_RULES} rules.`);
  const problems = new Problems();
  const rules = list.flatMap((item, n) => toForm(item, `rules[${n}]`, problems) ?? []);
  problems.refuse();
  if (!rules.every(({ priority }) => priority !== undefined)) return rules.map(({ form }) => form);
  return rules.toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0)).map(({ form }) => form);
}

function listOf(body: unknown): unknown[] | undefined {
  if (Array.isArray(body)) return body;
  if (typeof body !== 'object' || body === null || !('data' in body)) return undefined;
  return Array.isArray(body.data) ? body.data : undefined;
}

function toForm(item: unknown, where: string, problems: Problems): { form: RuleForm; priority: number | undefined } | undefined {
  if (typeof item !== 'object' || item === null) return problems.add(where, 'Each rule is an object.');
  const { action: does, source, operation: how, source_value: value, priority, ...rest } = withNames(item);
  const action = problems.of(() => oneOf(`${where}.action`, does, ['change', 'delete'] as const));
  const field = problems.of(() => oneOf(`${where}.source`, ourName(source), RULE_FIELDS));
  const operation = problems.of(() =>
    oneOf<Operation>(`${where}.operation`, typeof how === 'string' ? how.replaceAll(' ', '_') : how, OPERATIONS),
  );
  if (typeof value !== 'string') problems.add(`${where}.source_value`, 'Give a text.');
  const sets = action === 'delete' ? null : setsOf(rest, where, problems);
  if (action === undefined || field === undefined || operation === undefined || typeof value !== 'string') return undefined;
  return { form: { field, operation, value, sets }, priority: typeof priority === 'number' ? priority : undefined };
}

type Names = Readonly<Partial<Record<keyof CustomRuleInput, unknown>>>;

function withNames(item: object): Names {
  return item;
}

function setsOf(
  { destination, destination_value: value, destinations = [] }: Names,
  where: string,
  problems: Problems,
): NonNullable<RuleForm['sets']> {
  if (!Array.isArray(destinations) || destinations.length > NAMED_FIELDS.length) {
    problems.add(`${where}.destinations`, `Give a list of at most ${NAMED_FIELDS.length} fields.`);
    return {};
  }
  const given: Names[] = destinations.map((one: unknown) => (typeof one === 'object' && one !== null ? withNames(one) : {}));
  const all = destination === undefined ? given : [{ destination, destination_value: value }, ...given];
  const sets: Partial<Record<NamedField, string>> = {};
  for (const { destination: name, destination_value: text } of all) {
    const field = problems.of(() => oneOf(`${where}.destination`, ourName(name), NAMED_FIELDS));
    if (typeof text !== 'string') problems.add(`${where}.destination_value`, 'Give a text.');
    else if (field !== undefined) sets[field] = text;
  }
  return sets;
}

function oneOf<T extends string>(where: string, value: unknown, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw badParameter(where, `Use one of ${known.join(', ').replaceAll('s_with', 's with')}.`);
  return found;
}
