import { nameOf } from './names.js';
import type { ActivityTime, Dimension, NamedTime } from './results.js';

/**
 * Time by the names of one dimension, most time first, then by name (code units). The times add up to those of the activities. Names with
 * 0 µs (a lone heartbeat) are left out: clients draw every entry that they get.
 */
export function breakdown(activities: readonly ActivityTime[], dimension: Dimension): NamedTime[] {
  return addUp(activities.map((activity) => ({ name: nameOf(dimension, activity[dimension]), us: activity.us })));
}

/** Times of the same name added up, most time first, then by name (code units), without names of 0 µs. */
export function addUp(times: Iterable<NamedTime>): NamedTime[] {
  const sums = new Map<string, number>();
  for (const { name, us } of times) sums.set(name, (sums.get(name) ?? 0) + us);
  return [...sums]
    .filter(([, us]) => us > 0)
    .map(([name, us]) => ({ name, us }))
    .toSorted((a, b) => b.us - a.us || (a.name < b.name ? -1 : 1));
}
