import { COMMIT_REACH_US } from '@app/database';

/** A commit that time may be behind. */
export interface TimedCommit {
  repositoryId: number;
  projectId: number;
  sha: string;
  /** The project that is worked on for it, as shown. */
  project: string;
  /** The author date, µs since 1970. */
  at: number;
  branches: readonly string[];
  /** Paths in the repository; null: not known. */
  files: readonly string[] | null;
}

/** Counted time of one project, branch and entity, of which no commit's author date, and none 14 days from one, lies inside. */
export interface TimePiece {
  project: string;
  /** `''`: not known. */
  branch: string;
  /** `''`: no file that a commit has. */
  entity: string;
  /** Where it begins, µs since 1970. */
  first: number;
  us: number;
  isAi: boolean;
}

/** The time behind a commit, µs. */
export interface GivenTime {
  totalUs: number;
  fileUs: number;
  aiUs: number;
  first: number;
}

/**
 * The author dates and what is 14 days from them, ascending, each once: between two of them all time of one project and branch, and of one file, goes to
 * the same commit.
 */
export function cutsOf(commits: readonly Pick<TimedCommit, 'at'>[], from: number, to: number): number[] {
  const all = commits.flatMap(({ at }) => [at - COMMIT_REACH_US, at, at + COMMIT_REACH_US]).filter((at) => at > from && at < to);
  return [...new Set([from, ...all, to])].toSorted((a, b) => a - b);
}

/**
 * The rule of time behind commits. Each piece goes whole to at most one commit of its project in each measure: `totalUs` to the next commit by author
 * date, `fileUs` to the next one that has the file, at most 14 days later. Of two with one author date the sha decides.
 *
 * Time on a branch waits for a commit on that branch. Where no commit within 14 days to either side is on it, as where it is not known, the next
 * commit on any branch gets it.
 */
export function giveTime(pieces: readonly TimePiece[], commits: readonly TimedCommit[]): Map<TimedCommit, GivenTime> {
  const projects = new Map<string, ProjectCommits>();
  for (const commit of [...commits].toSorted((a, b) => a.at - b.at || (a.sha < b.sha ? -1 : 1))) {
    const known: ProjectCommits = projects.get(commit.project) ?? { all: [], byFile: new Map() };
    projects.set(commit.project, known);
    known.all.push(commit);
    for (const file of new Set(commit.files)) {
      const having = known.byFile.get(file);
      if (having) having.push(commit);
      else known.byFile.set(file, [commit]);
    }
  }
  const given = new Map<TimedCommit, GivenTime>();
  const give = (commit: TimedCommit | undefined, piece: TimePiece, amount: Omit<GivenTime, 'first'>): void => {
    if (commit) given.set(commit, sumOf(given.get(commit), { ...amount, first: piece.first }));
  };
  for (const piece of pieces) {
    const own = projects.get(piece.project);
    if (!own) continue;
    const branch = isKnown(piece, own.all) ? piece.branch : '';
    give(nextOf(own.all, branch, piece.first), piece, { totalUs: piece.us, fileUs: 0, aiUs: piece.isAi ? piece.us : 0 });
    give(nextOf(withFile(piece.entity, own), branch, piece.first), piece, { totalUs: 0, fileUs: piece.us, aiUs: 0 });
  }
  return given;
}

interface ProjectCommits {
  /** In the order of time. */
  all: TimedCommit[];
  byFile: Map<string, TimedCommit[]>;
}

function sumOf(before: GivenTime | undefined, more: GivenTime): GivenTime {
  if (!before) return more;
  return {
    totalUs: before.totalUs + more.totalUs,
    fileUs: before.fileUs + more.fileUs,
    aiUs: before.aiUs + more.aiUs,
    first: Math.min(before.first, more.first),
  };
}

function isKnown({ branch, first }: TimePiece, commits: readonly TimedCommit[]): boolean {
  return (
    branch !== '' &&
    commits.some(({ at, branches }) => at - COMMIT_REACH_US <= first && first < at + COMMIT_REACH_US && branches.includes(branch))
  );
}

/** The first commit after `first`, of those on `branch` where it is not `''`. */
function nextOf(commits: readonly TimedCommit[], branch: string, first: number): TimedCommit | undefined {
  const next = commits.find(({ at, branches }) => at > first && (branch === '' || branches.includes(branch)));
  return next && next.at - first <= COMMIT_REACH_US ? next : undefined;
}

/** The commits that have a file which the entity's path ends in, in the order of time. */
function withFile(entity: string, { byFile }: ProjectCommits): TimedCommit[] {
  if (entity === '') return [];
  const parts = entity.split('/');
  const found = new Set(parts.flatMap((_, n) => byFile.get(parts.slice(n).join('/')) ?? []));
  return found.size === 0 ? [] : [...found].toSorted((a, b) => a.at - b.at || (a.sha < b.sha ? -1 : 1));
}
