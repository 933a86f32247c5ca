import { DomainError, hasUnseen, Problems } from '@app/core';
import { NAMED_FIELDS, type NamedField, RULE_FIELDS, type RuleField } from '../names/fields.js';
import { isPattern, type Operation, OPERATIONS, regexProblem } from '../names/rule.js';
import { categoryName, shownName } from '../shown-activity.js';

/** A rule as somebody writes it. */
export interface RuleForm {
  field: RuleField;
  operation: Operation;
  /** Of `equals`, `''` is none. */
  value: string;
  /** What is set, by field, `''` = none; null: what matches is dropped. */
  sets: Readonly<Partial<Record<NamedField, string>>> | null;
}

/** Rules that an account has at most. */
export const MOST_RULES = 200;
/** Of these, rules with a regular expression or a wildcard: they are looked at for each new name and entity. */
export const MOST_SLOW_RULES = 20;
/** Characters of what a field is compared with. */
export const LONGEST_VALUE = 1_000;
/** Characters of a pattern: a wildcard or a regular expression. */
export const LONGEST_PATTERN = 256;
/** Characters of what is set. */
export const LONGEST_SET = 500;

/** The rules of a list as they are kept. Refused, with all that is wrong: what no rule may be. */
export function checkedRules(forms: readonly RuleForm[]): RuleForm[] {
  const problems = new Problems();
  const rules = forms.flatMap((form, n) => problems.of(() => checkedRule(form, `rules[${n}].`)) ?? []);
  problems.refuse();
  return rules;
}

/** The rule as it is kept: texts in NFC, categories by their one name. Refused, as invalid: what no rule may be. `where`: before a field's name. */
export function checkedRule(form: RuleForm, where = ''): RuleForm {
  const { field, operation } = form;
  const problems = new Problems();
  if (!RULE_FIELDS.includes(field)) problems.add(`${where}field`, `Use one of ${RULE_FIELDS.join(', ')}.`);
  if (!OPERATIONS.includes(operation)) problems.add(`${where}operation`, `Use one of ${OPERATIONS.join(', ')}.`);
  // Categories have no case, so neither have texts that are compared with them.
  const value = field === 'category' && operation !== 'regex' ? categoryName(form.value) : shownName(form.value);
  const problem = valueProblem(operation, value);
  if (problem !== undefined) problems.add(`${where}value`, problem);
  const sets = form.sets && checkedSets(form.sets, where, problems);
  problems.refuse();
  return { field, operation, value, sets };
}

function valueProblem(operation: Operation, value: string): string | undefined {
  if (value.includes('\0')) return 'Leave out the NUL character.';
  if (!value.isWellFormed()) return 'Leave out halves of characters (lone surrogates).';
  if (value === '' && operation !== 'equals') return 'Give a text to compare with. Only "equals" takes an empty one, which is none.';
  const longest = isPattern(operation) ? LONGEST_PATTERN : LONGEST_VALUE;
  if (value.length > longest) return `Use at most ${longest} characters.`;
  return operation === 'regex' ? regexProblem(value) : undefined;
}

function checkedSets(sets: NonNullable<RuleForm['sets']>, where: string, problems: Problems): NonNullable<RuleForm['sets']> {
  const checked: Partial<Record<NamedField, string>> = {};
  for (const field of NAMED_FIELDS) {
    const value = sets[field];
    if (value === undefined) continue;
    const name = shownName(value.trim());
    if (name.length > LONGEST_SET) problems.add(`${where}set.${field}`, `Use at most ${LONGEST_SET} characters.`);
    if (hasUnseen(name)) problems.add(`${where}set.${field}`, 'Leave out line breaks and invisible characters.');
    checked[field] = field === 'category' ? categoryName(name) : name;
  }
  if (Object.keys(checked).length === 0) problems.add(`${where}set`, 'Set at least one field, or drop what matches.');
  return checked;
}

/** Refuses a list that is too long. */
export function checkNumber(rules: readonly RuleForm[]): void {
  if (rules.length > MOST_RULES)
    throw new DomainError('conflict', 'rules.too-many', `An account has ${MOST_RULES} rules at most. Delete some first.`);
  const slow = rules.filter(({ operation }) => isPattern(operation));
  if (slow.length > MOST_SLOW_RULES) {
    throw new DomainError(
      'conflict',
      'rules.too-many',
      `An account has ${MOST_SLOW_RULES} rules with wildcards or regular expressions at most. Use "ends_with" or "contains".`,
    );
  }
}

/** Whether two rules do the same. */
export function isSameRule(a: RuleForm, b: RuleForm): boolean {
  return ruleText(a) === ruleText(b);
}

/** What a rule does, as a text: the same for rules that do the same. */
export function ruleText({ field, operation, value, sets }: RuleForm): string {
  return JSON.stringify([field, operation, value, sets && NAMED_FIELDS.map((name) => sets[name] ?? null)]);
}
