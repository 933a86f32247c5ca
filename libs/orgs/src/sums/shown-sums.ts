/** What sums are told apart by, beside the whole (`''`). Stored as their place in this list. */
export const SUM_LISTS = ['', 'project', 'language', 'editor', 'category', 'aiAgent'] as const;
export type SumList = (typeof SUM_LISTS)[number];

/** The group of all members, beside the teams. */
export const EVERYBODY = 0;

/** What one person did on a day under one combination of names, µs. */
export interface Entry {
  /** By list; a list without a name here counts in the whole alone. */
  names: Readonly<Partial<Record<SumList, string>>>;
  us: number;
}

/** What one person adds to the sums of a day. */
export interface Part {
  /** The teams that they count in. */
  teams: readonly number[];
  entries: readonly Entry[];
}

/** A number that may be shown. */
export interface Sum {
  /** A team's id, or `EVERYBODY`. */
  group: number;
  list: SumList;
  /** `''` of the whole. */
  name: string;
  us: number;
  people: number;
}

/** An entry with the person whose it is. */
interface Owned extends Entry {
  person: number;
  groups: readonly number[];
}

/**
 * The sums of one day that may be shown, so that nothing can be computed from them that fewer than `least` people make up (k-anonymity with complementary
 * suppression). What is shown splits the time into blocks: entries that are in the same shown sums. Whatever is computed from sums is one of blocks, so a sum is shown
 * only where every block keeps `least` people. Everybody comes first, then teams, the largest first; then the names of one list after another, those of the most people
 * first. All lists share their blocks: a project without a language tells of people as well.
 */
export function shownSums(parts: readonly Part[], least: number): Sum[] {
  const entries = parts.flatMap(({ teams, entries: own }, person) =>
    own.filter(({ us }) => us > 0).map((entry): Owned => ({ ...entry, person, groups: [EVERYBODY, ...teams] })),
  );
  const blocks = new Blocks(entries.map(({ person }) => person));
  const shown = new Set<number>();
  const sums: Sum[] = [];
  for (const [group, members] of byPeople(entries, byGroup(entries, entries.keys()))) {
    if (!blocks.show(members, least)) continue;
    shown.add(group);
    sums.push(sumOf(entries, members, { group, list: '', name: '' }));
  }
  for (const list of SUM_LISTS.slice(1))
    for (const [name, named] of byPeople(entries, byName(entries, list)))
      for (const [group, members] of byPeople(entries, byGroup(entries, named)))
        if (shown.has(group) && blocks.show(members, least)) sums.push(sumOf(entries, members, { group, list, name }));
  return sums;
}

function byGroup(entries: readonly Owned[], some: Iterable<number>): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const n of some) for (const group of entries[n]?.groups ?? []) add(groups, group, n);
  return groups;
}

function byName(entries: readonly Owned[], list: SumList): Map<string, number[]> {
  const names = new Map<string, number[]>();
  for (const [n, { names: of }] of entries.entries()) {
    const name = of[list];
    if (name !== undefined) add(names, name, n);
  }
  return names;
}

function add<K>(lists: Map<K, number[]>, key: K, n: number): void {
  const list = lists.get(key);
  if (list) list.push(n);
  else lists.set(key, [n]);
}

/** Those of the most people first; everybody before all teams. */
function byPeople<K extends string | number>(entries: readonly Owned[], lists: ReadonlyMap<K, number[]>): [K, number[]][] {
  return [...lists]
    .map(([key, members]) => ({ key, members, people: new Set(members.map((n) => entries[n]?.person)).size }))
    .toSorted((a, b) => Number(b.key === EVERYBODY) - Number(a.key === EVERYBODY) || b.people - a.people || (a.key < b.key ? -1 : 1))
    .map(({ key, members }) => [key, members]);
}

function sumOf(entries: readonly Owned[], members: readonly number[], of: Pick<Sum, 'group' | 'list' | 'name'>): Sum {
  return {
    ...of,
    us: members.reduce((sum, n) => sum + (entries[n]?.us ?? 0), 0),
    people: new Set(members.map((n) => entries[n]?.person)).size,
  };
}

/** Entries, each of one person, by the sums that show them: entries of one block are in the same sums. Block 0 is in none. */
class Blocks {
  private readonly block: number[];
  /** Of each block: how many entries of each person are in it. */
  private readonly people: Map<number, number>[] = [new Map()];

  constructor(private readonly persons: readonly number[]) {
    this.block = persons.map(() => 0);
    for (const person of persons) count(this.peopleOf(0), person, 1);
  }

  /** Shows the sum of these entries if every block then has `least` people. Whether it does. */
  show(entries: readonly number[], least: number): boolean {
    const inside = new Map<number, number[]>();
    for (const entry of entries) add(inside, this.block[entry] ?? 0, entry);
    if (entries.length === 0 || ![...inside].every(([block, of]) => this.maySplit(block, of, least))) return false;
    for (const [block, of] of inside) this.split(block, of);
    return true;
  }

  private maySplit(block: number, inside: readonly number[], least: number): boolean {
    const within = new Map<number, number>();
    for (const entry of inside) count(within, this.personOf(entry), 1);
    const people = this.peopleOf(block);
    const whollyInside = [...within].filter(([person, entries]) => people.get(person) === entries).length;
    const outside = people.size - whollyInside;
    return within.size >= least && (block === 0 || outside === 0 || outside >= least);
  }

  private split(block: number, inside: readonly number[]): void {
    const people = this.peopleOf(block);
    const made = this.people.push(new Map()) - 1;
    for (const entry of inside) {
      count(people, this.personOf(entry), -1);
      count(this.peopleOf(made), this.personOf(entry), 1);
      this.block[entry] = made;
    }
  }

  private personOf(entry: number): number {
    return this.persons[entry] ?? -1;
  }

  private peopleOf(block: number): Map<number, number> {
    return this.people[block] ?? new Map<number, number>();
  }
}

function count(counts: Map<number, number>, key: number, by: number): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now > 0) counts.set(key, now);
  else counts.delete(key);
}
