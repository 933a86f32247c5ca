import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SentActivity } from '../shown-activity.js';
import { NAMED_FIELDS, shownValue } from './fields.js';
import { forcedOf, forcedText } from './forced.js';
import { Naming, NO_NAMING } from './naming.js';
import { isLike, regexProblem, type Rule } from './rule.js';

function sent(project: string, language = '', forced = ''): SentActivity {
  return [project, '', language, '', 'file', '', '', '', '', '', '', forced];
}

const rule = (more: Partial<Rule>): Rule => ({
  id: '',
  field: 'project',
  operation: 'equals',
  value: 'a',
  sets: { project: 'b' },
  ...more,
});

describe('what is forced', () => {
  it('is the same after it was written and read', () => {
    const values = fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMED_FIELDS), fc.string()), { selector: ([field]) => field });
    fc.assert(
      fc.property(values, (pairs) => {
        const text = forcedText({ drop: false, values: new Map(pairs) });
        expect(new Map(forcedOf(text).values)).toEqual(new Map(pairs));
        expect(forcedText({ drop: false, values: new Map(pairs.toReversed()) })).toBe(text);
      }),
    );
    expect(forcedOf(forcedText({ drop: true, values: new Map() }))).toEqual({ drop: true, values: new Map() });
  });

  it('is no text where it is nothing: such activities keep their digests', () => {
    expect(forcedText({ drop: false, values: new Map() })).toBe('');
    expect(NO_NAMING.forced('/a')).toBe('');
  });
});

describe('a wildcard', () => {
  it('is what an expression would be', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '😀'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 8 });
    fc.assert(
      fc.property(part, text, (pattern, whole) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u');
        expect(isLike(whole, pattern)).toBe(expression.test(whole));
      }),
    );
  });
});

describe('an expression', () => {
  it.each(['(a+)+$', '^/home/[^/]+/(work|clients)/', '(?i)readme\\.(md|txt)$', 'ü|\\p{Greek}'])('may be %s', (value) => {
    expect(regexProblem(value)).toBeUndefined();
  });

  it.each(['(', '(?=a)', '\\1', '((a{1,100}){1,100}){1,100}', '[a-c]{1,250}'])('may not be %s', (value) => {
    expect(regexProblem(value)).toEqual(expect.any(String));
  });
});

describe('a naming', () => {
  it('applies rules on the entity, then the others in their order, then renames once', () => {
    const naming = new Naming(
      1,
      [
        rule({ value: 'x', sets: { project: 'y' } }),
        rule({ value: 'y', sets: { project: 'z' } }),
        rule({ field: 'entity', operation: 'ends_with', value: '.md', sets: { project: 'x' } }),
      ],
      [
        { dimension: 'project', name: 'z', shown: 'x' },
        { dimension: 'project', name: 'x', shown: 'never' },
      ],
    );
    expect(shownValue(naming.showOf(sent('a'), '/a.md').shown, 'project')).toBe('x');
    expect(shownValue(naming.show(sent('a')).shown, 'project')).toBe('a');
  });

  it('ends with a rule that drops', () => {
    const naming = new Naming(1, [rule({ sets: null }), rule({ sets: { project: 'b' } })], []);
    expect(naming.show(sent('a'))).toMatchObject({ dropped: true });
    expect(shownValue(naming.show(sent('a')).shown, 'project')).toBe('a');
    expect(naming.show(sent('b')).dropped).toBe(false);
  });

  it('compares the one name that a thing has', () => {
    const naming = new Naming(1, [rule({ field: 'language', value: 'C#', sets: { language: 'Sharp' } })], []);
    expect(shownValue(naming.show(sent('a', 'csharp')).shown, 'language')).toBe('Sharp');
  });
});
