import { repositorySql } from '@app/analytics';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';

/** By name alone, and now the project tells of another repository that the user has. */
const UNLINK = `
  UPDATE repositories r
     SET project = NULL, linked_by = NULL
    FROM projects p
   WHERE r.user_id = $1 AND r.linked_by = 'name'
     AND p.user_id = $1 AND p.sent_name = r.project AND p.repository_url IS NOT NULL AND ${repositorySql('p.repository_url')} <> r.address
     AND EXISTS (
       SELECT FROM repositories o
        WHERE o.user_id = $1 AND o.deleted_at IS NULL AND o.address = ${repositorySql('p.repository_url')})`;

/** What heartbeats tell of a project. Of several projects with one repository the oldest has it. */
const LINK_BY_URL = `
  WITH found AS (
    SELECT DISTINCT ON (r.id) r.id, p.sent_name
      FROM repositories r
      JOIN projects p ON p.user_id = $1 AND p.repository_url IS NOT NULL AND ${repositorySql('p.repository_url')} = r.address
     WHERE r.user_id = $1 AND r.deleted_at IS NULL AND r.linked_by IS NULL
       AND NOT EXISTS (SELECT FROM repositories o WHERE o.user_id = $1 AND o.deleted_at IS NULL AND o.project = p.sent_name)
     ORDER BY r.id, p.id)
  UPDATE repositories r
     SET project = f.sent_name, linked_by = 'url', last_synced_at = NULL
    FROM found f
   WHERE r.user_id = $1 AND r.id = f.id`;

/** A name that one repository has, or one of the user's own, and one project, of which no heartbeat told another repository. */
const LINK_BY_NAME = `
  WITH named AS (
    SELECT r.id, lower(split_part(r.full_name, '/', 2)) AS name, r.linked_by,
           row_number() OVER (PARTITION BY lower(split_part(r.full_name, '/', 2)) ORDER BY is_own DESC, r.id) AS place,
           count(*) OVER (PARTITION BY lower(split_part(r.full_name, '/', 2)), is_own) AS alike
      FROM repositories r
     CROSS JOIN LATERAL (
       SELECT EXISTS (
         SELECT FROM forge_connections c
          WHERE c.user_id = $1 AND c.id = r.connection_id AND lower(c.login) = lower(split_part(r.full_name, '/', 1))) AS is_own) o
     WHERE r.user_id = $1 AND r.deleted_at IS NULL),
  found AS (
    SELECT n.id, min(p.sent_name) AS project
      FROM named n
      JOIN projects p ON p.user_id = $1 AND lower(p.sent_name) = n.name AND p.repository_url IS NULL
     WHERE n.linked_by IS NULL AND n.place = 1 AND n.alike = 1
       AND NOT EXISTS (SELECT FROM repositories o WHERE o.user_id = $1 AND o.deleted_at IS NULL AND o.project = p.sent_name)
     GROUP BY n.id
    HAVING count(*) = 1)
  UPDATE repositories r
     SET project = f.project, linked_by = 'name', last_synced_at = NULL
    FROM found f
   WHERE r.user_id = $1 AND r.id = f.id`;

/**
 * Links a user's repositories that are linked to nothing to the projects that heartbeats say are theirs, else to those with the same name. What was linked
 * by hand stays. In the caller's transaction, which holds `lockForge`.
 */
export async function linkRepositories(em: EntityManager, userId: number): Promise<void> {
  await sql(em, UNLINK, [userId]);
  await sql(em, LINK_BY_URL, [userId]);
  await sql(em, LINK_BY_NAME, [userId]);
}

/** No commits were read ever. */
const DUE = `
  UPDATE repositories
     SET sync_due_at = $2
   WHERE user_id = $1 AND deleted_at IS NULL AND project IS NOT NULL AND last_synced_at IS NULL
     AND (sync_due_at IS NULL OR sync_due_at > $2)`;

/** Has commits read of the linked repositories of a user where there are some that were not. In the caller's transaction. */
export async function markDueRepositories(em: EntityManager, userId: number, now: number): Promise<void> {
  await sql(em, DUE, [userId, new Date(now)]);
}
