import { OptionalText } from '@app/core';
import { PageParams } from '@app/compat';
import { ApiProperty } from '@nestjs/swagger';

export class CommitsParams extends PageParams {
  /** Only commits of this author: a login at GitHub, a name or an address, in any letter case. Left out: of everybody. */
  @OptionalText()
  author?: string;

  /** Only commits that this branch has. Left out: of all branches. */
  @OptionalText()
  branch?: string;
}

export class CommitParams {
  /** Only where this branch has the commit. */
  @OptionalText()
  branch?: string;
}

/** A commit and the time behind it. Texts are never null: `""` is none. */
export class CommitItem {
  /** @example "3f0c1a52-7d0e-8c1b-9a44-0d1f6b7c2e11" */
  id: string;
  /** @example "e4c668be713e293f7444a88c891ecafa1a4fa44b" */
  hash: string;
  /** The first seven digits. @example "e4c668b" */
  truncated_hash: string;
  /** At most 10,000 characters. @example "Weigh the anchor" */
  message: string;
  /** A branch that has it: the one asked for, else the first by name. @example "main" */
  branch: string;
  /** All branches that have it; none: a push by force took it away. @example ["main"] */
  branches: string[];
  /** @example "refs/heads/main" */
  ref: string;
  /** Your time on the project, and on the branch where it is known, after your commit before and up to this one. @example 3600.5 */
  total_seconds: number;
  /** @example "1 hr" */
  human_readable_total: string;
  /** @example "1 hr 0 secs" */
  human_readable_total_with_seconds: string;
  /** Your time on the files of the commit, each after your last commit that has it. Null: its files are not known. @example 1800 */
  @ApiProperty({ type: Number, nullable: true })
  file_seconds: number | null;
  /** @example "30 mins" */
  human_readable_file_total: string;
  /** How much of `total_seconds` was spent with an AI. @example 0 */
  ai_seconds: number;
  /** Whether you are its author, or one of them. Others' commits have no time. */
  is_own: boolean;
  /** Whether it has more than one parent. @example false */
  is_merge: boolean;
  /** The commit that has its time: the same author, author date and first line under another hash. Null: none. @example null */
  @ApiProperty({ type: String, nullable: true })
  superseded_by: string | null;
  /** @example 12 */
  @ApiProperty({ type: Number, nullable: true })
  additions: number | null;
  /** @example 3 */
  @ApiProperty({ type: Number, nullable: true })
  deletions: number | null;
  /** How many files it has; null: they are not known. @example 2 */
  @ApiProperty({ type: Number, nullable: true })
  files_changed: number | null;
  /** @example "https://github.com/ada.png" */
  author_avatar_url: string;
  /** @example "2026-01-29T17:05:12Z" */
  author_date: string;
  /** @example "ada@example.com" */
  author_email: string;
  /** @example "https://github.com/ada" */
  author_html_url: string;
  /** @example "Ada Lovelace" */
  author_name: string;
  /** @example "https://github.com/ada" */
  author_url: string;
  /** @example "ada" */
  author_username: string;
  committer_avatar_url: string;
  /** @example "2026-01-29T17:05:12Z" */
  committer_date: string;
  /** @example "ada@example.com" */
  committer_email: string;
  committer_html_url: string;
  /** @example "Ada Lovelace" */
  committer_name: string;
  committer_url: string;
  committer_username: string;
  /** When Chronova heard of it. @example "2026-01-29T17:06:00Z" */
  created_at: string;
  /** @example "https://github.com/ada/chronova/commit/e4c668be713e293f7444a88c891ecafa1a4fa44b" */
  html_url: string;
  /** @example "https://github.com/ada/chronova/commit/e4c668be713e293f7444a88c891ecafa1a4fa44b" */
  url: string;
}

/** Where the commits come from. Of what clients told of: what they told. */
export class CommitRepositoryItem {
  id: string;
  /** @example "github" */
  provider: string;
  /** @example "ada/chronova" */
  full_name: string;
  /** @example "chronova" */
  name: string;
  /** @example "Time" */
  description: string;
  homepage: string;
  /** @example "https://github.com/ada/chronova" */
  html_url: string;
  /** @example "https://github.com/ada/chronova" */
  url: string;
  /** @example "main" */
  default_branch: string;
  is_private: boolean;
  is_fork: boolean;
  /** @example 3 */
  star_count: number;
  /** @example 0 */
  fork_count: number;
  /** @example 1 */
  watch_count: number;
  /** @example "2026-01-29T17:06:00Z" */
  @ApiProperty({ type: String, nullable: true })
  last_synced_at: string | null;
}

export class CommitProject {
  id: string;
  /** @example "chronova" */
  name: string;
  /** @example "private" */
  privacy: string;
  repository: CommitRepositoryItem;
}

/** The project's time that is behind no commit. */
export class UncommittedTime {
  /** Of all its time, less the `total_seconds` of its commits. @example 900 */
  total_seconds: number;
  /** @example "15 mins" */
  human_readable_total: string;
  /** @example "15 mins" */
  human_readable_total_with_seconds: string;
  /** Of all its time, less the `file_seconds` of its commits. @example 2700 */
  file_seconds: number;
}

export class CommitsAnswer {
  commits: CommitItem[];
  /** The author that was asked for. */
  @ApiProperty({ type: String, nullable: true })
  author: string | null;
  /** The branch that was asked for, else the repository's default one. @example "main" */
  branch: string;
  project: CommitProject;
  uncommitted: UncommittedTime;
  /** `ok`; `pending_update`: something changed in the last seconds, and the times do not know it yet. @example "ok" */
  status: string;
  /** @example 1 */
  total: number;
  /** @example 1 */
  page: number;
  /** @example 100 */
  per_page: number;
  /** @example 1 */
  total_pages: number;
  @ApiProperty({ type: Number, nullable: true })
  next_page: number | null;
  @ApiProperty({ type: String, nullable: true })
  next_page_url: string | null;
  @ApiProperty({ type: Number, nullable: true })
  prev_page: number | null;
  @ApiProperty({ type: String, nullable: true })
  prev_page_url: string | null;
}

/** A commit that a merge or a squash brought in. */
export class IncludedCommitItem {
  /** @example "9d3f1a52be713e293f7444a88c891ecafa1a4fa4" */
  hash: string;
  /** Its first line. @example "Draw the line" */
  message: string;
  /** @example 1200 */
  total_seconds: number;
  /** @example 600 */
  file_seconds: number;
}

/** What a merge or a squash stands for. Their time is theirs, and not part of the commit's own. */
export class IncludedCommits {
  /** At most 250, newest first. */
  commits: IncludedCommitItem[];
  /** @example 1200 */
  total_seconds: number;
  /** @example 600 */
  file_seconds: number;
}

export class CommitWithIncluded extends CommitItem {
  includes: IncludedCommits;
}

export class CommitAnswer {
  commit: CommitWithIncluded;
  /** @example "main" */
  branch: string;
  project: CommitProject;
  /** `ok`; `pending_update`: something changed in the last seconds, and the times do not know it yet. @example "ok" */
  status: string;
}
