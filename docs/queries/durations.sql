-- The statements of libs/analytics/src/get-durations.query.ts. Generated: npm run queries

-- durations entity
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::int AS timeout,
         $5::bool AS writes_only,
         $6::bigint AS from_us,
         $7::bigint AS to_us,
         $8::text[] AS of_project,
         $9::text[] AS of_branch,
         $10::int AS most_names,
         $11::int AS most_blocks,
         $12::int AS most_bytes),
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
spans AS MATERIALIZED (
  SELECT s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         s.activity_id, s.entity_id, s.dependencies
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
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
stretches AS (
  SELECT s.time, s.id, s.until, s.begins_at, s.us, a.project, a.branch, e.name AS slice
    FROM spans s
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM spans))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM spans))
      OFFSET 0) e ON e.id = entity_id),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (project, slice) IS DISTINCT FROM (lag(project) OVER o, lag(slice) OVER o) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared),
blocks AS MATERIALIZED (
  SELECT n.block, min(n.begins_at) AS from_us, sum(n.us)::bigint AS us, n.project, n.slice, max(n.branch) FILTER (WHERE n.is_first) AS branch
    FROM asked, numbered n
   WHERE asked.of_project IS NULL OR n.project = ANY(asked.of_project)
   GROUP BY n.block, n.project, n.slice),
placed AS (
  SELECT b.*,
         row_number() OVER longest AS place,
         sum(octet_length(b.project) + octet_length(b.slice::text) + 80) OVER longest AS bytes
    FROM asked, blocks b
   WHERE asked.of_branch IS NULL OR b.branch = ANY(asked.of_branch)
  WINDOW longest AS (ORDER BY b.us DESC, b.block)),
shown AS (
  SELECT p.block, p.from_us, p.us, p.project, p.slice
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END, NULL
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.from_us / 3600000000),
branches AS (
  SELECT b.branch, row_number() OVER (ORDER BY sum(b.us) DESC, b.branch COLLATE "C") AS place
    FROM asked, blocks b
   WHERE asked.of_project IS NOT NULL AND b.branch <> ''
   GROUP BY b.branch)
SELECT s.timezone AS zone, s.timeout, s.writes_only,
       coalesce((SELECT json_agg(json_build_array(from_us, us, project, slice) ORDER BY from_us, block) FROM shown), '[]')::text AS blocks,
       coalesce((SELECT json_agg(b.branch) FROM asked, branches b WHERE b.place <= asked.most_names), '[]')::text AS branches
  FROM settings s;

-- durations language branches
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::int AS timeout,
         $5::bool AS writes_only,
         $6::bigint AS from_us,
         $7::bigint AS to_us,
         $8::text[] AS of_project,
         $9::text[] AS of_branch,
         $10::int AS most_names,
         $11::int AS most_blocks,
         $12::int AS most_bytes),
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
spans AS MATERIALIZED (
  SELECT s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         s.activity_id, s.entity_id, s.dependencies
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
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
stretches AS (
  SELECT s.time, s.id, s.until, s.begins_at, s.us, a.project, a.branch, a.language AS slice
    FROM spans s
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM spans))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM spans))
      OFFSET 0) e ON e.id = entity_id),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (project, branch, slice) IS DISTINCT FROM (lag(project) OVER o, lag(branch) OVER o, lag(slice) OVER o) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared),
blocks AS MATERIALIZED (
  SELECT n.block, min(n.begins_at) AS from_us, sum(n.us)::bigint AS us, n.project, n.slice, max(n.branch) FILTER (WHERE n.is_first) AS branch
    FROM asked, numbered n
   WHERE asked.of_project IS NULL OR n.project = ANY(asked.of_project)
   GROUP BY n.block, n.project, n.slice),
placed AS (
  SELECT b.*,
         row_number() OVER longest AS place,
         sum(octet_length(b.project) + octet_length(b.slice::text) + 80) OVER longest AS bytes
    FROM asked, blocks b
   WHERE asked.of_branch IS NULL OR b.branch = ANY(asked.of_branch)
  WINDOW longest AS (ORDER BY b.us DESC, b.block)),
shown AS (
  SELECT p.block, p.from_us, p.us, p.project, p.slice
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END, NULL
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.from_us / 3600000000),
branches AS (
  SELECT b.branch, row_number() OVER (ORDER BY sum(b.us) DESC, b.branch COLLATE "C") AS place
    FROM asked, blocks b
   WHERE asked.of_project IS NOT NULL AND b.branch <> ''
   GROUP BY b.branch)
SELECT s.timezone AS zone, s.timeout, s.writes_only,
       coalesce((SELECT json_agg(json_build_array(from_us, us, project, slice) ORDER BY from_us, block) FROM shown), '[]')::text AS blocks,
       coalesce((SELECT json_agg(b.branch) FROM asked, branches b WHERE b.place <= asked.most_names), '[]')::text AS branches
  FROM settings s;

-- durations dependencies
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::int AS timeout,
         $5::bool AS writes_only,
         $6::bigint AS from_us,
         $7::bigint AS to_us,
         $8::text[] AS of_project,
         $9::text[] AS of_branch,
         $10::int AS most_names,
         $11::int AS most_blocks,
         $12::int AS most_bytes),
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
spans AS MATERIALIZED (
  SELECT s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         s.activity_id, s.entity_id, s.dependencies
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
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
stretches AS (
  SELECT s.time, s.id, s.until, s.begins_at, s.us, a.project, a.branch, coalesce(s.dependencies[1:100], '{}') AS slice
    FROM spans s
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM spans))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM spans))
      OFFSET 0) e ON e.id = entity_id),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (project, slice) IS DISTINCT FROM (lag(project) OVER o, lag(slice) OVER o) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared),
blocks AS MATERIALIZED (
  SELECT n.block, min(n.begins_at) AS from_us, sum(n.us)::bigint AS us, n.project, n.slice, max(n.branch) FILTER (WHERE n.is_first) AS branch
    FROM asked, numbered n
   WHERE asked.of_project IS NULL OR n.project = ANY(asked.of_project)
   GROUP BY n.block, n.project, n.slice),
placed AS (
  SELECT b.*,
         row_number() OVER longest AS place,
         sum(octet_length(b.project) + octet_length(b.slice::text) + 80) OVER longest AS bytes
    FROM asked, blocks b
   WHERE asked.of_branch IS NULL OR b.branch = ANY(asked.of_branch)
  WINDOW longest AS (ORDER BY b.us DESC, b.block)),
shown AS (
  SELECT p.block, p.from_us, p.us, p.project, p.slice
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END, NULL
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.from_us / 3600000000),
branches AS (
  SELECT b.branch, row_number() OVER (ORDER BY sum(b.us) DESC, b.branch COLLATE "C") AS place
    FROM asked, blocks b
   WHERE asked.of_project IS NOT NULL AND b.branch <> ''
   GROUP BY b.branch)
SELECT s.timezone AS zone, s.timeout, s.writes_only,
       coalesce((SELECT json_agg(json_build_array(from_us, us, project, slice) ORDER BY from_us, block) FROM shown), '[]')::text AS blocks,
       coalesce((SELECT json_agg(b.branch) FROM asked, branches b WHERE b.place <= asked.most_names), '[]')::text AS branches
  FROM settings s;

-- durations category
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::int AS timeout,
         $5::bool AS writes_only,
         $6::bigint AS from_us,
         $7::bigint AS to_us,
         $8::text[] AS of_project,
         $9::text[] AS of_branch,
         $10::int AS most_names,
         $11::int AS most_blocks,
         $12::int AS most_bytes),
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
spans AS MATERIALIZED (
  SELECT s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
         least(s.until, s.to_us) - greatest(s.time, s.from_us) AS us,
         s.activity_id, s.entity_id, s.dependencies
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
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
stretches AS (
  SELECT s.time, s.id, s.until, s.begins_at, s.us, a.project, a.branch, lower(coalesce(nullif(a.category, ''), 'coding')) AS slice
    FROM spans s
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM spans))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM spans))
      OFFSET 0) e ON e.id = entity_id),
compared AS (
  SELECT *,
         lag(until) OVER o IS DISTINCT FROM time
         OR (project, slice) IS DISTINCT FROM (lag(project) OVER o, lag(slice) OVER o) AS is_first
    FROM stretches
  WINDOW o AS (ORDER BY time, id)),
numbered AS (
  SELECT *, sum(is_first::int) OVER (ORDER BY time, id) AS block
    FROM compared),
blocks AS MATERIALIZED (
  SELECT n.block, min(n.begins_at) AS from_us, sum(n.us)::bigint AS us, n.project, n.slice, max(n.branch) FILTER (WHERE n.is_first) AS branch
    FROM asked, numbered n
   WHERE asked.of_project IS NULL OR n.project = ANY(asked.of_project)
   GROUP BY n.block, n.project, n.slice),
placed AS (
  SELECT b.*,
         row_number() OVER longest AS place,
         sum(octet_length(b.project) + octet_length(b.slice::text) + 80) OVER longest AS bytes
    FROM asked, blocks b
   WHERE asked.of_branch IS NULL OR b.branch = ANY(asked.of_branch)
  WINDOW longest AS (ORDER BY b.us DESC, b.block)),
shown AS (
  SELECT p.block, p.from_us, p.us, p.project, p.slice
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END, NULL
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.from_us / 3600000000),
branches AS (
  SELECT b.branch, row_number() OVER (ORDER BY sum(b.us) DESC, b.branch COLLATE "C") AS place
    FROM asked, blocks b
   WHERE asked.of_project IS NOT NULL AND b.branch <> ''
   GROUP BY b.branch)
SELECT s.timezone AS zone, s.timeout, s.writes_only,
       coalesce((SELECT json_agg(json_build_array(from_us, us, project, slice) ORDER BY from_us, block) FROM shown), '[]')::text AS blocks,
       coalesce((SELECT json_agg(b.branch) FROM asked, branches b WHERE b.place <= asked.most_names), '[]')::text AS branches
  FROM settings s;
