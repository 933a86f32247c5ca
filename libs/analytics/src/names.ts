import type { Dimension, ListName } from './results.js';

/** What people read where nothing was sent. WakaTime takes no category as coding (contract §1.4). */
const UNKNOWN: Readonly<Record<ListName, string>> = {
  project: 'Unknown Project',
  branch: 'Unknown',
  language: 'Other',
  category: 'Coding',
  editor: 'Unknown',
  operatingSystem: 'Unknown',
  machine: 'Unknown Hostname',
  aiModel: 'Unknown',
  aiAgent: 'Unknown',
  // Not sent is none of them, and not an empty one.
  dependency: '',
  entity: '',
};

/** What people read for all that a list has no room for. */
const REST: Readonly<Record<ListName, string>> = {
  project: 'All other projects',
  branch: 'All other branches',
  language: 'All other languages',
  category: 'All other categories',
  editor: 'All other editors',
  operatingSystem: 'All other operating systems',
  machine: 'All other machines',
  aiModel: 'All other AI models',
  aiAgent: 'All other AI agents',
  dependency: 'All other dependencies',
  entity: 'All other entities',
};

/** What people read for time of projects without a client. */
export const NO_CLIENT = 'No client';

/** The name of the last entry of a list that has no room for all names: "All other projects". */
export function restOf(list: ListName): string {
  return REST[list];
}

/**
 * The name that people read for a stored value: the value itself, or the name of none for `''`. Categories are stored in lower case and
 * read in title case: `ai coding` → `AI Coding` (contract §4.2).
 */
export function nameOf(dimension: ListName, value: string): string {
  if (value === '') return UNKNOWN[dimension];
  return dimension === 'category' ? titleCase(value) : value;
}

/**
 * The stored values that a name which people read stands for: itself, in Unicode's form NFC, as names are shown, and, where it is the name of
 * none, none.
 */
export function valuesOf(dimension: Dimension, name: string): string[] {
  const shown = name.normalize('NFC');
  return UNKNOWN[dimension] === shown ? [shown, ''] : [shown];
}

/** Whether the name that people read for a language is one of its own: the totals of stats leave the others, named "Other", out (contract §4.1). */
export function isKnownLanguage({ name }: { name: string }): boolean {
  return name !== UNKNOWN.language;
}

function titleCase(text: string): string {
  return text
    .split(' ')
    .map((word) => (word.toLowerCase() === 'ai' ? 'AI' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}
