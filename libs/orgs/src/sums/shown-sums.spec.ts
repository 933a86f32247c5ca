import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EVERYBODY, type Part, shownSums, type Sum, SUM_LISTS } from './shown-sums.js';

/** Somebody's time: on projects, and the rest without one. */
const part = (us: number, teams: number[] = [], projects: Record<string, number> = {}): Part => {
  const named = Object.entries(projects).map(([project, time]) => ({ names: { project }, us: time }));
  const rest = us - named.reduce((sum, entry) => sum + entry.us, 0);
  return { teams, entries: [...named, { names: {}, us: rest }] };
};
const shows = (sums: Sum[]) => sums.map(({ group, name, us, people }) => [group, name, us, people]);

describe('sums that may be shown', () => {
  it('are none of fewer people than the least', () => {
    expect(shownSums([part(1), part(2), part(3), part(0)], 4)).toEqual([]);
    expect(shows(shownSums([part(1), part(2), part(3), part(4)], 4))).toEqual([[EVERYBODY, '', 10, 4]]);
  });

  it('leave out a team where everybody else would be too few', () => {
    const six = Array.from({ length: 6 }, () => part(1, [7]));
    expect(shows(shownSums([...six, part(1), part(1)], 3))).toEqual([[EVERYBODY, '', 8, 8]]);
    expect(shows(shownSums([...six, part(1), part(1), part(1)], 3))).toEqual([
      [EVERYBODY, '', 9, 9],
      [7, '', 6, 6],
    ]);
  });

  it('leave out a team within a team where the rest of it would be too few', () => {
    const people = [...Array.from({ length: 4 }, () => part(1, [1, 2])), part(1, [1]), ...Array.from({ length: 5 }, () => part(1))];
    expect(shows(shownSums(people, 3)).map(([group]) => group)).toEqual([EVERYBODY, 1]);
  });

  it('leave out a name where all other names together are of too few', () => {
    const both = Array.from({ length: 5 }, () => part(10, [], { alpha: 10 }));
    expect(shows(shownSums([...both, part(10, [], { alpha: 4, beta: 6 })], 3))).toEqual([[EVERYBODY, '', 60, 6]]);
    const three = Array.from({ length: 3 }, () => part(10, [], { alpha: 4, beta: 6 }));
    expect(shows(shownSums([...both, ...three], 3))).toEqual([
      [EVERYBODY, '', 80, 8],
      [EVERYBODY, 'alpha', 62, 8],
      [EVERYBODY, 'beta', 18, 3],
    ]);
  });

  it('count time without a name in the whole alone', () => {
    const people = Array.from({ length: 4 }, () => part(10, [], { alpha: 7 }));
    expect(shows(shownSums(people, 3))).toEqual([
      [EVERYBODY, '', 40, 4],
      [EVERYBODY, 'alpha', 28, 4],
    ]);
  });

  it('leave out a language where it and a project together would tell of one person', () => {
    const of = (...entries: [project: string, language: string][]): Part => ({
      teams: [],
      entries: entries.map(([project, language]) => ({ names: { project, language }, us: 10 })),
    });
    const people = [
      of(['A', 'L'], ['A', 'M']),
      ...Array.from({ length: 4 }, () => of(['A', 'L'])),
      ...Array.from({ length: 5 }, () => of(['B', 'M'])),
    ];
    expect(shownSums(people, 5).map(({ list, name }) => `${list} ${name}`.trim())).toEqual(['', 'project A', 'project B']);
  });

  // The law: whatever is added up and taken away, no number comes out that fewer people than the least make up.
  it('tell nothing of fewer people than the least', () => {
    const names = fc.constantFrom('a', 'b', 'c', undefined);
    const entry = fc.record({ project: names, language: names, us: fc.integer({ min: 1, max: 9 }) });
    const person = fc.record({
      teams: fc.uniqueArray(fc.constantFrom(1, 2, 3), { maxLength: 2 }),
      entries: fc.uniqueArray(entry, { maxLength: 4, selector: ({ project, language }) => `${project} ${language}` }),
    });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 12 }), fc.constantFrom(2, 3, 4), (world, least) => {
        const people = world.map(({ teams, entries }): Part => ({
          teams,
          entries: entries.map(({ project, language, us }) => ({
            names: { ...(project !== undefined && { project }), ...(language !== undefined && { language }) },
            us,
          })),
        }));
        const sums = shownSums(people, least);
        expect(leakOf(people, sums, least)).toBeUndefined();
        // Nor is everything hidden to be safe.
        if (people.filter(({ entries }) => entries.length > 0).length >= least)
          expect(sums[0]).toMatchObject({ group: EVERYBODY, list: '' });
        expect(sums.every(({ us, people: n }) => us > 0 && n >= least)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

/** People, fewer than `least`, of whom alone a combination of the sums tells a number: their time is then known to whoever can add. */
function leakOf(people: readonly Part[], sums: readonly Sum[], least: number): number[] | undefined {
  // What somebody who only sees sums does not know: how much time each entry has.
  const unknowns = people.flatMap(({ teams, entries }, person) => entries.map(({ names }) => ({ person, teams, names })));
  const rows = sums.map(({ group, list, name }) =>
    unknowns.map((u) => Number((group === EVERYBODY || u.teams.includes(group)) && (list === '' || u.names[list] === name))),
  );
  const all = rank(rows);
  return subsets(people.length, least - 1).find(
    (few) => rank(rows.map((row) => row.filter((_, n) => !few.includes(unknowns[n]?.person ?? -1)))) < all,
  );
}

function subsets(n: number, most: number): number[][] {
  const grow = (from: number, size: number): number[][] =>
    size === 0
      ? [[]]
      : Array.from({ length: n - from }, (_, k) => from + k).flatMap((first) => grow(first + 1, size - 1).map((more) => [first, ...more]));
  return Array.from({ length: most }, (_, k) => k + 1).flatMap((size) => grow(0, size));
}

/** Of a matrix of small whole numbers, by a prime that none of its minors is likely to have. */
function rank(matrix: readonly (readonly number[])[]): number {
  const P = 1_000_003;
  const rows = matrix.map((row) => row.map((x) => x % P));
  const inverse = (a: number): number => {
    let [r, s, x, y] = [a, P, 1, 0];
    while (s > 0) [r, s, x, y] = [s, r % s, y, x - Math.floor(r / s) * y];
    return ((x % P) + P) % P;
  };
  let found = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0) && found < rows.length; column++) {
    const pivot = rows.findIndex((row, n) => n >= found && row[column] !== 0);
    if (pivot < 0) continue;
    [rows[found], rows[pivot]] = [rows[pivot] ?? [], rows[found] ?? []];
    const scale = inverse(rows[found]?.[column] ?? 1);
    for (let n = found + 1; n < rows.length; n++) {
      const by = ((rows[n]?.[column] ?? 0) * scale) % P;
      if (by !== 0) rows[n] = (rows[n] ?? []).map((x, k) => (((x - by * (rows[found]?.[k] ?? 0)) % P) + P) % P);
    }
    found++;
  }
  return found;
}

it('lists are told apart by their place, which is stored', () =>
  expect(SUM_LISTS).toEqual(['', 'project', 'language', 'editor', 'category', 'aiAgent']));
