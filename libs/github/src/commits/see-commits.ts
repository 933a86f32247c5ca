import { keptOfSql } from '@app/analytics';
import { sql } from '@app/database';
import type { EntityManager } from '@mikro-orm/postgresql';
import { IDENTITY, IS_OWN } from './own-commits.js';
import { MAKE_DUE } from './store-commits.js';

/** A commit as one project's heartbeats name it. */
interface Sighting {
  project_id: number;
  sha: string;
}

/**
 * Reads which commits the heartbeats of a UTC day name, and keeps them as commits of no repository: authored when a heartbeat named them first, as nothing
 * tells the time better. So commits have time behind them without any connection. What the day named before and does not name now is forgotten.
 * `from` and `to`: the day in µs. Days whose time depends on what changed become due, but for this one, which the caller reads next.
 */
export async function seeCommits(
  em: EntityManager,
  userId: number,
  { day, from, to }: { day: number; from: number; to: number },
): Promise<void> {
  const before = await sql<Sighting>(em, FORGET, [userId, day]);
  const now = await sql<Sighting>(em, SEE, [userId, day, from, to]);
  const all = [...before, ...now];
  if (all.length === 0) return;
  const changed = await sql<{ time: number }>(em, KEEP, [userId, all.map((s) => s.project_id), all.map((s) => s.sha)]);
  if (changed.length > 0) await sql(em, MAKE_DUE, [userId, day, [...new Set(changed.map(({ time }) => time))]]);
}

const FORGET = 'DELETE FROM commit_sightings WHERE user_id = $1 AND day = $2::int RETURNING project_id, sha';

/** What the heartbeats of user $1 from $3 to $4, on day $2, name. */
const SEE = `
  INSERT INTO commit_sightings (user_id, day, project_id, sha, first_time, branch, author, message)
  SELECT DISTINCT ON (p.id, h.sha) $1::int, $2::int, p.id, h.sha, h.time, a.branch, coalesce(h.commit_author, ''), coalesce(h.commit_message, '')
    FROM (
      SELECT activity_id, time, lower(commit_hash) AS sha, commit_author, commit_message
        FROM heartbeats
       WHERE user_id = $1 AND time >= $3::bigint AND time < $4::bigint AND commit_hash ~ '^[0-9a-fA-F]{7,64}$'
         AND ${keptOfSql('$1')}) h
    JOIN activities a ON a.user_id = $1 AND a.id = h.activity_id
    JOIN projects p ON p.user_id = $1 AND p.sent_name = normalize(a.sent_project, NFC)
   ORDER BY p.id, h.sha, h.time
  RETURNING project_id, sha`;

/** The commits of user $1, in projects $2 and with shas $3, as all days name them. Author dates that are, and that were. */
const KEEP = `
  WITH i AS MATERIALIZED (${IDENTITY}),
  asked AS MATERIALIZED (
    SELECT DISTINCT project_id, sha FROM unnest($2::int[], $3::text[]) AS a (project_id, sha)),
  c AS MATERIALIZED (
    SELECT $1::int AS user_id, 0 AS repository_id, a.project_id, a.sha, '{}'::text[] AS parents, s.first_time AS authored_at, s.first_time AS committed_at,
           btrim(regexp_replace(s.author, '<[^>]*>', '')) AS author_name, coalesce((regexp_match(s.author, '<([^>]*)>'))[1], '') AS author_email,
           NULL::text AS author_login, '' AS committer_name, '' AS committer_email, '{}'::text[] AS co_authors, s.message,
           ARRAY(SELECT DISTINCT branch FROM commit_sightings WHERE user_id = $1 AND project_id = a.project_id AND sha = a.sha ORDER BY 1 LIMIT 100) AS branches
      FROM asked a
     CROSS JOIN LATERAL (
       SELECT first_time, author, message
         FROM commit_sightings
        WHERE user_id = $1 AND project_id = a.project_id AND sha = a.sha
        ORDER BY first_time
        LIMIT 1) s),
  old AS MATERIALIZED (
    SELECT c.project_id, c.sha, c.authored_at
      FROM commits c
      JOIN asked a ON a.project_id = c.project_id AND a.sha = c.sha
     WHERE c.user_id = $1 AND c.repository_id = 0),
  stored AS (
    INSERT INTO commits AS k (user_id, repository_id, project_id, sha, parents, authored_at, committed_at, author_name, author_email, author_login,
           committer_name, committer_email, co_authors, message, branches, is_own)
    SELECT c.*, coalesce(${IS_OWN}, false)
      FROM c, i
     ORDER BY c.project_id, c.sha
    ON CONFLICT (user_id, repository_id, project_id, sha) DO UPDATE
       SET authored_at = excluded.authored_at, committed_at = excluded.committed_at, author_name = excluded.author_name,
           author_email = excluded.author_email, message = excluded.message, branches = excluded.branches, is_own = excluded.is_own
     WHERE (k.authored_at, k.author_name, k.author_email, k.message, k.branches, k.is_own)
           IS DISTINCT FROM
           (excluded.authored_at, excluded.author_name, excluded.author_email, excluded.message, excluded.branches, excluded.is_own)
    RETURNING k.project_id, k.sha, k.authored_at),
  gone AS (
    DELETE FROM commits k
     USING old o
     WHERE k.user_id = $1 AND k.repository_id = 0 AND k.project_id = o.project_id AND k.sha = o.sha
       AND NOT EXISTS (SELECT FROM c WHERE c.project_id = o.project_id AND c.sha = o.sha)
    RETURNING k.authored_at)
  SELECT authored_at::float8 AS time FROM stored
  UNION
  SELECT o.authored_at::float8 FROM old o JOIN stored s ON s.project_id = o.project_id AND s.sha = o.sha
  UNION
  SELECT authored_at::float8 FROM gone`;
