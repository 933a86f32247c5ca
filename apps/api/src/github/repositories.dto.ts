import { PageInfo, pageOf, PageParams, toPageInfo } from '@app/compat';
import { OptionalFlag, OptionalText, RuledText } from '@app/core';
import type { ListedRepository, RepositoryPage } from '@app/github';
import { ValidateIf } from 'class-validator';
import { isoOrNull } from './github.dto.js';

export class RepositoriesParams extends PageParams {
  /** Only repositories that are linked to a project (true), or that are not (false). */
  @OptionalFlag()
  linked?: boolean;

  /** A part of the name, in any case. */
  @OptionalText()
  q?: string;
}

const LONGEST_NAME = 4096;

export class LinkProjectBody {
  /** The project, by the name that is shown or one that was sent; null: none. @example "chronova" */
  @ValidateIf((_, value) => value !== null)
  @RuledText((text) => (text.trim() === '' || text.length > LONGEST_NAME ? 'Give the name of a project, or null for none.' : undefined), {
    minLength: 1,
    maxLength: LONGEST_NAME,
  })
  project: string | null;
}

/** A repository, by the keys that WakaTime has in answers about commits, and some more. */
export class RepositoryData {
  /** @example "3d19bdf5-7e2a-4c4b-9d3a-9a8b7f6e5d4c" */
  id: string;
  /** @example "github" */
  provider: string;
  /** @example "chronova" */
  name: string;
  /** @example "octocat/chronova" */
  full_name: string;
  /** @example "Time for every plugin" */
  description: string;
  /** @example "https://github.com/octocat/chronova" */
  url: string;
  /** @example "https://github.com/octocat/chronova" */
  html_url: string;
  /** @example "" */
  homepage: string;
  /** @example "main" */
  default_branch: string;
  /** @example false */
  is_private: boolean;
  /** @example false */
  is_archived: boolean;
  /** @example false */
  is_fork: boolean;
  /** @example 12 */
  star_count: number;
  /** @example 1 */
  fork_count: number;
  /** @example 12 */
  watch_count: number;
  /** @example "2026-01-05T09:00:00Z" */
  created_at: string | null;
  /** Since when it is not there any more, or not for you. Its commits stay. */
  deleted_at: string | null;
  /** When its commits were read last; null: never. @example "2026-11-22T10:03:20Z" */
  last_synced_at: string | null;
  /** Why its commits could not be read; null: they could. */
  problem: string | null;
  /** The project that it is linked to. Commits are read of linked repositories only. @example "chronova" */
  project: string | null;
  /** hand: by you. url: by what heartbeats tell of the project. name: they have the same name. @example "url" */
  linked_by: string | null;
}

export class RepositoryAnswer {
  data: RepositoryData;
}

export class RepositoriesAnswer extends PageInfo {
  data: RepositoryData[];
}

export function toRepositories({ repositories, total }: RepositoryPage, params: PageParams): RepositoriesAnswer {
  return { data: repositories.map(toRepositoryData), ...toPageInfo(total, pageOf(params)) };
}

export function toRepository(repository: ListedRepository): RepositoryAnswer {
  return { data: toRepositoryData(repository) };
}

function toRepositoryData(row: ListedRepository): RepositoryData {
  return {
    id: row.publicId,
    provider: row.provider,
    name: row.fullName.slice(row.fullName.indexOf('/') + 1),
    full_name: row.fullName,
    description: row.description ?? '',
    url: row.htmlUrl,
    html_url: row.htmlUrl,
    homepage: row.homepage ?? '',
    default_branch: row.defaultBranch,
    is_private: row.isPrivate,
    is_archived: row.isArchived,
    is_fork: row.isFork,
    star_count: row.starCount,
    fork_count: row.forkCount,
    watch_count: row.watchCount,
    created_at: isoOrNull(row.createdAt),
    deleted_at: isoOrNull(row.deletedAt),
    last_synced_at: isoOrNull(row.lastSyncedAt),
    problem: row.problem,
    project: row.project,
    linked_by: row.linkedBy,
  };
}
