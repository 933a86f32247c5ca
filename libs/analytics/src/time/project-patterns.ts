import { repositorySql } from './repositories.js';

/** Some projects of many people, whatever each calls the others: by the names that are shown. */
export interface ProjectPatterns {
  /** Names. */
  names: readonly string[];
  /** Patterns of names as LIKE has them. */
  likes: readonly string[];
  /** Repositories, as `repositoryOf` writes them: what is shown of any project that has one of these. */
  repositories: readonly string[];
}

/** Where a statement has the lists of `ProjectPatterns`: names of parameters. */
export type PatternLists = Readonly<Record<keyof ProjectPatterns, string>>;

/**
 * Whether the activity `a` of the user `user` is of one of the projects. Time without a project is of none. LIKE takes time by the length of a name and
 * of a pattern, whatever they are.
 */
export function matchesSql(user: string, { names, likes, repositories }: PatternLists): string {
  return `(a.project <> '' AND (
                a.project = ANY(${names})
                OR a.project COLLATE "C" LIKE ANY(${likes})
                OR a.project = ANY(ARRAY(
                  SELECT other.project
                    FROM projects p
                    JOIN activities other ON other.user_id = ${user} AND other.sent_project = p.sent_name
                   WHERE p.user_id = ${user} AND cardinality(${repositories}) > 0 AND ${repositorySql('p.repository_url')} = ANY(${repositories})))))`;
}
