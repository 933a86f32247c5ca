import type { Counted } from './ai-oracle.js';

/**
 * The definition of time, as the tests hold the system to it: over the sorted, distinct heartbeats a gap to the next one counts whole when
 * it is at most the timeout, for the earlier one. Of external durations, where they count, the part counts that no gap covers, and none with
 * an earlier id. What is dropped is as if it were not there. Integer µs.
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
  /** What an AI agent counted. */
  ai?: Counted;
}

/** Its editor is its provider; it has no dependencies. */
export interface External {
  externalId: string;
  from: number;
  to: number;
  project: string;
  language: string;
  entity: string;
  editor: string;
}

export interface OracleRules {
  timeoutMinutes: number;
  writesOnly: boolean;
  countsExternal: boolean;
  /** What `activityOf` gives of dropped activities. */
  dropped: ReadonlySet<string>;
}

export interface Gap {
  beat: Pick<Beat, 'project' | 'language' | 'entity' | 'editor' | 'dependencies'>;
  from: number;
  to: number;
}

/** What tells one activity from another; heartbeats are of the type `file`, external durations of `app`. */
export const activityOf = ({ project, language, editor }: Pick<Beat, 'project' | 'language' | 'editor'>, type: string): string =>
  JSON.stringify([project, language, editor, type]);

/** All time that counts. */
export function timeOf(beats: Iterable<Beat>, externals: Iterable<External>, rules: OracleRules): Gap[] {
  const gaps = gapsOf(beats, rules);
  if (!rules.countsExternal) return gaps;
  const inOrder = [...externals]
    .filter((e) => !rules.dropped.has(activityOf(e, 'app')))
    .toSorted((a, b) => Buffer.compare(Buffer.from(a.externalId), Buffer.from(b.externalId)));
  for (const e of inOrder) {
    for (const { from, to } of without(e, gaps)) gaps.push({ beat: { ...e, dependencies: [] }, from, to });
  }
  return gaps;
}

function gapsOf(beats: Iterable<Beat>, { timeoutMinutes, writesOnly, dropped }: OracleRules): Gap[] {
  const line = [...new Map([...beats].map((b) => [b.id, b])).values()]
    .filter((b) => (b.isWrite || !writesOnly) && !dropped.has(activityOf(b, 'file')))
    .toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  return line.flatMap((beat, n) => {
    const next = line[n + 1];
    return next && next.time - beat.time <= timeoutMinutes * 60_000_000 ? [{ beat, from: beat.time, to: next.time }] : [];
  });
}

interface Span {
  from: number;
  to: number;
}

/** The parts of a span that no other covers. */
function without(span: Span, others: readonly Span[]): Span[] {
  let parts: Span[] = [{ from: span.from, to: span.to }];
  for (const other of others) {
    parts = parts.flatMap(({ from, to }) => [
      { from, to: Math.min(to, Math.max(from, other.from)) },
      { from: Math.max(from, Math.min(to, other.to)), to },
    ]);
    parts = parts.filter(({ from, to }) => from < to);
  }
  return parts;
}

/** µs of the gaps that lie in [from, to), under the names that `nameOf` gives. Names without time are left out. */
export function sumBy(
  gaps: readonly Gap[],
  from: number,
  to: number,
  namesOf: (beat: Gap['beat']) => readonly string[],
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const gap of gaps) {
    const us = Math.min(gap.to, to) - Math.max(gap.from, from);
    if (us > 0) for (const name of namesOf(gap.beat)) sums[name] = (sums[name] ?? 0) + us;
  }
  return sums;
}

export const total = (sums: Record<string, number>): number => Object.values(sums).reduce((a, b) => a + b, 0);
