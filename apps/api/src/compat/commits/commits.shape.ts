import { isoOf, minutesTextOf, type Page, secondsOf, textOf, toPageInfo } from '@app/compat';
import { uuidV8Of } from '@app/core';
import type { CommitRepository, FoundCommit, FoundCommits, ProjectCommit } from '@app/github';
import { projectId } from '@app/heartbeats';
import type { CommitAnswer, CommitItem, CommitProject, CommitsAnswer, CommitsParams } from './commits.dto.js';

/** Digits of a short hash. */
const SHORT = 7;

/** A page of commits as WakaTime's clients read it (contract §1.6): texts are never null. `path`: of the route that was called. */
export function toCommits(found: FoundCommits, { author, branch }: CommitsParams, page: Page, path: string): CommitsAnswer {
  const info = toPageInfo(found.total, page);
  const urlOf = (number: number): string => {
    const query = new URLSearchParams({ page: String(number), per_page: String(page.perPage) });
    if (author !== undefined) query.set('author', author);
    if (branch !== undefined) query.set('branch', branch);
    return `${path}?${query.toString()}`;
  };
  const next = page.page < info.total_pages ? page.page + 1 : null;
  const previous = page.page > 1 ? page.page - 1 : null;
  const { totalUs, fileUs } = found.uncommitted;
  return {
    commits: found.commits.map((commit) => toCommit(commit, found.repository, branch)),
    author: author ?? null,
    branch: branch ?? found.repository.defaultBranch,
    project: toProject(found),
    uncommitted: {
      total_seconds: secondsOf(totalUs),
      human_readable_total: minutesTextOf(totalUs),
      human_readable_total_with_seconds: textOf(totalUs),
      file_seconds: secondsOf(fileUs),
    },
    status: statusOf(found),
    ...info,
    next_page: next,
    next_page_url: next === null ? null : urlOf(next),
    prev_page: previous,
    prev_page_url: previous === null ? null : urlOf(previous),
  };
}

/** One commit, with what it includes. */
export function toCommitAnswer({ found, commit, includes }: FoundCommit, branch: string | undefined): CommitAnswer {
  const item = toCommit(commit, found.repository, branch);
  const sumOf = (amount: 'totalUs' | 'fileUs'): number => secondsOf(includes.reduce((sum, one) => sum + one[amount], 0));
  return {
    commit: {
      ...item,
      includes: {
        commits: includes.map(({ sha, message, totalUs, fileUs }) => ({
          hash: sha,
          message,
          total_seconds: secondsOf(totalUs),
          file_seconds: secondsOf(fileUs),
        })),
        total_seconds: sumOf('totalUs'),
        file_seconds: sumOf('fileUs'),
      },
    },
    branch: item.branch,
    project: toProject(found),
    status: statusOf(found),
  };
}

function statusOf({ isDue }: FoundCommits): string {
  return isDue ? 'pending_update' : 'ok';
}

function toCommit(commit: ProjectCommit, { htmlUrl, provider }: CommitRepository, asked: string | undefined): CommitItem {
  const branch = asked ?? commit.branches[0] ?? '';
  const url = commit.htmlUrl ?? (provider === '' || htmlUrl === '' ? '' : `${htmlUrl}/commit/${commit.sha}`);
  const origin = provider === '' || !URL.canParse(htmlUrl) ? '' : new URL(htmlUrl).origin;
  const person = origin !== '' && commit.authorLogin ? `${origin}/${commit.authorLogin}` : '';
  return {
    id: uuidV8Of(`commit:${htmlUrl}:${commit.sha}`),
    hash: commit.sha,
    truncated_hash: commit.sha.slice(0, SHORT),
    message: commit.message,
    branch,
    branches: commit.branches.filter((one) => one !== ''),
    ref: branch === '' ? '' : `refs/heads/${branch}`,
    total_seconds: secondsOf(commit.totalUs),
    human_readable_total: minutesTextOf(commit.totalUs),
    human_readable_total_with_seconds: textOf(commit.totalUs),
    file_seconds: commit.files === null ? null : secondsOf(commit.fileUs),
    human_readable_file_total: minutesTextOf(commit.fileUs),
    ai_seconds: secondsOf(commit.aiUs),
    is_own: commit.isOwn,
    is_merge: commit.isMerge,
    superseded_by: commit.supersededBy,
    additions: commit.additions,
    deletions: commit.deletions,
    files_changed: commit.files,
    author_avatar_url: person && `${person}.png`,
    author_date: isoOf(commit.authoredAt),
    author_email: commit.authorEmail,
    author_html_url: person,
    author_name: commit.authorName,
    author_url: person,
    author_username: commit.authorLogin ?? '',
    committer_avatar_url: '',
    committer_date: isoOf(commit.committedAt),
    committer_email: commit.committerEmail,
    committer_html_url: '',
    committer_name: commit.committerName,
    committer_url: '',
    committer_username: '',
    created_at: isoOf(commit.seenAt),
    html_url: url,
    url,
  };
}

function toProject({ project, repository }: FoundCommits): CommitProject {
  const { publicId, fullName, htmlUrl, lastSyncedAt } = repository;
  return {
    id: projectId(project),
    name: project,
    privacy: repository.isPrivate ? 'private' : 'public',
    repository: {
      id: publicId ?? uuidV8Of(`repository:${fullName}`),
      provider: repository.provider,
      full_name: fullName,
      name: fullName.slice(fullName.lastIndexOf('/') + 1),
      description: repository.description,
      homepage: repository.homepage,
      html_url: htmlUrl,
      url: htmlUrl,
      default_branch: repository.defaultBranch,
      is_private: repository.isPrivate,
      is_fork: repository.isFork,
      star_count: repository.starCount,
      fork_count: repository.forkCount,
      watch_count: repository.watchCount,
      last_synced_at: lastSyncedAt === null ? null : isoOf(lastSyncedAt),
    },
  };
}
