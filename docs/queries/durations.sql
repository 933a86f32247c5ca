-- The statements of libs/analytics/src/get-durations.query.ts. Generated: npm run queries

-- durations entity
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::int AS timeout,
         $5::bool AS writes_only,
         $6::bigint AS from_us,
         $7::bigint AS to_us),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AS zone_is_own,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
windows AS MATERIALIZED (
  SELECT s.user_id, asked.from_us, asked.to_us, s.timeout, s.writes_only
    FROM asked, settings s
   WHERE s.is_current),
stretches AS (
  SELECT s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         a.project, a.branch, a.language, a.category, a.editor, a.operating_system, a.machine, a.ai_model, a.ai_agent,
         e.name AS slice
    FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us, h.id, h.entity_id, h.dependencies
      FROM windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time, b.id, b.entity_id, b.dependencies
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)) h) s
    JOIN activities a ON a.user_id = s.user_id AND a.id = s.activity_id
    JOIN entities e ON e.user_id = s.user_id AND e.id = s.entity_id
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (project, slice) IS DISTINCT FROM (lag(project) OVER o, lag(slice) OVER o) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared)
SELECT s.timezone AS zone, s.timeout, s.writes_only, coalesce((
  SELECT json_agg(b ORDER BY b."from", b.block)
    FROM (
      SELECT block, min(begins_at) AS "from", sum(us)::bigint AS us, project, slice,
             (array_agg(branch ORDER BY time, id))[1] AS branch,
             (array_agg(language ORDER BY time, id))[1] AS language,
             (array_agg(category ORDER BY time, id))[1] AS category,
             (array_agg(editor ORDER BY time, id))[1] AS editor,
             (array_agg(operating_system ORDER BY time, id))[1] AS operating_system,
             (array_agg(machine ORDER BY time, id))[1] AS machine,
             (array_agg(ai_model ORDER BY time, id))[1] AS ai_model,
             (array_agg(ai_agent ORDER BY time, id))[1] AS ai_agent
        FROM numbered
       GROUP BY block, project, slice) b), '[]')::text AS blocks
  FROM settings s;

-- durations language branches
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::int AS timeout,
         $5::bool AS writes_only,
         $6::bigint AS from_us,
         $7::bigint AS to_us),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AS zone_is_own,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
windows AS MATERIALIZED (
  SELECT s.user_id, asked.from_us, asked.to_us, s.timeout, s.writes_only
    FROM asked, settings s
   WHERE s.is_current),
stretches AS (
  SELECT s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         a.project, a.branch, a.language, a.category, a.editor, a.operating_system, a.machine, a.ai_model, a.ai_agent,
         a.language AS slice
    FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us, h.id, h.entity_id, h.dependencies
      FROM windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time, b.id, b.entity_id, b.dependencies
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)) h) s
    JOIN activities a ON a.user_id = s.user_id AND a.id = s.activity_id
    JOIN entities e ON e.user_id = s.user_id AND e.id = s.entity_id
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (project, branch, slice) IS DISTINCT FROM (lag(project) OVER o, lag(branch) OVER o, lag(slice) OVER o) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared)
SELECT s.timezone AS zone, s.timeout, s.writes_only, coalesce((
  SELECT json_agg(b ORDER BY b."from", b.block)
    FROM (
      SELECT block, min(begins_at) AS "from", sum(us)::bigint AS us, project, slice,
             (array_agg(branch ORDER BY time, id))[1] AS branch,
             (array_agg(language ORDER BY time, id))[1] AS language,
             (array_agg(category ORDER BY time, id))[1] AS category,
             (array_agg(editor ORDER BY time, id))[1] AS editor,
             (array_agg(operating_system ORDER BY time, id))[1] AS operating_system,
             (array_agg(machine ORDER BY time, id))[1] AS machine,
             (array_agg(ai_model ORDER BY time, id))[1] AS ai_model,
             (array_agg(ai_agent ORDER BY time, id))[1] AS ai_agent
        FROM numbered
       GROUP BY block, project, slice) b), '[]')::text AS blocks
  FROM settings s;

-- durations dependencies
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::int AS timeout,
         $5::bool AS writes_only,
         $6::bigint AS from_us,
         $7::bigint AS to_us),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AS zone_is_own,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
windows AS MATERIALIZED (
  SELECT s.user_id, asked.from_us, asked.to_us, s.timeout, s.writes_only
    FROM asked, settings s
   WHERE s.is_current),
stretches AS (
  SELECT s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         a.project, a.branch, a.language, a.category, a.editor, a.operating_system, a.machine, a.ai_model, a.ai_agent,
         coalesce(s.dependencies, '{}') AS slice
    FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us, h.id, h.entity_id, h.dependencies
      FROM windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time, b.id, b.entity_id, b.dependencies
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)) h) s
    JOIN activities a ON a.user_id = s.user_id AND a.id = s.activity_id
    JOIN entities e ON e.user_id = s.user_id AND e.id = s.entity_id
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (project, slice) IS DISTINCT FROM (lag(project) OVER o, lag(slice) OVER o) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared)
SELECT s.timezone AS zone, s.timeout, s.writes_only, coalesce((
  SELECT json_agg(b ORDER BY b."from", b.block)
    FROM (
      SELECT block, min(begins_at) AS "from", sum(us)::bigint AS us, project, slice,
             (array_agg(branch ORDER BY time, id))[1] AS branch,
             (array_agg(language ORDER BY time, id))[1] AS language,
             (array_agg(category ORDER BY time, id))[1] AS category,
             (array_agg(editor ORDER BY time, id))[1] AS editor,
             (array_agg(operating_system ORDER BY time, id))[1] AS operating_system,
             (array_agg(machine ORDER BY time, id))[1] AS machine,
             (array_agg(ai_model ORDER BY time, id))[1] AS ai_model,
             (array_agg(ai_agent ORDER BY time, id))[1] AS ai_agent
        FROM numbered
       GROUP BY block, project, slice) b), '[]')::text AS blocks
  FROM settings s;

-- durations category
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::int AS timeout,
         $5::bool AS writes_only,
         $6::bigint AS from_us,
         $7::bigint AS to_us),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AS zone_is_own,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
windows AS MATERIALIZED (
  SELECT s.user_id, asked.from_us, asked.to_us, s.timeout, s.writes_only
    FROM asked, settings s
   WHERE s.is_current),
stretches AS (
  SELECT s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         a.project, a.branch, a.language, a.category, a.editor, a.operating_system, a.machine, a.ai_model, a.ai_agent,
         lower(coalesce(nullif(a.category, ''), 'coding')) AS slice
    FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us, h.id, h.entity_id, h.dependencies
      FROM windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time, b.id, b.entity_id, b.dependencies
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)) h) s
    JOIN activities a ON a.user_id = s.user_id AND a.id = s.activity_id
    JOIN entities e ON e.user_id = s.user_id AND e.id = s.entity_id
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (project, slice) IS DISTINCT FROM (lag(project) OVER o, lag(slice) OVER o) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared)
SELECT s.timezone AS zone, s.timeout, s.writes_only, coalesce((
  SELECT json_agg(b ORDER BY b."from", b.block)
    FROM (
      SELECT block, min(begins_at) AS "from", sum(us)::bigint AS us, project, slice,
             (array_agg(branch ORDER BY time, id))[1] AS branch,
             (array_agg(language ORDER BY time, id))[1] AS language,
             (array_agg(category ORDER BY time, id))[1] AS category,
             (array_agg(editor ORDER BY time, id))[1] AS editor,
             (array_agg(operating_system ORDER BY time, id))[1] AS operating_system,
             (array_agg(machine ORDER BY time, id))[1] AS machine,
             (array_agg(ai_model ORDER BY time, id))[1] AS ai_model,
             (array_agg(ai_agent ORDER BY time, id))[1] AS ai_agent
        FROM numbered
       GROUP BY block, project, slice) b), '[]')::text AS blocks
  FROM settings s;
