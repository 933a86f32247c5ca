import { DomainError } from '@app/core';
import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import { NAMED_FIELDS, type NamedField, type RuleField } from './fields.js';

/** How a field is compared. All of them know capital letters from small ones. */
export const OPERATIONS = ['equals', 'starts_with', 'ends_with', 'contains', 'wildcard', 'regex'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** A rule as it is kept. */
export interface Rule {
  id: string;
  field: RuleField;
  operation: Operation;
  value: string;
  /** What is set, by field; null: what matches is dropped. */
  sets: Readonly<Partial<Record<NamedField, string>>> | null;
}

/** A rule that is ready to be asked. */
export interface ReadyRule {
  rule: Rule;
  matches: (text: string) => boolean;
  sets: readonly (readonly [field: NamedField, value: string])[] | null;
}

/** Instructions of a compiled expression: what one look at a text may cost, by its length. */
const MOST_INSTRUCTIONS = 250;
/** Characters of a text that patterns look at, from its beginning: the worst expression takes a few milliseconds for them. */
export const LOOKED_AT = 512;
/** Texts whose answer a rule of a slow kind remembers. */
const REMEMBERED = 500;

/** Whether an operation takes a pattern, which is slow to look for. */
export function isPattern(operation: Operation): boolean {
  return operation === 'regex' || operation === 'wildcard';
}

/** Makes a rule ready. */
export function readyRule(rule: Rule): ReadyRule {
  return { rule, matches: MATCHERS[rule.operation](rule.value), sets: rule.sets && setsOf(rule.sets) };
}

/** What a rule sets, in the order of the fields. */
export function setsOf(sets: NonNullable<Rule['sets']>): readonly (readonly [field: NamedField, value: string])[] {
  return NAMED_FIELDS.flatMap((field) => {
    const value = sets[field];
    return value === undefined ? [] : [[field, value] as const];
  });
}

/** What asks whether a text matches a value, by operation. */
const MATCHERS: Readonly<Record<Operation, (value: string) => (text: string) => boolean>> = {
  equals: (value) => (text) => text === value,
  starts_with: (value) => (text) => text.startsWith(value),
  ends_with: (value) => (text) => text.endsWith(value),
  contains: (value) => (text) => text.includes(value),
  wildcard: (value) => remembering((text) => isLike(text, value)),
  regex: (value) => {
    const expression = compiled(value);
    return remembering((text) => expression.test(text));
  },
};

/** An expression in RE2's syntax. Whatever it is, a text is looked at in a time by its length: nothing backtracks. */
function compiled(value: string): RE2JS {
  return RE2JS.compile(value);
}

/** What is wrong with an expression, in a sentence; undefined: nothing. */
export function regexProblem(value: string): string | undefined {
  try {
    if (compiled(value).programSize() > MOST_INSTRUCTIONS) return 'Make the expression simpler: it has too many parts or repetitions.';
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `Use RE2's syntax, without look-around and back-references: ${why}.`;
  }
}

function remembering(matches: (text: string) => boolean): (text: string) => boolean {
  const known = new LRUCache<string, boolean>({ max: REMEMBERED });
  return (whole) => {
    const text = whole.slice(0, LOOKED_AT);
    let answer = known.get(text);
    if (answer === undefined) known.set(text, (answer = matches(text)));
    return answer;
  };
}

/** Whether the whole text is like the pattern: `*` stands for any characters, `?` for one. Without recursion, so that no pattern is slow. */
export function isLike(whole: string, like: string): boolean {
  const [text, pattern] = [[...whole], [...like]];
  let [t, p] = [0, 0];
  let star = -1;
  let afterStar = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      star = p++;
      afterStar = t;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++afterStar;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** There is no such rule, or it is somebody else's. */
export function unknownRule(): DomainError {
  return new DomainError('not-found', 'rule.unknown', 'You have no such rule. The list of rules has the ids of those that there are.');
}
