import { shownProjectsSql } from '@app/heartbeats';
import { IS_TIMED } from '../commits/own-commits.js';

/**
 * Common table expressions of user $1: `shown_projects`, each project as sent and as shown; `linked`, the repositories that are linked to one, with the name
 * that is shown (`project`) and whether commits of it are known.
 */
export const LINKED_CTES = `shown_projects AS MATERIALIZED (${shownProjectsSql('$1')}),
  linked AS MATERIALIZED (
    SELECT r.id, coalesce(p.shown_name, r.project) AS project,
           EXISTS (SELECT FROM commits WHERE user_id = $1 AND repository_id = r.id) AS has_commits
      FROM repositories r
      LEFT JOIN shown_projects p ON p.sent_name = r.project
     WHERE r.user_id = $1 AND r.project IS NOT NULL)`;

/**
 * The same, and `sources`: where commits of a project come from, as `(repository_id, project_id, project)`. Where a repository has commits, those that
 * clients told of are left out: they are the same ones, and some that were amended before they were pushed.
 */
export const SOURCE_CTES = `${LINKED_CTES},
  sources AS MATERIALIZED (
    SELECT id AS repository_id, 0 AS project_id, project FROM linked
    UNION ALL
    SELECT 0, p.id, p.shown_name
      FROM shown_projects p
     WHERE p.shown_name NOT IN (SELECT project FROM linked WHERE has_commits))`;

/** The commits of user $1 that time may be behind, authored from $2 to $3, µs. One sha in two repositories of a project is one commit. */
export const TIMED_COMMITS = `
  WITH ${SOURCE_CTES}
  SELECT DISTINCT ON (s.project, c.sha) c.repository_id AS "repositoryId", c.project_id AS "projectId", c.sha, s.project, c.authored_at::float8 AS at,
         c.branches, c.files
    FROM commits c
    JOIN sources s ON s.repository_id = c.repository_id AND s.project_id = c.project_id
   WHERE c.user_id = $1 AND c.authored_at BETWEEN $2::bigint AND $3::bigint AND ${IS_TIMED}
   ORDER BY s.project, c.sha, c.repository_id`;
