import type { DayBounds, NamedTime, TimeLists } from '@app/analytics';
import type { DayRange, GrandTotal, Item, ItemLists } from './items.dto.js';
import {
  dayTextOf,
  decimalOf,
  digitalOf,
  digitalSecondsOf,
  isoOf,
  lastSecondOf,
  machineNameId,
  minutesTextOf,
  partsOf,
  percentOf,
  secondsOf,
  textOf,
} from '../texts.js';

/** The two ways of writing an item (contract §4.2): with its seconds in summaries and the status bar, to the minute in stats. */
export type Style = 'seconds' | 'minutes';

export function sumOf(times: readonly { us: number }[]): number {
  return times.reduce((sum, { us }) => sum + us, 0);
}

/** The total of a day (§1.4). */
export function toGrandTotal(us: number): GrandTotal {
  const { hours, minutes } = partsOf(us);
  return { decimal: decimalOf(us), digital: digitalOf(us), hours, minutes, text: textOf(us), total_seconds: secondsOf(us) };
}

/**
 * A list in its order, without what is shorter than `minimum`. Percent is of the whole list, so it adds up to 100 without a minimum: the
 * same as of the total, but for dependencies, of which a file may have several. `total`: of which percent is, where that is not the list.
 */
export function toItems(times: readonly NamedTime[], style: Style, minimum = 0, total = sumOf(times)): Item[] {
  const shown = times.filter(({ us }) => us >= minimum);
  return shown.map(({ name, us }) => ({
    name,
    total_seconds: secondsOf(us),
    percent: percentOf(us, total),
    digital: style === 'seconds' ? digitalSecondsOf(us) : digitalOf(us),
    decimal: decimalOf(us),
    text: style === 'seconds' ? textOf(us) : minutesTextOf(us),
    ...partsOf(us),
  }));
}

/** All time that lists are of, µs: the language Other holds what has none, so none is missing. */
export function totalOf({ language }: Pick<TimeLists, 'language'>): number {
  return sumOf(language);
}

/** The seven lists of an answer (§1.4, §1.5), every one of them always there, without what is shorter than `minimum`, µs. */
export function toItemLists(lists: TimeLists, style: Style, minimum = 0): ItemLists {
  const items = (times: readonly NamedTime[]): Item[] => toItems(times, style, minimum);
  return {
    categories: items(lists.category),
    projects: items(lists.project),
    languages: items(lists.language),
    editors: items(lists.editor),
    operating_systems: items(lists.operatingSystem),
    dependencies: items(lists.dependency),
    machines: items(lists.machine).map((item) => ({ ...item, machine_name_id: machineNameId(item.name) })),
    ...(lists.label && { labels: toItems(lists.label, style, minimum, totalOf(lists)) }),
    ...(lists.client && { clients: items(lists.client) }),
  };
}

/** A local day; `today` is `YYYY-MM-DD` in the same zone. */
export function toDayRange(day: DayBounds, zone: string, today: string): DayRange {
  return { date: day.date, start: isoOf(day.from), end: lastSecondOf(day), text: dayTextOf(day.date, today), timezone: zone };
}
