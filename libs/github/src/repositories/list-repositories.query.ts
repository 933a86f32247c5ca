import type { Actor } from '@app/core';
import { ReadPool } from '@app/database';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type ListedRepository, REPOSITORY_SQL } from './repository-rows.js';

/** Which repositories. */
export interface RepositoryFilter {
  /** Only those that are linked to a project, or that are not; undefined: all. */
  isLinked?: boolean | undefined;
  /** A part of the name, in any case. */
  q?: string | undefined;
}

/** A page of repositories, and how many there are. */
export interface RepositoryPage {
  repositories: ListedRepository[];
  total: number;
}

/** A user's repositories at GitHub: those that are there, then those that are not any more, by name. */
export class ListRepositories extends Query<RepositoryPage> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    readonly filter: RepositoryFilter,
    readonly page: { page: number; perPage: number },
  ) {
    super();
  }
}

const WHERE = `
   WHERE r.user_id = $1 AND ($2::boolean IS NULL OR (r.project IS NOT NULL) = $2) AND ($3::text = '' OR strpos(lower(r.full_name), lower($3)) > 0)`;
const LIST = `
  SELECT ${REPOSITORY_SQL}
    FROM repositories r
  ${WHERE}
   ORDER BY r.deleted_at IS NOT NULL, lower(r.full_name), r.id
   LIMIT $4 OFFSET $5`;
const COUNT = `SELECT count(*)::int AS total FROM repositories r ${WHERE}`;

@QueryHandler(ListRepositories)
export class ListRepositoriesHandler implements IQueryHandler<ListRepositories> {
  constructor(private readonly reads: ReadPool) {}

  async execute({ userId, filter: { isLinked, q }, page: { page, perPage } }: ListRepositories): Promise<RepositoryPage> {
    const which = [userId, isLinked ?? null, q ?? ''];
    const repositories = await this.reads.query<ListedRepository>({
      name: 'list-repositories',
      text: LIST,
      params: [...which, perPage, (page - 1) * perPage],
    });
    const [counted] = await this.reads.query<{ total: number }>({ name: 'count-repositories', text: COUNT, params: which });
    return { repositories, total: counted?.total ?? 0 };
  }
}
