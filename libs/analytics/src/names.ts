import type { Dimension, Dimensions } from './results.js';

/** What people read where nothing was sent. WakaTime takes no category as coding (contract §1.4). */
const UNKNOWN: Readonly<Record<Dimension, string>> = {
  project: 'Unknown Project',
  branch: 'Unknown',
  language: 'Other',
  category: 'Coding',
  editor: 'Unknown',
  operatingSystem: 'Unknown',
  machine: 'Unknown Hostname',
  aiModel: 'Unknown',
  aiAgent: 'Unknown',
};

/**
 * The name that people read for a stored value: the value itself, or the name of none for `''`. Categories are stored in lower case and
 * read in title case: `ai coding` → `AI Coding` (contract §4.2).
 */
export function nameOf(dimension: Dimension, value: string): string {
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

/** Whether people read a name of its own for the language: the totals of stats leave the others, named "Other", out (contract §4.1). */
export function isKnownLanguage({ language }: Pick<Dimensions, 'language'>): boolean {
  return nameOf('language', language) !== UNKNOWN.language;
}

function titleCase(text: string): string {
  return text
    .split(' ')
    .map((word) => (word.toLowerCase() === 'ai' ? 'AI' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}
