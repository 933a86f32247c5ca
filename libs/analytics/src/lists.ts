import { nameOf, restOf } from './names.js';
import { LISTS, type ListName, type NamedTime, type TimeLists } from './results.js';

/** Time in one list, a place in `LISTS`, under a stored name; without one: all that the list has no room for. */
export type ListedTime = [list: number, name: string | null, us: number];

/** The lists with the names that people read. Times are added up, none is lost. */
export function toLists(times: readonly ListedTime[]): TimeLists {
  const byList: ListedTime[][] = LISTS.map(() => []);
  for (const time of times) byList[time[0]]?.push(time);
  const listOf = (list: ListName): NamedTime[] => toList(list, byList[LISTS.indexOf(list)] ?? []);
  return {
    project: listOf('project'),
    branch: listOf('branch'),
    language: listOf('language'),
    category: listOf('category'),
    editor: listOf('editor'),
    operatingSystem: listOf('operatingSystem'),
    machine: listOf('machine'),
    aiModel: listOf('aiModel'),
    aiAgent: listOf('aiAgent'),
    dependency: listOf('dependency'),
    entity: listOf('entity'),
  };
}

/** Lists without anything. */
export function noLists(): TimeLists {
  return toLists([]);
}

/** Names with 0 µs (a lone heartbeat) are left out: clients draw every entry that they get. */
function toList(list: ListName, times: readonly ListedTime[]): NamedTime[] {
  const rest = restOf(list);
  const sums = new Map<string, number>();
  for (const [, name, us] of times) {
    const shown = name === null ? rest : nameOf(list, name);
    sums.set(shown, (sums.get(shown) ?? 0) + us);
  }
  return [...sums]
    .filter(([, us]) => us > 0)
    .map(([name, us]) => ({ name, us }))
    .toSorted((a, b) => Number(a.name === rest) - Number(b.name === rest) || b.us - a.us || (a.name < b.name ? -1 : 1));
}
