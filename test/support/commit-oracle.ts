import type { Gap } from './oracle.js';

/** A commit as the definition knows it; µs. */
export interface OracleCommit {
  sha: string;
  project: string;
  at: number;
  branches: readonly string[];
  files: readonly string[] | null;
}

/** The time behind commits by the definition: every µs is looked at by itself, or rather every stretch between two moments that matter. */
export function commitTimesOf(
  gaps: readonly (Gap & { beat: { branch?: string } })[],
  commits: readonly OracleCommit[],
  days = 14,
): Map<string, { total: number; file: number }> {
  const reach = days * 86_400_000_000;
  const inOrder = commits.toSorted((a, b) => a.at - b.at || (a.sha < b.sha ? -1 : 1));
  const moments = [...new Set(inOrder.flatMap(({ at }) => [at - reach, at, at + reach]))].toSorted((a, b) => a - b);
  const times = new Map<string, { total: number; file: number }>();
  const add = (commit: OracleCommit | undefined, kind: 'total' | 'file', us: number): void => {
    if (!commit) return;
    const known = times.get(commit.sha) ?? { total: 0, file: 0 };
    known[kind] += us;
    times.set(commit.sha, known);
  };
  for (const { beat, from, to } of gaps) {
    const edges = [from, ...moments.filter((m) => m > from && m < to), to];
    for (let n = 0; n + 1 < edges.length; n++) {
      const [start = 0, end = 0] = [edges[n], edges[n + 1]];
      const branch = beat.branch ?? '';
      const near = inOrder.filter((c) => c.project === beat.project);
      const isKnown = near.some((c) => c.branches.includes(branch) && c.at - reach <= start && start < c.at + reach);
      const later = near.filter((c) => c.at > start && c.at - start <= reach && (!isKnown || c.branches.includes(branch)));
      add(later[0], 'total', end - start);
      add(
        later.find((c) => (c.files ?? []).some((f) => beat.entity === f || beat.entity.endsWith(`/${f}`))),
        'file',
        end - start,
      );
    }
  }
  return times;
}
