import { sumOf } from '@app/core';
/** How many names a comparison lists, beside the entry that the others are folded into. */
export const MOST_COMPARED = 100;

/** Time of the two periods, µs, and how they differ. */
export interface Change {
  us: number;
  before: number;
  change: number;
  /** Of the time before; null where there was none. */
  percent: number | null;
}

/** Time of one name in both periods. */
export interface ComparedName extends Change {
  name: string;
  /** `new`: only now; `gone`: only before; null: in both, or nobody knows, as the name may be among those that were folded. */
  status: 'new' | 'gone' | null;
}

/** Time under a name, µs; null: under names that there was no room for. */
export type TimesByName = ReadonlyMap<string | null, number>;

/** How an amount differs from the one before. */
export function changeOf(us: number, before: number): Change {
  return { us, before, change: us - before, percent: before === 0 ? null : ((us - before) / before) * 100 };
}

/**
 * The names of two periods, those with the most time in either first. At most `most` of them; all others are the last entry, `rest`, so each
 * column adds up to the total of its period.
 */
export function compareNames(now: TimesByName, before: TimesByName, rest: string, most = MOST_COMPARED): ComparedName[] {
  const isWhole = !now.has(null) && !before.has(null);
  const names = [...new Set([...now.keys(), ...before.keys()])].filter((name) => name !== null);
  const compared = names
    .map((name) => {
      const us = now.get(name) ?? 0;
      const was = before.get(name) ?? 0;
      return { name, ...changeOf(us, was), status: isWhole ? statusOf(us, was) : null };
    })
    .filter(({ us, before: was }) => us > 0 || was > 0)
    .toSorted((a, b) => Math.max(b.us, b.before) - Math.max(a.us, a.before) || b.us - a.us || (a.name < b.name ? -1 : 1));
  const folded = compared.slice(most);
  const us = sumOf(folded.map((one) => one.us)) + (now.get(null) ?? 0);
  const was = sumOf(folded.map((one) => one.before)) + (before.get(null) ?? 0);
  const last: ComparedName[] = us + was > 0 ? [{ name: rest, ...changeOf(us, was), status: null }] : [];
  return [...compared.slice(0, most), ...last];
}

function statusOf(us: number, before: number): ComparedName['status'] {
  if (before === 0) return 'new';
  return us === 0 ? 'gone' : null;
}
