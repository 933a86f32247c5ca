import type { ActivityTime, Dimensions, NamedTime } from './answers.js';

/** What people read where nothing was sent (architecture §4, contract §1.4). WakaTime takes no category as coding. */
const NONE: Record<keyof Dimensions, string> = {
  project: 'Unknown Project',
  branch: 'Unknown',
  language: 'Other',
  category: 'Coding',
  editor: 'Unknown',
  operatingSystem: 'Unknown',
  machine: 'Unknown Hostname',
  aiModel: 'Unknown',
};

/**
 * The name that people read for a stored value: the value itself, or the name of none for `''`. Categories are stored in lower case and
 * read in title case: `ai coding` → `AI Coding` (contract §4.2).
 */
export function nameOf(dimension: keyof Dimensions, value: string): string {
  if (value === '') return NONE[dimension];
  return dimension === 'category' ? titleCase(value) : value;
}

/**
 * Time by the names of one dimension, most time first, then by name (code units). The times add up to those of the activities. Names with
 * 0 µs (a lone heartbeat) are left out: clients draw every entry that they get.
 */
export function breakdown(activities: readonly ActivityTime[], dimension: keyof Dimensions): NamedTime[] {
  const times = new Map<string, number>();
  for (const activity of activities) {
    const name = nameOf(dimension, activity[dimension]);
    times.set(name, (times.get(name) ?? 0) + activity.us);
  }
  return [...times]
    .filter(([, us]) => us > 0)
    .map(([name, us]) => ({ name, us }))
    .toSorted((a, b) => b.us - a.us || (a.name < b.name ? -1 : 1));
}

function titleCase(text: string): string {
  return text
    .split(' ')
    .map((word) => (word.toLowerCase() === 'ai' ? 'AI' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}
