import type { ListName, TimeLists } from '../results.js';

/** As many people must share an amount before it is told. */
export const FEWEST = 5;

/** An amount of several people, µs. */
export interface Measures {
  /** People. */
  count: number;
  average: number;
  median: number;
  max: number;
  sum: number;
}

export interface NamedMeasures extends Measures {
  name: string;
}

/** The lists of the instance's statistics. */
export const INSTANCE_LISTS = ['category', 'editor', 'language', 'operatingSystem'] as const satisfies readonly ListName[];
export type InstanceList = (typeof INSTANCE_LISTS)[number];

/** What an instance's people did over a range. */
export interface InstanceMeasures {
  total: Measures;
  /** Time a day, over each one's days that have time. Its `max` is that of whoever has the most time in all, as WakaTime has it. */
  dailyAverage: Measures;
  lists: Record<InstanceList, NamedMeasures[]>;
}

/** One person's part: time by list, of public lists alone. */
export interface Part {
  us: number;
  activeDays: number;
  lists: Partial<Pick<TimeLists, InstanceList>>;
}

/** Adds up people one after another. */
export class InstanceSums {
  private readonly people: { us: number; perDay: number }[] = [];
  private readonly names = new Map<InstanceList, Map<string, number[]>>(INSTANCE_LISTS.map((list) => [list, new Map()]));

  /** Adds a person who has time. Returns whether this one has. */
  add({ us, activeDays, lists }: Part): boolean {
    if (us === 0) return false;
    this.people.push({ us, perDay: us / Math.max(1, activeDays) });
    for (const [list, sums] of this.names) {
      for (const { name, us: part } of lists[list] ?? []) {
        const known = sums.get(name);
        if (known) known.push(part);
        else sums.set(name, [part]);
      }
    }
    return true;
  }

  /** All that at least `FEWEST` people share; undefined: not even the total is. */
  result(): InstanceMeasures | undefined {
    if (this.people.length < FEWEST) return undefined;
    const most = this.people.reduce((a, b) => (b.us > a.us ? b : a));
    const listOf = (list: InstanceList): NamedMeasures[] =>
      [...(this.names.get(list) ?? [])]
        .filter(([, parts]) => parts.length >= FEWEST)
        .map(([name, parts]) => ({ name, ...measuresOf(parts) }))
        .toSorted((a, b) => b.sum - a.sum || (a.name < b.name ? -1 : 1));
    return {
      total: measuresOf(this.people.map(({ us }) => us)),
      dailyAverage: { ...measuresOf(this.people.map(({ perDay }) => perDay)), max: Math.round(most.perDay) },
      lists: {
        category: listOf('category'),
        editor: listOf('editor'),
        language: listOf('language'),
        operatingSystem: listOf('operatingSystem'),
      },
    };
  }
}

function measuresOf(parts: readonly number[]): Measures {
  const sorted = parts.toSorted((a, b) => a - b);
  const sum = sorted.reduce((a, b) => a + b, 0);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
  return {
    count: sorted.length,
    average: Math.round(sum / sorted.length),
    median: Math.round(median),
    max: Math.round(sorted.at(-1) ?? 0),
    sum: Math.round(sum),
  };
}
