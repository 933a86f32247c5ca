/**
 * The definition of time, as the tests hold the system to it: over the sorted, distinct heartbeats a gap to the next one counts whole when
 * it is at most the timeout, for the earlier one. Integer µs.
 */
export interface Beat {
  id: string;
  time: number;
  project: string;
  language: string;
  entity: string;
  editor: string;
  isWrite: boolean;
  dependencies: string[];
}

export interface OracleRules {
  timeoutMinutes: number;
  writesOnly: boolean;
}

export interface Gap {
  beat: Beat;
  from: number;
  to: number;
}

export function gapsOf(beats: Iterable<Beat>, { timeoutMinutes, writesOnly }: OracleRules): Gap[] {
  const line = [...new Map([...beats].map((b) => [b.id, b])).values()]
    .filter((b) => b.isWrite || !writesOnly)
    .toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  return line.flatMap((beat, n) => {
    const next = line[n + 1];
    return next && next.time - beat.time <= timeoutMinutes * 60_000_000 ? [{ beat, from: beat.time, to: next.time }] : [];
  });
}

/** µs of the gaps that lie in [from, to), under the names that `nameOf` gives. Names without time are left out. */
export function sumBy(gaps: readonly Gap[], from: number, to: number, namesOf: (beat: Beat) => readonly string[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const gap of gaps) {
    const us = Math.min(gap.to, to) - Math.max(gap.from, from);
    if (us > 0) for (const name of namesOf(gap.beat)) sums[name] = (sums[name] ?? 0) + us;
  }
  return sums;
}

export const total = (sums: Record<string, number>): number => Object.values(sums).reduce((a, b) => a + b, 0);
