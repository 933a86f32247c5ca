import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ListedTime, noLists, toLists } from './lists.js';
import { LISTS, type ListName, type NamedTime } from './results.js';

const at = (list: ListName, name: string | null, us: number): ListedTime => [LISTS.indexOf(list), name, us];
const sum = (times: readonly { us: number }[]): number => times.reduce((total, { us }) => total + us, 0);

describe('lists', () => {
  it('fold by the name that is read, most time first, then by name', () => {
    const times = [
      at('language', 'Go', 5),
      at('language', 'TypeScript', 9),
      at('language', '', 1),
      at('language', 'Other', 4),
      at('language', 'Ada', 0),
      at('project', '', 19),
      at('dependency', 'pg', 3),
    ];
    expect(toLists(times)).toEqual({
      ...noLists(),
      language: [
        { name: 'TypeScript', us: 9 },
        { name: 'Go', us: 5 },
        { name: 'Other', us: 5 },
      ],
      project: [{ name: 'Unknown Project', us: 19 }],
      dependency: [{ name: 'pg', us: 3 }],
    });
    expect(noLists().editor).toEqual([]);
  });

  it('end with what they have no room for, however much it is, and whatever else has its name', () => {
    const others = LISTS.map((list) => {
      const times = [at(list, null, 90), at(list, 'z', 5), at(list, 'a', 7)];
      const [first, second, rest] = toLists(times)[list];
      return [first?.us, second?.us, rest];
    });
    expect(others).toEqual(
      [
        'projects',
        'branches',
        'languages',
        'categories',
        'editors',
        'operating systems',
        'machines',
        'AI models',
        'AI agents',
        'dependencies',
        'entities',
      ].map((names) => [7, 5, { name: `All other ${names}`, us: 90 }]),
    );
    expect(toLists([at('project', 'All other projects', 9), at('project', 'a', 1), at('project', null, 2)]).project).toEqual([
      { name: 'a', us: 1 },
      { name: 'All other projects', us: 11 },
    ]);
  });

  it('have the same order whatever order times come in: by name (code units) where they are equal', () => {
    const names = ['', 'a', 'B', 'É', 'b'];
    const order: NamedTime[] = ['B', 'Other', 'a', 'b', 'É'].map((name) => ({ name, us: 3 }));
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (shuffled) =>
        expect(toLists(shuffled.map((name) => at('language', name, 3))).language).toEqual(order),
      ),
    );
  });

  it('keep the sum of each list, and every name once', () => {
    const name = fc.constantFrom('', 'a', 'B', 'Other', '__proto__', null);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...LISTS), name, fc.integer({ min: 0, max: 1e12 }))), (rows) => {
        const lists = toLists(rows.map((row) => at(...row)));
        for (const list of LISTS) {
          expect(sum(lists[list])).toBe(sum(rows.filter(([of]) => of === list).map(([, , us]) => ({ us }))));
          expect(new Set(lists[list].map((t) => t.name)).size).toBe(lists[list].length);
        }
      }),
    );
  });
});
