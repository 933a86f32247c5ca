import { dayNumber } from '@app/core';
import type { DateRange } from '../date-range.js';
import { noLists } from '../lists.js';
import { restOf } from '../names.js';
import { LISTS, type ListName, type NamedTime, type TimeLists } from '../results.js';
import type { ListLimits, TimeParts, TimeRead } from '../time/time-question.js';
import type { TimeReader } from '../time/time-reader.js';
import { ENTRY_BYTES } from '../time/time-statement.js';

/** People of one zone, whose days are the same. */
export interface ZoneGroup {
  zone: string;
  ids: readonly number[];
}

/** What is read of everybody: lists of whole ranges. */
export type GroupParts = Pick<TimeParts, 'lists'> & { times: 'range'; limits: ListLimits };

/**
 * The time of a group over each of some ranges, by user. Ranges that end on the same day are read as one, in bands, and added up: the last 90 days
 * have the last 7 in them. Where a list of somebody has more names than there is room for, that person's ranges are read one by one: which
 * names have the most time is another question for each.
 */
export async function readRanges(
  times: TimeReader,
  { zone, ids }: ZoneGroup,
  ranges: readonly DateRange[],
  parts: GroupParts,
): Promise<Map<number, TimeRead[]>> {
  const nested = nestedOf(ranges);
  if (!nested) return readEach(times, { zone, ids }, ranges, parts);
  const whole = await times.readMany(ids, { zone }, nested.longest, {}, { ...parts, bands: nested.bands });
  const reads = new Map([...whole].map(([id, read]) => [id, ranges.map((range) => part(read, dayNumber(range.first), parts))]));
  const crowded = [...reads].filter(([, ofUser]) => ofUser.some(({ lists }) => isCrowded(lists, parts.limits))).map(([id]) => id);
  return new Map([...reads, ...(await readEach(times, { zone, ids: crowded }, ranges, parts))]);
}

/** One range after another. */
async function readEach(
  times: TimeReader,
  { zone, ids }: ZoneGroup,
  ranges: readonly DateRange[],
  parts: GroupParts,
): Promise<Map<number, TimeRead[]>> {
  const results: Map<number, TimeRead>[] = [];
  for (const range of ranges) results.push(await times.readMany(ids, { zone }, range, {}, parts));
  return new Map(
    ids.flatMap((id) => (results.every((users) => users.has(id)) ? [[id, results.flatMap((users) => users.get(id) ?? [])]] : [])),
  );
}

/** The longest of several ranges that end on the same day, and the first days of all, ascending; undefined: they do not. */
function nestedOf(ranges: readonly DateRange[]): { longest: DateRange; bands: number[] } | undefined {
  const [longest, ...others] = ranges.toSorted((a, b) => dayNumber(a.first) - dayNumber(b.first));
  if (!longest || others.length === 0 || others.some(({ last }) => last !== longest.last)) return undefined;
  return { longest, bands: [...new Set([longest, ...others].map(({ first }) => dayNumber(first)))] };
}

/** What was read, from a day on that begins a band. */
function part(read: TimeRead, first: number, { lists: listed = [] }: GroupParts): TimeRead {
  const bands = [...read.dayLists].filter(([day]) => day >= first).map(([, lists]) => lists);
  return {
    ...read,
    days: read.days.filter(({ day }) => day >= first),
    dayTotals: new Map([...read.dayTotals].filter(([day]) => day >= first)),
    dayLists: new Map(),
    lists: { ...noLists(), ...Object.fromEntries(listed.map((list) => [list, sumOf(list, bands)])) },
  };
}

/** As `toLists` sorts them. */
function sumOf(list: ListName, bands: readonly TimeLists[]): NamedTime[] {
  const sums = new Map<string, number>();
  for (const { name, us } of bands.flatMap((lists) => lists[list])) sums.set(name, (sums.get(name) ?? 0) + us);
  const rest = restOf(list);
  return [...sums]
    .map(([name, us]) => ({ name, us }))
    .toSorted((a, b) => Number(a.name === rest) - Number(b.name === rest) || b.us - a.us || (a.name < b.name ? -1 : 1));
}

/** Whether a band, or all of them together, may have more names than there is room for: two may be shown as one. */
function isCrowded(lists: TimeLists, limits: ListLimits): boolean {
  const named = LISTS.map((list) => ({ list, times: lists[list] }));
  const bytes = named.flatMap(({ times }) => times).reduce((sum, { name }) => sum + Buffer.byteLength(name) + ENTRY_BYTES, 0);
  return (
    bytes > limits.bytes || named.some(({ list, times }) => times.length >= limits.names || times.some(({ name }) => name === restOf(list)))
  );
}
