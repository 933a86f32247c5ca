import { DAY_US } from '@app/database';
import { DAY_QUARTERS, dimensionOfSql, keptOfSql } from '../time/time-rule.js';
import { UNCLEAN_DAYS } from '../time/unclean-days.js';

/** What lists of names are of, and the column of `activities` that holds it as it is shown. */
const COLUMNS = {
  machine: 'a.machine',
  language: 'a.language',
  editor: 'a.editor',
  operatingSystem: 'a.operating_system',
  // Categories have no case.
  category: 'lower(a.category)',
} as const;

/** What a user's heartbeats can be listed by. */
export type SeenDimension = keyof typeof COLUMNS;

/**
 * `dirty`: the dirty UTC days of user $1, and the days beside them. No zone is needed: an instant that is read twice changes neither a minimum nor a maximum.
 */
const DAYS = `dirty AS MATERIALIZED (
  SELECT day
    FROM dirty_days
   WHERE user_id = $1),
${UNCLEAN_DAYS}`;

/** `seen`: first and last time of each activity, µs: from daily roll-ups, from quarters of an hour beside dirty days, and live on those. */
const SEEN_ACTIVITIES = `${DAYS},
parts AS (
  SELECT activity_id, first_time, last_time
    FROM daily_rollups
   WHERE user_id = $1 AND day NOT IN (SELECT day FROM unclean) AND last_time IS NOT NULL
  UNION ALL
  SELECT r.activity_id, r.first_time, r.last_time
    FROM beside_dirty b
   CROSS JOIN LATERAL (
     SELECT activity_id, first_time, last_time
       FROM rollups
      WHERE user_id = $1 AND bucket >= b.day * ${DAY_QUARTERS} AND bucket < (b.day + 1) * ${DAY_QUARTERS} AND last_time IS NOT NULL
     OFFSET 0) r
  UNION ALL
  SELECT h.activity_id, h.first_time, h.last_time
    FROM dirty d
   CROSS JOIN LATERAL (
     SELECT activity_id, min(time) AS first_time, max(time) AS last_time
       FROM heartbeats
      WHERE user_id = $1 AND time >= d.day * ${DAY_US} AND time < (d.day + 1) * ${DAY_US}
        AND ${keptOfSql('$1')}
      GROUP BY activity_id) h),
seen AS MATERIALIZED (
  SELECT activity_id, min(first_time) AS first_time, max(last_time) AS last_time
    FROM parts
   GROUP BY activity_id)`;

/**
 * A page of the names that heartbeats of user $1 have: $2 of them after the first $3, the one seen last first. $4 stands for none. One row:
 * the user's zone, how many names there are, and the page as JSON of `[name, first, last]`.
 */
const namesSql = (dimension: SeenDimension): string => `
WITH ${SEEN_ACTIVITIES},
names AS MATERIALIZED (
  SELECT coalesce(nullif(${COLUMNS[dimension]}, ''), $4::text) COLLATE "C" AS name, min(s.first_time) AS first_time, max(s.last_time) AS last_time
    FROM seen s
    ${dimensionOfSql('activities', 'a', 'seen', 'activity_id', '$1')}
   GROUP BY 1),
page AS (
  SELECT *
    FROM names
   ORDER BY last_time DESC, name
   LIMIT $2::int OFFSET $3::bigint)
SELECT u.timezone AS zone,
       (SELECT count(*) FROM names)::int AS total,
       coalesce((SELECT json_agg(json_build_array(name, first_time, last_time) ORDER BY last_time DESC, name) FROM page), '[]')::text AS names
  FROM users u
 WHERE u.id = $1`;

/** The statement of each list. */
export const NAMES: Readonly<Record<SeenDimension, string>> = {
  machine: namesSql('machine'),
  language: namesSql('language'),
  editor: namesSql('editor'),
  operatingSystem: namesSql('operatingSystem'),
  category: namesSql('category'),
};

/** A page of the user agents that heartbeats of user $1 have: $2 of them after the first $3, the one seen last first. */
export const USER_AGENTS = `
WITH dirty AS MATERIALIZED (
  SELECT day
    FROM dirty_days
   WHERE user_id = $1),
parts AS (
  SELECT user_agent_id, first_time, last_time
    FROM user_agent_days
   WHERE user_id = $1 AND day NOT IN (SELECT day FROM dirty)
  UNION ALL
  SELECT h.user_agent_id, h.first_time, h.last_time
    FROM dirty d
   CROSS JOIN LATERAL (
     SELECT user_agent_id, min(time) AS first_time, max(time) AS last_time
       FROM heartbeats
      WHERE user_id = $1 AND time >= d.day * ${DAY_US} AND time < (d.day + 1) * ${DAY_US}
      GROUP BY user_agent_id) h),
seen AS MATERIALIZED (
  SELECT user_agent_id, min(first_time) AS first_time, max(last_time) AS last_time
    FROM parts
   GROUP BY user_agent_id),
page AS MATERIALIZED (
  SELECT *
    FROM seen
   ORDER BY last_time DESC, user_agent_id
   LIMIT $2::int OFFSET $3::bigint)
SELECT (SELECT count(*) FROM seen)::int AS total,
       coalesce((
         SELECT json_agg(json_build_object(
                  'id', u.id, 'value', u.value, 'editor', u.editor, 'version', u.editor_version, 'operatingSystem', u.operating_system,
                  'aiAgent', u.ai_agent, 'aiModel', u.ai_model, 'aiModelVersion', u.ai_model_version,
                  'aiModelComplexity', u.ai_model_complexity, 'cliVersion', u.cli_version, 'isBrowserExtension', u.is_browser_extension,
                  'firstTime', p.first_time, 'lastTime', p.last_time,
                  'createdAt', floor(extract(epoch FROM u.first_seen_at) * 1000)) ORDER BY p.last_time DESC, u.id)
           FROM page p
           JOIN user_agents u ON u.user_id = $1 AND u.id = p.user_agent_id), '[]')::text AS agents`;
