import { type CrossedTime, type DateRange, type TimeReader } from '@app/analytics';
import { levelOfDay, partOf } from '../by-name/shared-days.js';
import type { Sharer } from '../sharing/sharers.js';
import type { OrgProjects } from '../projects/org-projects.js';
import { AGGREGATE } from '../sharing/levels.js';
import { type Entry, type Part, SUM_LISTS } from './shown-sums.js';

/** Members that one statement reads. */
const GROUP = 200;

const LISTS = SUM_LISTS.filter((list) => list !== '');

/**
 * What each sharer adds to the sums of each day of a range, by day: time that is shared at least in sums. One statement for 200 members of one zone; `zone`: the
 * zone that days are cut in, or null for each member's own.
 */
export async function partsOfDays(
  times: TimeReader,
  sharers: readonly Sharer[],
  range: DateRange,
  { zone, projects, signal }: { zone: string | null; projects: OrgProjects; signal: AbortSignal },
): Promise<Map<number, Part[]>> {
  const days = new Map<number, Part[]>();
  for (const { zone: ofGroup, members } of groupsOf(sharers, zone)) {
    signal.throwIfAborted();
    const reads = await times.readMany([...members.keys()], { zone: ofGroup }, range, {}, { times: 'totals', crossed: LISTS });
    for (const [userId, sharer] of members)
      for (const [day, part] of partsOf(sharer, { zone: ofGroup, times: reads.get(userId)?.crossed ?? [], projects }))
        (days.get(day) ?? days.set(day, []).get(day))?.push(part);
  }
  return days;
}

interface Group {
  zone: string;
  members: Map<number, Sharer>;
}

function groupsOf(sharers: readonly Sharer[], zone: string | null): Group[] {
  const zones = Map.groupBy(sharers, (sharer) => zone ?? sharer.zone);
  return [...zones].flatMap(([ofGroup, all]) =>
    Array.from({ length: Math.ceil(all.length / GROUP) }, (_, n) => ({
      zone: ofGroup,
      members: new Map(all.slice(n * GROUP, (n + 1) * GROUP).map((sharer) => [sharer.userId, sharer])),
    })),
  );
}

/** What one sharer adds, by day. */
function partsOf(
  sharer: Sharer,
  { zone, times, projects }: { zone: string; times: readonly CrossedTime[]; projects: OrgProjects },
): Map<number, Part> {
  const parts = new Map<number, { teams: readonly number[]; entries: Entry[] }>();
  for (const { day, names, us } of times) {
    const counting = partOf(levelOfDay(sharer, day, zone), AGGREGATE, projects.any);
    if (counting === 'none' || (counting === 'matching' && !projects.has(sharer.userId, names?.project ?? ''))) continue;
    const part = parts.get(day) ?? { teams: teamsOn(sharer, day), entries: [] };
    parts.set(day, part);
    part.entries.push({ names: names ?? {}, us });
  }
  return parts;
}

function teamsOn({ spells }: Sharer, day: number): number[] {
  return spells.filter(([, from, until]) => from <= day && (until === null || day < until)).map(([team]) => team);
}
