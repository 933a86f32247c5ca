import { matchesSql, type ProjectPatterns } from '@app/analytics';
import type { ReadPool } from '@app/database';
import { patternsOf, type ProjectPattern } from './project-pattern.js';

/** Members that one statement looks at. */
const PEOPLE = 500;

const PATTERNS = 'SELECT kind, pattern FROM org_projects WHERE org_id = $1';

const MATCHING = `
  SELECT u.id AS "userId",
         ARRAY(SELECT DISTINCT a.project FROM activities a
                WHERE a.user_id = u.id AND ${matchesSql('u.id', { names: '$2::text[]', likes: '$3::text[]', repositories: '$4::text[]' })}) AS projects
    FROM users u
   WHERE u.id = ANY($1::int[])`;

/** Which projects are an organization’s, for reports: the `matching` of `TimeReader.readMany`. Undefined: none were named, so time of any project counts. */
export async function orgPatterns(reads: ReadPool, orgId: number): Promise<ProjectPatterns | undefined> {
  const list = await reads.query<ProjectPattern>({ name: 'org-projects', text: PATTERNS, params: [orgId] });
  return list.length === 0 ? undefined : patternsOf(list);
}

/** Which projects of some members are their organization’s. */
export interface OrgProjects {
  /** Whether the organization named projects at all. Without, `has` is false, and time of any project counts. */
  any: boolean;
  /** By the shown name; time without a project is of none. */
  has: (userId: number, projectName: string) => boolean;
}

/**
 * Which projects of these members are the organization’s: one statement, which compares in PostgreSQL and returns what matches. Where time alone is
 * asked for, `orgPatterns` as the filter of the time reader reads no names.
 */
export async function orgProjectsOf(reads: ReadPool, orgId: number, userIds: readonly number[]): Promise<OrgProjects> {
  const patterns = await orgPatterns(reads, orgId);
  if (!patterns) return { any: false, has: () => false };
  const { names, likes, repositories } = patterns;
  const rows: { userId: number; projects: string[] }[] = [];
  for (let n = 0; n < userIds.length; n += PEOPLE)
    rows.push(
      ...(await reads.query<{ userId: number; projects: string[] }>({
        name: 'org-projects-of',
        text: MATCHING,
        params: [userIds.slice(n, n + PEOPLE), names, likes, repositories],
        long: true,
      })),
    );
  const projects = new Map(rows.map(({ userId, projects: matching }) => [userId, new Set(matching)]));
  return { any: true, has: (userId, projectName) => projects.get(userId)?.has(projectName) === true };
}
