-- The statements of libs/analytics/src/list-heartbeats.query.ts. Generated: npm run queries

-- heartbeats page
WITH owner AS MATERIALIZED (
  SELECT public_id, timezone, timezone = $2::text AS is_current
    FROM users
   WHERE id = $1),
wanted AS MATERIALIZED (
  SELECT id
    FROM activities
   WHERE user_id = $1 ),
dirty AS MATERIALIZED (
  SELECT day
    FROM dirty_days
   WHERE user_id = $1 ),
page AS MATERIALIZED (
  SELECT *
    FROM heartbeats
   WHERE user_id = $1 AND (SELECT is_current FROM owner)   AND activity_id NOT IN (SELECT id FROM activities WHERE user_id = $1 AND dropped)
   ORDER BY time DESC, id DESC
   LIMIT $5::int OFFSET $6::bigint),
unclean AS MATERIALIZED (
  SELECT DISTINCT dirty.day + beside AS day
    FROM dirty, generate_series(-1, 1) AS beside),
beside_dirty AS MATERIALIZED (
  SELECT DISTINCT dirty.day + beside AS day
    FROM dirty, generate_series(-2, 2) AS beside
   WHERE dirty.day + beside NOT IN (SELECT day FROM dirty)),
whole_days AS (
  SELECT coalesce(sum(heartbeats), 0) AS n
    FROM daily_rollups
   WHERE user_id = $1  AND day NOT IN (SELECT day FROM unclean)),
parts_of_days AS (
  SELECT coalesce(sum(r.heartbeats), 0) AS n
    FROM beside_dirty b
   CROSS JOIN LATERAL (
     SELECT bucket, heartbeats
       FROM rollups
      WHERE user_id = $1 AND bucket >= b.day * 96 AND bucket < (b.day + 1) * 96
     OFFSET 0) r
   WHERE ((r.bucket + ($4::int[])[width_bucket(r.bucket, $3::int[])]) / 96) IN (SELECT day FROM unclean)),
rolled_up AS (
  SELECT whole_days.n + parts_of_days.n AS n
    FROM whole_days, parts_of_days),
live AS (
  SELECT count(*) AS n
    FROM dirty d
   CROSS JOIN LATERAL (
     SELECT time, activity_id
       FROM heartbeats
      WHERE user_id = $1 AND time >= d.day * 86400000000 AND time < (d.day + 1) * 86400000000
     OFFSET 0) h
   WHERE (SELECT is_current FROM owner)   AND activity_id NOT IN (SELECT id FROM activities WHERE user_id = $1 AND dropped)),
items AS (
  SELECT h.time, h.id, json_build_object(
          'id', h.id, 'time', h.time, 'created_at', floor(extract(epoch FROM h.created_at) * 1000000), 'entity', e.name, 'type', a.type,
          'category', a.category, 'project', a.project, 'branch', a.branch, 'language', a.language, 'editor', a.editor,
          'operating_system', a.operating_system, 'machine', a.machine, 'user_agent_id', h.user_agent_id, 'is_write', h.is_write,
          'lines', h.lines, 'lineno', h.lineno, 'cursorpos', h.cursorpos, 'project_root_count', h.project_root_count,
          'line_additions', h.line_additions, 'line_deletions', h.line_deletions, 'ai_line_changes', h.ai_line_changes,
          'human_line_changes', h.human_line_changes, 'ai_input_tokens', h.ai_input_tokens, 'ai_output_tokens', h.ai_output_tokens,
          'ai_cached_input_tokens', h.ai_cached_input_tokens, 'ai_prompt_length', h.ai_prompt_length, 'ai_session', h.ai_session,
          'ai_subscription_plan', h.ai_subscription_plan, 'dependencies', h.dependencies[1:least(
             100, 1000000 / octet_length(h.dependencies[1:100]::text))])::text AS item
    FROM page h
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = $1 AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM page))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = $1 AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM page))
      OFFSET 0) e ON e.id = entity_id),
placed AS (
  SELECT item, row_number() OVER o AS place, sum(octet_length(item)) OVER o AS bytes
    FROM items
  WINDOW o AS (ORDER BY time DESC, id DESC)),
parts AS (
  SELECT (place - 1) / 500 AS part, '[' || string_agg(item, ',' ORDER BY place) || ']' AS heartbeats
    FROM placed
   GROUP BY 1)
SELECT owner.public_id, owner.timezone AS zone, (rolled_up.n + live.n)::int AS total, parts.heartbeats
  FROM owner
 CROSS JOIN rolled_up
 CROSS JOIN live
  LEFT JOIN parts ON true
 ORDER BY parts.part;

-- heartbeats bounds
WITH owner AS MATERIALIZED (
  SELECT public_id, timezone, timezone = $4::text AS is_current
    FROM users
   WHERE id = $1),
wanted AS MATERIALIZED (
  SELECT id
    FROM activities
   WHERE user_id = $1 ),
dirty AS MATERIALIZED (
  SELECT day
    FROM dirty_days
   WHERE user_id = $1 AND day BETWEEN $2::bigint / 86400000000 AND ($3::bigint - 1) / 86400000000),
page AS MATERIALIZED (
  SELECT *
    FROM heartbeats
   WHERE user_id = $1 AND (SELECT is_current FROM owner) AND time >= $2::bigint AND time < $3::bigint  AND activity_id NOT IN (SELECT id FROM activities WHERE user_id = $1 AND dropped)
   ORDER BY time ASC, id ASC
   LIMIT 5000),
rolled_up AS (
  SELECT coalesce(sum(heartbeats), 0) AS n
    FROM rollups
   WHERE user_id = $1 AND (SELECT is_current FROM owner) AND bucket >= $2::bigint / 900000000 AND bucket < $3::bigint / 900000000
     AND bucket / 96 NOT IN (SELECT day FROM dirty)),
live AS (
  SELECT count(*) AS n
    FROM dirty d
   CROSS JOIN LATERAL (
     SELECT time, activity_id
       FROM heartbeats
      WHERE user_id = $1 AND time >= d.day * 86400000000 AND time < (d.day + 1) * 86400000000
     OFFSET 0) h
   WHERE (SELECT is_current FROM owner) AND time >= $2::bigint AND time < $3::bigint  AND activity_id NOT IN (SELECT id FROM activities WHERE user_id = $1 AND dropped)),
items AS (
  SELECT h.time, h.id, json_build_object(
          'id', h.id, 'time', h.time, 'created_at', floor(extract(epoch FROM h.created_at) * 1000000), 'entity', e.name, 'type', a.type,
          'category', a.category, 'project', a.project, 'branch', a.branch, 'language', a.language, 'editor', a.editor,
          'operating_system', a.operating_system, 'machine', a.machine, 'user_agent_id', h.user_agent_id, 'is_write', h.is_write,
          'lines', h.lines, 'lineno', h.lineno, 'cursorpos', h.cursorpos, 'project_root_count', h.project_root_count,
          'line_additions', h.line_additions, 'line_deletions', h.line_deletions, 'ai_line_changes', h.ai_line_changes,
          'human_line_changes', h.human_line_changes, 'ai_input_tokens', h.ai_input_tokens, 'ai_output_tokens', h.ai_output_tokens,
          'ai_cached_input_tokens', h.ai_cached_input_tokens, 'ai_prompt_length', h.ai_prompt_length, 'ai_session', h.ai_session,
          'ai_subscription_plan', h.ai_subscription_plan, 'dependencies', h.dependencies[1:least(
             100, 1000000 / octet_length(h.dependencies[1:100]::text))])::text AS item
    FROM page h
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = $1 AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM page))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = $1 AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM page))
      OFFSET 0) e ON e.id = entity_id),
placed AS (
  SELECT item, row_number() OVER o AS place, sum(octet_length(item)) OVER o AS bytes
    FROM items
  WINDOW o AS (ORDER BY time ASC, id ASC)),
parts AS (
  SELECT (place - 1) / 500 AS part, '[' || string_agg(item, ',' ORDER BY place) || ']' AS heartbeats
    FROM placed WHERE bytes <= 5000000
   GROUP BY 1)
SELECT owner.public_id, owner.timezone AS zone, (rolled_up.n + live.n)::int AS total, parts.heartbeats
  FROM owner
 CROSS JOIN rolled_up
 CROSS JOIN live
  LEFT JOIN parts ON true
 ORDER BY parts.part;

-- heartbeats project language editor bounds page
WITH owner AS MATERIALIZED (
  SELECT public_id, timezone, timezone = $7::text AS is_current
    FROM users
   WHERE id = $1),
wanted AS MATERIALIZED (
  SELECT id
    FROM activities
   WHERE user_id = $1 AND project = ANY($2::text[]) AND language = ANY($3::text[]) AND editor = ANY($4::text[])),
dirty AS MATERIALIZED (
  SELECT day
    FROM dirty_days
   WHERE user_id = $1 AND day BETWEEN $5::bigint / 86400000000 AND ($6::bigint - 1) / 86400000000),
page AS MATERIALIZED (
  SELECT *
    FROM heartbeats
   WHERE user_id = $1 AND (SELECT is_current FROM owner) AND time >= $5::bigint AND time < $6::bigint AND activity_id = ANY(ARRAY(SELECT id FROM wanted)) AND activity_id NOT IN (SELECT id FROM activities WHERE user_id = $1 AND dropped)
   ORDER BY time DESC, id DESC
   LIMIT $8::int OFFSET $9::bigint),
rolled_up AS (
  SELECT coalesce(sum(heartbeats), 0) AS n
    FROM rollups
   WHERE user_id = $1 AND (SELECT is_current FROM owner) AND bucket >= $5::bigint / 900000000 AND bucket < $6::bigint / 900000000 AND activity_id = ANY(ARRAY(SELECT id FROM wanted))
     AND bucket / 96 NOT IN (SELECT day FROM dirty)),
live AS (
  SELECT count(*) AS n
    FROM dirty d
   CROSS JOIN LATERAL (
     SELECT time, activity_id
       FROM heartbeats
      WHERE user_id = $1 AND time >= d.day * 86400000000 AND time < (d.day + 1) * 86400000000
     OFFSET 0) h
   WHERE (SELECT is_current FROM owner) AND time >= $5::bigint AND time < $6::bigint AND activity_id = ANY(ARRAY(SELECT id FROM wanted)) AND activity_id NOT IN (SELECT id FROM activities WHERE user_id = $1 AND dropped)),
items AS (
  SELECT h.time, h.id, json_build_object(
          'id', h.id, 'time', h.time, 'created_at', floor(extract(epoch FROM h.created_at) * 1000000), 'entity', e.name, 'type', a.type,
          'category', a.category, 'project', a.project, 'branch', a.branch, 'language', a.language, 'editor', a.editor,
          'operating_system', a.operating_system, 'machine', a.machine, 'user_agent_id', h.user_agent_id, 'is_write', h.is_write,
          'lines', h.lines, 'lineno', h.lineno, 'cursorpos', h.cursorpos, 'project_root_count', h.project_root_count,
          'line_additions', h.line_additions, 'line_deletions', h.line_deletions, 'ai_line_changes', h.ai_line_changes,
          'human_line_changes', h.human_line_changes, 'ai_input_tokens', h.ai_input_tokens, 'ai_output_tokens', h.ai_output_tokens,
          'ai_cached_input_tokens', h.ai_cached_input_tokens, 'ai_prompt_length', h.ai_prompt_length, 'ai_session', h.ai_session,
          'ai_subscription_plan', h.ai_subscription_plan, 'dependencies', h.dependencies[1:least(
             100, 1000000 / octet_length(h.dependencies[1:100]::text))])::text AS item
    FROM page h
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = $1 AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM page))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = $1 AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM page))
      OFFSET 0) e ON e.id = entity_id),
placed AS (
  SELECT item, row_number() OVER o AS place, sum(octet_length(item)) OVER o AS bytes
    FROM items
  WINDOW o AS (ORDER BY time DESC, id DESC)),
parts AS (
  SELECT (place - 1) / 500 AS part, '[' || string_agg(item, ',' ORDER BY place) || ']' AS heartbeats
    FROM placed
   GROUP BY 1)
SELECT owner.public_id, owner.timezone AS zone, (rolled_up.n + live.n)::int AS total, parts.heartbeats
  FROM owner
 CROSS JOIN rolled_up
 CROSS JOIN live
  LEFT JOIN parts ON true
 ORDER BY parts.part;
