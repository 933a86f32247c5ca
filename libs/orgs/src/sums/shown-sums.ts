/** What sums are told apart by, beside the whole (`''`). Stored as their place in this list. */
export const SUM_LISTS = ['', 'project', 'language', 'editor', 'category', 'aiAgent'] as const;
export type SumList = (typeof SUM_LISTS)[number];

/** The group of all members, beside the teams. */
export const EVERYBODY = 0;

/** What one person adds to the sums of a day, µs. */
export interface Part {
  /** The teams that they are in. */
  teams: readonly number[];
  us: number;
  /** Of each list: time by name. What has no name there counts in the whole alone. */
  lists: ReadonlyMap<SumList, ReadonlyMap<string, number>>;
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

/**
 * The sums of one day that may be shown, so that nothing can be computed from them that fewer than `least` people make up (k-anonymity with complementary
 * suppression). Of each list, what is shown splits the time into blocks: parts that are in the same shown sums. Whatever is computed from sums is one of
 * blocks, so a sum is shown only where every block keeps `least` people. Everybody comes first, then teams, the largest first, then names, those of the
 * most people first. Lists are each looked at by themselves, with the wholes.
 */
export function shownSums(parts: readonly Part[], least: number): Sum[] {
  const people = parts.filter(({ us }) => us > 0);
  const groups = groupsOf(people);
  const wholes = new Blocks(people.map((_, person) => person));
  const shown = groups.filter((members) => wholes.show([...members.people], least));
  const sums = shown.map(({ group, people: members }): Sum => ({
    group,
    list: '',
    name: '',
    us: [...members].reduce((sum, person) => sum + (people[person]?.us ?? 0), 0),
    people: members.size,
  }));
  for (const list of SUM_LISTS.slice(1)) sums.push(...shownNames(people, shown, list, { wholes, least }));
  return sums;
}

interface Group {
  group: number;
  people: ReadonlySet<number>;
}

/** Everybody, then the teams, the largest first. */
function groupsOf(people: readonly Part[]): Group[] {
  const teams = new Map<number, Set<number>>();
  for (const [person, { teams: of }] of people.entries())
    for (const team of of) (teams.get(team) ?? teams.set(team, new Set()).get(team))?.add(person);
  const sorted = [...teams].toSorted(([a, as], [b, bs]) => bs.size - as.size || a - b);
  return [{ group: EVERYBODY, people: new Set(people.keys()) }, ...sorted.map(([group, members]) => ({ group, people: members }))];
}

/** Somebody's time under one name. */
interface Entry {
  person: number;
  name: string;
  us: number;
}

/** Of one list: the names that may be shown, of each group whose whole is. */
function shownNames(
  people: readonly Part[],
  groups: readonly Group[],
  list: SumList,
  { wholes, least }: { wholes: Blocks; least: number },
): Sum[] {
  const entries = people.flatMap((part, person) => entriesOf(part, person, list));
  const byName = new Map<string, number[]>();
  for (const [n, { name }] of entries.entries()) (byName.get(name) ?? byName.set(name, []).get(name))?.push(n);
  const named = [...byName].filter(([name, of]) => name !== NO_NAME && of.length >= least);
  const sorted = named.toSorted(([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1));
  const blocks = new Blocks(
    entries.map(({ person }) => person),
    entries.map(({ person }) => wholes.blockOf(person)),
  );
  const sums: Sum[] = [];
  for (const [name, of] of sorted)
    for (const { group, people: members } of groups) {
      const inGroup = of.filter((n) => members.has(entries[n]?.person ?? -1));
      if (blocks.show(inGroup, least))
        sums.push({ group, list, name, us: inGroup.reduce((sum, n) => sum + (entries[n]?.us ?? 0), 0), people: inGroup.length });
    }
  return sums;
}

/** Of time without a name: no text that is stored. */
const NO_NAME = '\0';

function entriesOf({ us, lists }: Part, person: number, list: SumList): Entry[] {
  const named = [...(lists.get(list) ?? [])].filter(([, time]) => time > 0).map(([name, time]) => ({ person, name, us: time }));
  const rest = us - named.reduce((sum, entry) => sum + entry.us, 0);
  return rest > 0 ? [...named, { person, name: NO_NAME, us: rest }] : named;
}

/** Parts of the time, each of one person, by the sums that show them: parts of one block are in the same sums. Block 0 is in none. */
class Blocks {
  private readonly block: number[];
  /** Of each block: how many parts of each person are in it. */
  private readonly people: Map<number, number>[] = [];

  constructor(
    private readonly persons: readonly number[],
    blocks: readonly number[] = persons.map(() => 0),
  ) {
    this.block = [...blocks];
    for (const [part, block] of this.block.entries()) count(this.peopleOf(block), this.personOf(part), 1);
  }

  blockOf(part: number): number {
    return this.block[part] ?? 0;
  }

  /** Shows the sum of these parts if every block then has `least` people. Whether it does. */
  show(parts: readonly number[], least: number): boolean {
    const inside = new Map<number, number[]>();
    for (const part of parts) (inside.get(this.blockOf(part)) ?? inside.set(this.blockOf(part), []).get(this.blockOf(part)))?.push(part);
    if (parts.length === 0 || ![...inside].every(([block, of]) => this.maySplit(block, of, least))) return false;
    for (const [block, of] of inside) this.split(block, of);
    return true;
  }

  private maySplit(block: number, inside: readonly number[], least: number): boolean {
    const within = new Map<number, number>();
    for (const part of inside) count(within, this.personOf(part), 1);
    const people = this.peopleOf(block);
    const outside = [...people].filter(([person, parts]) => parts > (within.get(person) ?? 0)).length;
    return within.size >= least && (block === 0 || outside === 0 || outside >= least);
  }

  private split(block: number, inside: readonly number[]): void {
    const made = this.people.length;
    for (const part of inside) {
      count(this.peopleOf(block), this.personOf(part), -1);
      count(this.peopleOf(made), this.personOf(part), 1);
      this.block[part] = made;
    }
  }

  private personOf(part: number): number {
    return this.persons[part] ?? -1;
  }

  private peopleOf(block: number): Map<number, number> {
    while (this.people.length <= block) this.people.push(new Map());
    return this.people[block] ?? new Map<number, number>();
  }
}

function count(counts: Map<number, number>, key: number, by: number): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now > 0) counts.set(key, now);
  else counts.delete(key);
}
