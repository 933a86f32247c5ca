import { describe, expect, it } from '@jest/globals';
import { patternProblem, patternsOf, storedPattern } from './project-pattern.js';

describe('patterns of projects', () => {
  it('become what PostgreSQL compares with', () => {
    const list = [
      { kind: 'exact', pattern: 'a%' },
      { kind: 'prefix', pattern: '100%_\\' },
      { kind: 'glob', pattern: 'acme-**_?' },
      { kind: 'repository', pattern: 'git@github.com:Acme/App.git' },
    ] as const;
    expect(patternsOf(list.map(storedPattern))).toEqual({
      names: ['a%'],
      likes: [String.raw`100\%\_\\%`, String.raw`acme-%\__`],
      repositories: ['github.com/acme/app'],
    });
  });

  it.each([
    [{ kind: 'exact', pattern: ' ' }, 'Give a pattern.'],
    [{ kind: 'exact', pattern: 'x'.repeat(501) }, 'At most 500 characters.'],
    [{ kind: 'exact', pattern: 'a\u200bb' }, expect.stringContaining('cannot be seen')],
    [{ kind: 'prefix', pattern: 'a' }, expect.stringContaining('two characters')],
    [{ kind: 'glob', pattern: 'acme' }, expect.stringContaining('use exact')],
    [{ kind: 'glob', pattern: '*a'.repeat(11) }, 'At most 10 stars.'],
    [{ kind: 'repository', pattern: 'app' }, expect.stringContaining('address of a repository')],
  ] as const)('refuses %j', (pattern, problem) => expect(patternProblem(pattern)).toEqual(problem));

  it.each([
    { kind: 'exact', pattern: 'chronova' },
    { kind: 'prefix', pattern: 'acme-' },
    { kind: 'glob', pattern: '*-internal' },
    { kind: 'repository', pattern: 'https://git.acme.test:8443/team/app.git' },
  ] as const)('takes %j', (pattern) => expect(patternProblem(pattern)).toBeUndefined());
});
