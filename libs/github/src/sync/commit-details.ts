import { lockCommits, sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Changed, settleCommits } from '../commits/store-commits.js';
import type { ForgeCommitDetail } from '../forge/forge.js';

/** A commit whose files are known now. */
export interface DetailedCommit extends ForgeCommitDetail {
  sha: string;
}

/** Of one commit, as `storeCommits` keeps. */
const MOST_FILES = 3_000;

/** Merges have no files of their own. A commit that is older than the first heartbeat has no time behind it. */
const UNKNOWN = `
  SELECT sha
    FROM commits
   WHERE user_id = $1 AND repository_id = $2 AND project_id = 0 AND is_own AND files IS NULL AND branches <> '{}' AND cardinality(parents) < 2
     AND authored_at >= greatest($3::bigint, (SELECT min(time) FROM heartbeats WHERE user_id = $1))
   ORDER BY authored_at DESC, sha
   LIMIT $4`;

/** Commits of the user in a repository whose files are not known, the newest first, since an instant (ms since 1970). */
export async function commitsWithoutFiles(
  em: EntityManager,
  { userId, repositoryId }: { userId: number; repositoryId: number },
  since: number,
  most: number,
): Promise<string[]> {
  const rows = await sql<{ sha: string }>(em, UNKNOWN, [userId, repositoryId, Math.floor(since * 1000), most]);
  return rows.map(({ sha }) => sha);
}

const STORE = `
  UPDATE commits c
     SET additions = d.additions, deletions = d.deletions, files = d.files
    FROM jsonb_to_recordset($3::jsonb) AS d (sha text, additions int, deletions int, files text[])
   WHERE c.user_id = $1 AND c.repository_id = $2 AND c.project_id = 0 AND c.sha = d.sha AND c.files IS NULL
  RETURNING c.authored_at::float8 AS time, c.is_own AS timed`;

/** Keeps the files of commits. Time behind them is computed anew. In the caller's transaction. */
export async function storeDetails(
  em: EntityManager,
  { userId, repositoryId }: { userId: number; repositoryId: number },
  commits: readonly DetailedCommit[],
): Promise<void> {
  await lockCommits(em, userId);
  const rows = commits
    .map((commit) => ({ ...commit, files: commit.files.slice(0, MOST_FILES).map((file) => file.replaceAll('\0', '').toWellFormed()) }))
    .toSorted((a, b) => (a.sha < b.sha ? -1 : 1));
  await settleCommits(em, userId, await sql<Changed>(em, STORE, [userId, repositoryId, JSON.stringify(rows)]));
}
