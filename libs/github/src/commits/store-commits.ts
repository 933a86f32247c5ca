import { dueCommitDaysSql, lockCommits, sql, WATCH_COMMITS } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { IDENTITY, IS_OWN, TWIN_KEY } from './own-commits.js';

/** A commit as the other side tells of it. Instants are µs since 1970. */
export interface SeenCommit {
  sha: string;
  parents: string[];
  /** The author date. */
  authoredAt: number;
  /** The committer date. */
  committedAt: number;
  authorName: string;
  authorEmail: string;
  authorLogin: string | null;
  committerName: string;
  committerEmail: string;
  /** Addresses. */
  coAuthors: string[];
  message: string;
  additions: number | null;
  deletions: number | null;
  /** Paths in the repository; null: not known. */
  files: string[] | null;
  htmlUrl: string | null;
}

/** Where commits were seen. */
export interface SeenBranch {
  branch: string;
  /** The newest commit of the branch. */
  headSha: string;
  /** Whether the branch does not hold all that it held. */
  isForced: boolean;
}

/** What is kept of one commit at most. */
const MOST = { files: 3_000, coAuthors: 50, parents: 50, branches: 100, message: 10_000, name: 255 };
/** Commits in one statement. */
const PART = 500;

/**
 * Stores commits that a branch of a user's repository has, in the caller's transaction: each once, however often, in any order and from however many
 * branches it comes. What was not known of one before (its files, its login) is added, what was known stays. A push by force takes the branch away from
 * commits that its newest one does not lead to any more; pages may come newest first, one call each, as long as each says `isForced`. Days whose time is
 * behind other commits now become due. Returns how many commits are new or changed.
 */
export async function storeCommits(
  em: EntityManager,
  { userId, repositoryId }: { userId: number; repositoryId: number },
  commits: readonly SeenCommit[],
  { branch, headSha, isForced }: SeenBranch,
): Promise<number> {
  await lockCommits(em, userId);
  await sql(em, WATCH_COMMITS, [userId]);
  const changed: Changed[] = [];
  const name = cleaned(branch, MOST.name);
  for (let from = 0; from < commits.length; from += PART) {
    const rows = commits.slice(from, from + PART).map((commit) => kept(commit));
    changed.push(...(await sql<Changed>(em, STORE, [userId, repositoryId, JSON.stringify(rows), name])));
  }
  const touched = changed.length;
  if (isForced) changed.push(...(await sql<Changed>(em, TAKE_AWAY, [userId, repositoryId, name, headSha])));
  await settleCommits(em, userId, changed);
  return touched;
}

/** A commit that changed, and when it was authored. */
export interface Changed {
  time: number;
  timed: boolean;
}

/**
 * Says anew of the commits with these author dates which of them has the time of those that are the same, and makes the days due whose time depends on
 * them. The caller holds `lockCommits`.
 */
export async function settleCommits(em: EntityManager, userId: number, changed: readonly Changed[]): Promise<void> {
  if (changed.length === 0) return;
  const settled = await sql<Changed>(em, SETTLE_TWINS, [userId, [...new Set(changed.map(({ time }) => time))]]);
  const times = new Set([...changed, ...settled].filter(({ timed }) => timed).map(({ time }) => time));
  if (times.size > 0) await sql(em, MAKE_DUE, [userId, null, [...times]]);
}

function kept(commit: SeenCommit): SeenCommit {
  return {
    ...commit,
    parents: commit.parents.slice(0, MOST.parents),
    authorName: cleaned(commit.authorName, MOST.name),
    authorEmail: cleaned(commit.authorEmail, MOST.name),
    committerName: cleaned(commit.committerName, MOST.name),
    committerEmail: cleaned(commit.committerEmail, MOST.name),
    coAuthors: commit.coAuthors.slice(0, MOST.coAuthors).map((address) => cleaned(address, MOST.name)),
    message: cleaned(commit.message, MOST.message),
    files: commit.files && commit.files.slice(0, MOST.files).map((file) => cleaned(file, MOST.message)),
  };
}

/** PostgreSQL takes neither a zero nor half of a character. */
function cleaned(text: string, most: number): string {
  return text.replaceAll('\0', '').slice(0, most).toWellFormed();
}

/** Commits $3 (JSON of `SeenCommit`) of repository $2 of user $1, on branch $4. `timed`: whether time was, or is, behind it. */
const STORE = `
  WITH i AS MATERIALIZED (${IDENTITY}),
  c AS MATERIALIZED (
    SELECT DISTINCT ON (s.sha) $1::int AS user_id, $2::int AS repository_id, 0 AS project_id, s.sha, s.parents, s."authoredAt" AS authored_at,
           s."committedAt" AS committed_at, s."authorName" AS author_name, s."authorEmail" AS author_email, s."authorLogin" AS author_login,
           s."committerName" AS committer_name, s."committerEmail" AS committer_email, s."coAuthors" AS co_authors, s.message, s.additions, s.deletions,
           s.files, s."htmlUrl" AS html_url, ARRAY[$4::text] AS branches
      FROM jsonb_to_recordset($3::jsonb) AS s (
        sha text, parents text[], "authoredAt" bigint, "committedAt" bigint, "authorName" text, "authorEmail" text, "authorLogin" text,
        "committerName" text, "committerEmail" text, "coAuthors" text[], message text, additions int, deletions int, files text[], "htmlUrl" text)
     ORDER BY s.sha),
  stored AS (
    INSERT INTO commits AS k (user_id, repository_id, project_id, sha, parents, authored_at, committed_at, author_name, author_email, author_login,
           committer_name, committer_email, co_authors, message, additions, deletions, files, html_url, branches, is_own)
    SELECT c.*, coalesce(${IS_OWN}, false)
      FROM c, i
     ORDER BY c.sha
    ON CONFLICT (user_id, repository_id, project_id, sha) DO UPDATE
       SET author_login = coalesce(excluded.author_login, k.author_login),
           is_own = k.is_own OR excluded.is_own,
           additions = coalesce(excluded.additions, k.additions),
           deletions = coalesce(excluded.deletions, k.deletions),
           files = coalesce(excluded.files, k.files),
           html_url = coalesce(excluded.html_url, k.html_url),
           branches = CASE WHEN $4::text = ANY(k.branches) OR cardinality(k.branches) >= ${MOST.branches} THEN k.branches
                           ELSE k.branches || $4::text END
     WHERE NOT ($4::text = ANY(k.branches) OR cardinality(k.branches) >= ${MOST.branches})
        OR (excluded.files IS NOT NULL AND k.files IS DISTINCT FROM excluded.files)
        OR (excluded.is_own AND NOT k.is_own)
        OR (excluded.additions IS NOT NULL AND k.additions IS NULL)
        OR (excluded.author_login IS NOT NULL AND k.author_login IS DISTINCT FROM excluded.author_login)
    RETURNING k.authored_at, k.is_own)
  SELECT authored_at::float8 AS time, is_own AS timed FROM stored`;

/**
 * Takes branch $3 of repository $2 of user $1 away from the commits that $4 does not lead to. Where a parent is not known, what is older than its
 * child may still be led to, and stays.
 */
const TAKE_AWAY = `
  WITH RECURSIVE reached AS (
    SELECT sha, parents, committed_at
      FROM commits
     WHERE user_id = $1 AND repository_id = $2::int AND project_id = 0 AND sha = $4::text
    UNION
    SELECT c.sha, c.parents, c.committed_at
      FROM reached r
      JOIN commits c ON c.user_id = $1 AND c.repository_id = $2::int AND c.project_id = 0 AND c.sha = ANY(r.parents)),
  horizon AS (
    SELECT max(r.committed_at) AS time
      FROM reached r, unnest(r.parents) AS parent
     WHERE NOT EXISTS (SELECT FROM commits WHERE user_id = $1 AND repository_id = $2::int AND project_id = 0 AND sha = parent)),
  gone AS (
    UPDATE commits c
       SET branches = array_remove(c.branches, $3::text)
      FROM horizon
     WHERE c.user_id = $1 AND c.repository_id = $2::int AND c.project_id = 0 AND $3::text = ANY(c.branches)
       AND EXISTS (SELECT FROM reached)
       AND c.sha NOT IN (SELECT sha FROM reached)
       AND c.committed_at >= coalesce(horizon.time, 0)
    RETURNING c.authored_at, c.is_own)
  SELECT authored_at::float8 AS time, is_own AS timed FROM gone`;

/**
 * Of the commits of user $1 with author dates $2 those that are the same: the one has the time that a branch has, and of those the one that was
 * committed first. Where no branch has any, none has.
 */
const SETTLE_TWINS = `
  WITH ranked AS MATERIALIZED (
    SELECT c.repository_id, c.project_id, c.sha, c.superseded_by, c.is_own, c.authored_at,
           first_value(c.sha) OVER (
             PARTITION BY c.repository_id, c.project_id, ${TWIN_KEY}
             ORDER BY c.branches = '{}', c.committed_at, c.sha) AS holder
      FROM commits c
     WHERE c.user_id = $1 AND c.authored_at = ANY($2::bigint[]) AND c.repository_id <> 0),
  changed AS (
    UPDATE commits c
       SET superseded_by = nullif(r.holder, c.sha)
      FROM ranked r
     WHERE c.user_id = $1 AND c.repository_id = r.repository_id AND c.project_id = r.project_id AND c.sha = r.sha
       AND c.superseded_by IS DISTINCT FROM nullif(r.holder, c.sha)
    RETURNING c.authored_at, c.is_own)
  SELECT authored_at::float8 AS time, is_own AS timed FROM changed`;

/** Commits of user $1 at $3 changed; $2 is the day that is due no more, if any. */
export const MAKE_DUE = `
  WITH changed AS (SELECT unnest($3::bigint[]) AS time)
  ${dueCommitDaysSql('changed')}`;
