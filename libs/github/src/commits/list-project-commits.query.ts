import type { Actor } from '@app/core';
import type { Subject } from '@app/users';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type FoundCommits, ProjectCommits } from './project-commits.js';

/** Which commits of a project; what is left out may be any. */
export interface CommitFilter {
  author?: string;
  branch?: string;
}

/**
 * A page of a project's commits that a branch has, newest first, with the time behind each, and the project's time behind none. Not found: no such project, or
 * no commits of it are known.
 */
export class ListProjectCommits extends Query<FoundCommits> {
  constructor(
    readonly actor: Actor,
    readonly subject: Subject,
    readonly project: string,
    readonly filter: CommitFilter,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

@QueryHandler(ListProjectCommits)
export class ListProjectCommitsHandler implements IQueryHandler<ListProjectCommits> {
  constructor(private readonly commits: ProjectCommits) {}

  execute({ subject, project, filter, page: { page, perPage } }: ListProjectCommits): Promise<FoundCommits> {
    return this.commits.read(subject, project, { ...filter, limit: perPage, offset: (page - 1) * perPage });
  }
}
