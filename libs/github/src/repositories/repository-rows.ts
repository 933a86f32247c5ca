import { msSql } from '@app/database';

/** A repository of a user, as lists tell it. Instants are ms since 1970. */
export interface ListedRepository {
  publicId: string;
  provider: string;
  fullName: string;
  htmlUrl: string;
  /** Where its API is asked: of GitHub, by its name. */
  baseUrl: string;
  description: string | null;
  homepage: string | null;
  defaultBranch: string;
  isPrivate: boolean;
  isArchived: boolean;
  isFork: boolean;
  starCount: number;
  forkCount: number;
  watchCount: number;
  createdAt: number | null;
  deletedAt: number | null;
  lastSyncedAt: number | null;
  problem: string | null;
  project: string | null;
  linkedBy: 'hand' | 'url' | 'name' | null;
}

/** SQL of the columns of a `ListedRepository` of the row `r`. */
export const REPOSITORY_SQL = `
  r.public_id AS "publicId", r.provider, r.full_name AS "fullName", r.html_url AS "htmlUrl", r.base_url AS "baseUrl", r.description, r.homepage,
  r.default_branch AS "defaultBranch", r.is_private AS "isPrivate", r.is_archived AS "isArchived", r.is_fork AS "isFork",
  r.star_count AS "starCount", r.fork_count AS "forkCount", r.watch_count AS "watchCount", ${msSql('r.created_at')} AS "createdAt",
  ${msSql('r.deleted_at')} AS "deletedAt", ${msSql('r.last_synced_at')} AS "lastSyncedAt", r.problem, r.project, r.linked_by AS "linkedBy"`;
