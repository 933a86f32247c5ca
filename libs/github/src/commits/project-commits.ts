import { DomainError } from '@app/core';
import { DAY_US, ReadPool } from '@app/database';
import { namedProjectsSql, projectAddress } from '@app/heartbeats';
import { TimeReader } from '@app/analytics';
import type { Subject } from '@app/users';
import { Injectable } from '@nestjs/common';
import { SOURCE_CTES } from '../commit-times/commit-sources.js';

/** A commit of a project and the time behind it. Amounts are µs, instants µs since 1970. */
export interface ProjectCommit {
  sha: string;
  authoredAt: number;
  committedAt: number;
  authorName: string;
  authorEmail: string;
  authorLogin: string | null;
  committerName: string;
  committerEmail: string;
  message: string;
  additions: number | null;
  deletions: number | null;
  files: number | null;
  htmlUrl: string | null;
  /** Those that have it, by name. */
  branches: string[];
  isOwn: boolean;
  isMerge: boolean;
  supersededBy: string | null;
  seenAt: number;
  totalUs: number;
  fileUs: number;
  aiUs: number;
}

/** Where a project's commits come from. `publicId`: of a repository that is connected. */
export interface CommitRepository {
  publicId: string | null;
  provider: string;
  fullName: string;
  htmlUrl: string;
  description: string;
  homepage: string;
  defaultBranch: string;
  isPrivate: boolean;
  isFork: boolean;
  starCount: number;
  forkCount: number;
  watchCount: number;
  lastSyncedAt: number | null;
}

/** Commits of a project, by one question. */
export interface FoundCommits {
  project: string;
  repository: CommitRepository;
  /** Of all pages. */
  total: number;
  commits: ProjectCommit[];
  /** The project's time behind no commit, in each measure, µs. */
  uncommitted: { totalUs: number; fileUs: number };
  /** Whether something changed that the times do not know yet. */
  isDue: boolean;
}

/** Which commits; what is left out may be any. */
export interface CommitsQuestion {
  /** A login, a name or an address, in any letter case. */
  author?: string;
  branch?: string;
  /** A sha, or how it begins; then those that no branch has are looked at too. */
  sha?: string;
  limit: number;
  offset: number;
}

interface Row {
  project: string;
  repository: CommitRepository | null;
  total: number;
  commits: ProjectCommit[] | null;
  has_any: boolean;
  total_us: number;
  file_us: number;
  is_due: boolean;
}

/** Reads commits of projects. */
@Injectable()
export class ProjectCommits {
  constructor(
    private readonly reads: ReadPool,
    private readonly times: TimeReader,
  ) {}

  /** Newest first, by author date. Not found: no such project, or one without a repository and without commits that clients told of. */
  async read({ userId }: Subject, project: string, asked: CommitsQuestion): Promise<FoundCommits> {
    const { name, digest } = projectAddress(project);
    const [row] = await this.reads.query<Row>({
      name: 'project-commits',
      text: PROJECT_COMMITS,
      params: [userId, [name], [digest], asked.author ?? null, asked.branch ?? null, asked.sha ?? null, asked.limit, asked.offset],
      long: true,
    });
    if (!row) throw new DomainError('not-found', 'project.unknown', 'You have no such project. GET users/current/projects lists them.');
    if (!row.repository || !row.has_any) throw noCommits(row.repository !== null);
    const { dayTotals } = await this.times.read(
      { userId },
      ({ firstDay, today }) => ({ first: firstDay < today ? firstDay : today, last: today }),
      { project: [row.project] },
      { times: 'totals', allTime: true },
    );
    const us = [...dayTotals.values()].reduce((sum, time) => sum + time, 0);
    return {
      project: row.project,
      repository: row.repository,
      total: row.total,
      commits: row.commits ?? [],
      uncommitted: { totalUs: Math.max(0, us - row.total_us), fileUs: Math.max(0, us - row.file_us) },
      isDue: row.is_due,
    };
  }
}

function noCommits(isConnected: boolean): DomainError {
  return new DomainError(
    'not-found',
    'commits.unknown',
    isConnected
      ? 'No commit of the repository of this project is known yet. It is read from GitHub within minutes: ask again then.'
      : 'This project has no repository, and no client told of a commit. Connect GitHub with POST users/current/github/auth and link a repository, or use a client that sends commit_hash.',
  );
}

/** A repository as JSON, of a row `r` of `repositories`. */
const REPOSITORY = `json_build_object('publicId', r.public_id, 'provider', r.provider, 'fullName', r.full_name, 'htmlUrl', r.html_url,
    'description', coalesce(r.description, ''), 'homepage', coalesce(r.homepage, ''), 'defaultBranch', r.default_branch, 'isPrivate', r.is_private,
    'isFork', r.is_fork, 'starCount', r.star_count, 'forkCount', r.fork_count, 'watchCount', r.watch_count,
    'lastSyncedAt', floor(extract(epoch FROM r.last_synced_at) * 1000000)::float8)`;

/** What clients told of a repository that is not connected, likewise. */
const TOLD_REPOSITORY = `json_build_object('publicId', NULL, 'provider', '', 'fullName', p.sent_name, 'htmlUrl', coalesce(p.repository_url, ''), 'description', '',
    'homepage', '', 'defaultBranch', '', 'isPrivate', true, 'isFork', false, 'starCount', 0, 'forkCount', 0, 'watchCount', 0, 'lastSyncedAt', NULL)`;

/** The time behind commit `c`: no further back than its days. */
export const TIME_BEHIND = `
     SELECT coalesce(sum(total_us), 0)::float8 AS total_us, coalesce(sum(file_us), 0)::float8 AS file_us, coalesce(sum(ai_us), 0)::float8 AS ai_us,
            min(first_time)::float8 AS first_time
       FROM commit_times
      WHERE user_id = $1 AND day BETWEEN c.authored_at / ${DAY_US} - 15 AND c.authored_at / ${DAY_US}
        AND repository_id = c.repository_id AND project_id = c.project_id AND sha = c.sha`;

/** Whether a day of user $1 has changed since its time was given to commits. */
const IS_DUE = `(
    EXISTS (SELECT FROM commit_days WHERE user_id = $1 AND is_due)
    OR EXISTS (
      SELECT FROM dirty_days d
        LEFT JOIN commit_days c ON c.user_id = d.user_id AND c.day = d.day
       WHERE d.user_id = $1 AND c.read_mark IS DISTINCT FROM d.marked_at))`;

/**
 * Of the project of user $1 that $2 or the id of digest $3 calls: commits by author $4, on branch $5, whose sha begins with $6, where they are not NULL; $7 of
 * them from the one at $8 on.
 */
const PROJECT_COMMITS = `
  WITH ${SOURCE_CTES},
  named AS MATERIALIZED (${namedProjectsSql('$1', '$2::text[]', '$3::text[]')}),
  own_sources AS MATERIALIZED (SELECT s.* FROM sources s JOIN named n ON n.name = s.project),
  found AS MATERIALIZED (
    SELECT DISTINCT ON (c.sha) c.repository_id, c.project_id, c.sha, c.authored_at
      FROM commits c
      JOIN own_sources s ON s.repository_id = c.repository_id AND s.project_id = c.project_id
     WHERE c.user_id = $1
       AND ($4::text IS NULL OR lower($4::text) IN (lower(c.author_login), lower(c.author_name), lower(c.author_email)))
       AND ($5::text IS NULL OR $5::text = ANY(c.branches))
       AND ($6::text IS NULL OR starts_with(c.sha, $6::text))
       AND ($6::text IS NOT NULL OR c.branches <> '{}')
     ORDER BY c.sha, c.repository_id),
  page AS MATERIALIZED (
    SELECT * FROM found ORDER BY authored_at DESC, sha LIMIT $7::int OFFSET $8::bigint)
  SELECT n.name AS project,
         coalesce(
           (SELECT ${REPOSITORY}
              FROM repositories r
              JOIN linked l ON l.id = r.id AND l.project = n.name
             WHERE r.user_id = $1
             ORDER BY l.has_commits DESC, r.deleted_at IS NOT NULL, r.id
             LIMIT 1),
           (SELECT ${TOLD_REPOSITORY}
              FROM projects p
              JOIN own_sources s ON s.project_id = p.id
             WHERE p.user_id = $1 AND EXISTS (SELECT FROM commits WHERE user_id = $1 AND repository_id = 0 AND project_id = p.id)
             ORDER BY p.repository_url IS NULL, p.id
             LIMIT 1)) AS repository,
         (SELECT count(*) FROM found)::int AS total,
         EXISTS (
           SELECT FROM commits c JOIN own_sources s ON s.repository_id = c.repository_id AND s.project_id = c.project_id WHERE c.user_id = $1) AS has_any,
         (SELECT json_agg(json_build_object(
             'sha', c.sha, 'authoredAt', c.authored_at, 'committedAt', c.committed_at, 'authorName', c.author_name, 'authorEmail', c.author_email,
             'authorLogin', c.author_login, 'committerName', c.committer_name, 'committerEmail', c.committer_email, 'message', c.message,
             'additions', c.additions, 'deletions', c.deletions, 'files', cardinality(c.files), 'htmlUrl', c.html_url,
             'branches', ARRAY(SELECT b FROM unnest(c.branches) AS b ORDER BY b), 'isOwn', c.is_own, 'isMerge', cardinality(c.parents) > 1,
             'supersededBy', c.superseded_by, 'seenAt', floor(extract(epoch FROM c.seen_at) * 1000000)::float8,
             'totalUs', t.total_us, 'fileUs', t.file_us, 'aiUs', t.ai_us) ORDER BY p.authored_at DESC, p.sha)
            FROM page p
           CROSS JOIN LATERAL (
             SELECT *
               FROM commits
              WHERE user_id = $1 AND repository_id = p.repository_id AND project_id = p.project_id AND sha = p.sha
             OFFSET 0) c
           CROSS JOIN LATERAL (${TIME_BEHIND}) t) AS commits,
         (SELECT coalesce(sum(t.total_us), 0)::float8
            FROM commit_times t JOIN own_sources s ON s.repository_id = t.repository_id AND s.project_id = t.project_id WHERE t.user_id = $1) AS total_us,
         (SELECT coalesce(sum(t.file_us), 0)::float8
            FROM commit_times t JOIN own_sources s ON s.repository_id = t.repository_id AND s.project_id = t.project_id WHERE t.user_id = $1) AS file_us,
         ${IS_DUE} AS is_due
    FROM named n`;
