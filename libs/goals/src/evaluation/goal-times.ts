import { type CrossedTime, nameOf, type NumberedDay } from '@app/analytics';
import { GOAL_DIMENSIONS, type GoalDimension, type GoalFilter, type GoalVersion } from './goal-rules.js';

/** Names that are shown in one spelling: goals find them in any letter case. */
const ANY_CASE: ReadonlySet<GoalDimension> = new Set(['language', 'category', 'editor', 'aiAgent']);

type Names = CrossedTime['names'];

/** A name that is shown otherwise. */
export interface Renamed {
  dimension: GoalDimension;
  name: string;
  shown: string;
}

/** Time by day and combination of names, and how much of it goals count. */
export class GoalTimes {
  /** The reader gives each combination's names as one object. */
  private readonly byNames: ReadonlyMap<Names, CrossedTime[]>;
  private byDay: ReadonlyMap<number, CrossedTime[]> | undefined;
  /** Combinations by one of their names, as `comparable` writes it. */
  private readonly byName = new Map<GoalDimension, ReadonlyMap<string, Names[]>>();
  private readonly sums = new Map<GoalVersion, Map<number, number>>();
  /** Goals often ask for the same names: by the filter as JSON. */
  private readonly sumsOfFilter = new Map<string, Map<number, number>>();

  /** `renames`: names that are shown otherwise today. A goal that says the old one counts the new one. */
  constructor(
    private readonly times: readonly CrossedTime[],
    private readonly renames: readonly Renamed[],
  ) {
    this.byNames = Map.groupBy(times, ({ names }) => names);
  }

  /** µs of a day that a version counts. */
  readonly of = (version: GoalVersion, day: number): number => this.sumsOf(version).get(day) ?? 0;

  /** µs by project and language that a version counts on these days, those with the most time first. */
  explain(version: GoalVersion, days: readonly NumberedDay[]): Record<'projects' | 'languages', { name: string; us: number }[]> {
    const counts = counting(testsOf(version.filter, this.renames));
    const byDay = (this.byDay ??= Map.groupBy(this.times, ({ day }) => day));
    const times = days.flatMap(({ day }) => byDay.get(day) ?? []).filter(({ names }) => counts(names));
    return { projects: sumBy(times, 'project'), languages: sumBy(times, 'language') };
  }

  private sumsOf(version: GoalVersion): Map<number, number> {
    const known = this.sums.get(version);
    if (known) return known;
    const filter = JSON.stringify(version.filter);
    const sums = this.sumsOfFilter.get(filter) ?? this.sumUp(testsOf(version.filter, this.renames));
    this.sumsOfFilter.set(filter, sums);
    this.sums.set(version, sums);
    return sums;
  }

  /** Looks only at combinations that the first test lets pass: most goals ask for a few names of many. */
  private sumUp([first, ...others]: readonly NameTest[]): Map<number, number> {
    const some = first ? [...first.values].flatMap((value) => this.combinationsOf(first.dimension).get(value) ?? []) : this.byNames.keys();
    const counts = counting(others);
    const sums = new Map<number, number>();
    for (const names of some) {
      if (!counts(names)) continue;
      for (const { day, us } of this.byNames.get(names) ?? []) sums.set(day, (sums.get(day) ?? 0) + us);
    }
    return sums;
  }

  private combinationsOf(dimension: GoalDimension): ReadonlyMap<string, Names[]> {
    const known = this.byName.get(dimension);
    if (known) return known;
    // Time without names is what the reader had no room for.
    const named = [...this.byNames.keys()].filter((names) => names !== null);
    const found = Map.groupBy(named, (names) => comparable(dimension, names[dimension] ?? ''));
    this.byName.set(dimension, found);
    return found;
  }
}

/** The names of a dimension, as `comparable` writes them, that a filter lets pass. */
interface NameTest {
  dimension: GoalDimension;
  values: ReadonlySet<string>;
}

/** The dimensions that the filters of these versions name. */
export function dimensionsOf(versions: readonly GoalVersion[]): GoalDimension[] {
  return GOAL_DIMENSIONS.filter((dimension) => versions.some(({ filter }) => filter[dimension] !== undefined));
}

/** What a filter asks of a combination of names. "Unknown Project" and the like stand for none, and no category is coding. */
function testsOf(filter: GoalFilter, renames: readonly Renamed[]): NameTest[] {
  return GOAL_DIMENSIONS.flatMap((dimension) => {
    const wanted = filter[dimension];
    return wanted === undefined ? [] : [{ dimension, values: new Set(wanted.flatMap((name) => shownAs(dimension, name, renames))) }];
  });
}

/** Whether a combination of names passes all tests. Time without names is what the reader had no room for. */
function counting(tests: readonly NameTest[]): (names: Names) => boolean {
  return (names) => tests.every(({ dimension, values }) => names !== null && values.has(comparable(dimension, names[dimension] ?? '')));
}

function shownAs(dimension: GoalDimension, name: string, renames: readonly Renamed[]): string[] {
  const said = comparable(dimension, name);
  const renamed = renames.filter((one) => one.dimension === dimension && comparable(dimension, one.name) === said);
  const none = said === comparable(dimension, nameOf(dimension, '')) ? [''] : [];
  return [said, ...none, ...renamed.map(({ shown }) => comparable(dimension, shown))];
}

/** A name in the spelling that tells whether it is the same as another. */
export function comparable(dimension: GoalDimension, name: string): string {
  return ANY_CASE.has(dimension) ? name.toLowerCase() : name;
}

function sumBy(times: readonly CrossedTime[], dimension: 'project' | 'language'): { name: string; us: number }[] {
  const sums = new Map<string, number>();
  for (const { names, us } of times) {
    const name = nameOf(dimension, names?.[dimension] ?? '');
    sums.set(name, (sums.get(name) ?? 0) + us);
  }
  return [...sums].map(([name, us]) => ({ name, us })).toSorted((a, b) => b.us - a.us || (a.name < b.name ? -1 : 1));
}
