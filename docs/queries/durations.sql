-- The statements of libs/analytics/src/get-durations.query.ts. Generated: npm run queries

-- durations entity
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::bigint AS from_us,
         $8::bigint AS to_us,
         $9::text[] AS of_project,
         $10::text[] AS of_branch,
         $11::int AS most_names,
         $12::int AS most_blocks,
         $13::int AS most_bytes),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AND NOT asked.days_are_cut AS zone_is_own,
         u.timezone = asked.zone AS days_are_kept,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current,
         ARRAY(SELECT id FROM activities WHERE user_id = u.id AND dropped) AS dropped,
         u.counts_external_durations AS counts_external
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
windows AS MATERIALIZED (
  SELECT s.user_id, asked.from_us, asked.to_us, s.timeout, s.writes_only, s.dropped, true AS counts_external
    FROM asked, settings s
   WHERE s.is_current),
spans AS MATERIALIZED (
  SELECT s.user_id, s.from_us AS window_us, s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
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
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM windows) d)) h) s
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
gaps AS (
  SELECT user_id, window_us, activity_id, begins_at AS from_us, begins_at + us AS to_us
    FROM spans
   WHERE us > 0),
external_parts_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
external_parts_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM external_parts_days)
   GROUP BY g.user_id, g.window_us),
external_parts_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span, x.entity_id
    FROM external_parts_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
external_parts_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM external_parts_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
external_parts AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us, x.entity_id
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM external_parts_groups s
        LEFT JOIN external_parts_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
external AS MATERIALIZED (
  SELECT x.external_id, x.activity_id, x.entity_id, unnest(range_agg(int8range(x.from_us, x.to_us))) AS span, NULL::text[] AS dependencies
    FROM external_parts x
   GROUP BY x.external_id, x.activity_id, x.entity_id),
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
external_blocks AS (
  SELECT s.external_id, lower(s.span) AS from_us, upper(s.span) - lower(s.span) AS us, a.project, a.branch, e.name AS slice
    FROM external s
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM external))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM external))
      OFFSET 0) e ON e.id = entity_id),
blocks AS MATERIALIZED (
  SELECT n.block, min(n.begins_at) AS from_us, sum(n.us)::bigint AS us, n.project, n.slice, max(n.branch) FILTER (WHERE n.is_first) AS branch,
         NULL AS external_id
    FROM asked, numbered n
   WHERE asked.of_project IS NULL OR n.project = ANY(asked.of_project)
   GROUP BY n.block, n.project, n.slice
  UNION ALL
  SELECT NULL, x.from_us, x.us, x.project, x.slice, x.branch, x.external_id
    FROM asked, external_blocks x
   WHERE asked.of_project IS NULL OR x.project = ANY(asked.of_project)),
placed AS (
  SELECT b.*,
         row_number() OVER longest AS place,
         sum(octet_length(b.project) + octet_length(b.slice::text) + coalesce(octet_length(b.external_id), 0) + 80) OVER longest AS bytes
    FROM asked, blocks b
   WHERE asked.of_branch IS NULL OR b.branch = ANY(asked.of_branch)
  WINDOW longest AS (ORDER BY b.us DESC, b.from_us, b.block)),
shown AS (
  SELECT p.block, p.from_us, p.us, p.project, p.slice, p.external_id
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END, NULL, NULL
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.from_us / 3600000000),
branches AS (
  SELECT b.branch, row_number() OVER (ORDER BY sum(b.us) DESC, b.branch COLLATE "C") AS place
    FROM asked, blocks b
   WHERE asked.of_project IS NOT NULL AND b.branch <> ''
   GROUP BY b.branch)
SELECT s.timezone AS zone, s.timeout, s.writes_only,
       coalesce((SELECT json_agg(json_build_array(from_us, us, project, slice, external_id) ORDER BY from_us, block) FROM shown), '[]')::text AS blocks,
       coalesce((SELECT json_agg(b.branch) FROM asked, branches b WHERE b.place <= asked.most_names), '[]')::text AS branches
  FROM settings s;

-- durations language branches
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::bigint AS from_us,
         $8::bigint AS to_us,
         $9::text[] AS of_project,
         $10::text[] AS of_branch,
         $11::int AS most_names,
         $12::int AS most_blocks,
         $13::int AS most_bytes),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AND NOT asked.days_are_cut AS zone_is_own,
         u.timezone = asked.zone AS days_are_kept,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current,
         ARRAY(SELECT id FROM activities WHERE user_id = u.id AND dropped) AS dropped,
         u.counts_external_durations AS counts_external
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
windows AS MATERIALIZED (
  SELECT s.user_id, asked.from_us, asked.to_us, s.timeout, s.writes_only, s.dropped, true AS counts_external
    FROM asked, settings s
   WHERE s.is_current),
spans AS MATERIALIZED (
  SELECT s.user_id, s.from_us AS window_us, s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
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
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM windows) d)) h) s
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
gaps AS (
  SELECT user_id, window_us, activity_id, begins_at AS from_us, begins_at + us AS to_us
    FROM spans
   WHERE us > 0),
external_parts_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
external_parts_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM external_parts_days)
   GROUP BY g.user_id, g.window_us),
external_parts_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span, x.entity_id
    FROM external_parts_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
external_parts_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM external_parts_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
external_parts AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us, x.entity_id
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM external_parts_groups s
        LEFT JOIN external_parts_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
external AS MATERIALIZED (
  SELECT x.external_id, x.activity_id, x.entity_id, unnest(range_agg(int8range(x.from_us, x.to_us))) AS span, NULL::text[] AS dependencies
    FROM external_parts x
   GROUP BY x.external_id, x.activity_id, x.entity_id),
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
external_blocks AS (
  SELECT s.external_id, lower(s.span) AS from_us, upper(s.span) - lower(s.span) AS us, a.project, a.branch, a.language AS slice
    FROM external s
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM external))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM external))
      OFFSET 0) e ON e.id = entity_id),
blocks AS MATERIALIZED (
  SELECT n.block, min(n.begins_at) AS from_us, sum(n.us)::bigint AS us, n.project, n.slice, max(n.branch) FILTER (WHERE n.is_first) AS branch,
         NULL AS external_id
    FROM asked, numbered n
   WHERE asked.of_project IS NULL OR n.project = ANY(asked.of_project)
   GROUP BY n.block, n.project, n.slice
  UNION ALL
  SELECT NULL, x.from_us, x.us, x.project, x.slice, x.branch, x.external_id
    FROM asked, external_blocks x
   WHERE asked.of_project IS NULL OR x.project = ANY(asked.of_project)),
placed AS (
  SELECT b.*,
         row_number() OVER longest AS place,
         sum(octet_length(b.project) + octet_length(b.slice::text) + coalesce(octet_length(b.external_id), 0) + 80) OVER longest AS bytes
    FROM asked, blocks b
   WHERE asked.of_branch IS NULL OR b.branch = ANY(asked.of_branch)
  WINDOW longest AS (ORDER BY b.us DESC, b.from_us, b.block)),
shown AS (
  SELECT p.block, p.from_us, p.us, p.project, p.slice, p.external_id
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END, NULL, NULL
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.from_us / 3600000000),
branches AS (
  SELECT b.branch, row_number() OVER (ORDER BY sum(b.us) DESC, b.branch COLLATE "C") AS place
    FROM asked, blocks b
   WHERE asked.of_project IS NOT NULL AND b.branch <> ''
   GROUP BY b.branch)
SELECT s.timezone AS zone, s.timeout, s.writes_only,
       coalesce((SELECT json_agg(json_build_array(from_us, us, project, slice, external_id) ORDER BY from_us, block) FROM shown), '[]')::text AS blocks,
       coalesce((SELECT json_agg(b.branch) FROM asked, branches b WHERE b.place <= asked.most_names), '[]')::text AS branches
  FROM settings s;

-- durations dependencies
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::bigint AS from_us,
         $8::bigint AS to_us,
         $9::text[] AS of_project,
         $10::text[] AS of_branch,
         $11::int AS most_names,
         $12::int AS most_blocks,
         $13::int AS most_bytes),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AND NOT asked.days_are_cut AS zone_is_own,
         u.timezone = asked.zone AS days_are_kept,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current,
         ARRAY(SELECT id FROM activities WHERE user_id = u.id AND dropped) AS dropped,
         u.counts_external_durations AS counts_external
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
windows AS MATERIALIZED (
  SELECT s.user_id, asked.from_us, asked.to_us, s.timeout, s.writes_only, s.dropped, true AS counts_external
    FROM asked, settings s
   WHERE s.is_current),
spans AS MATERIALIZED (
  SELECT s.user_id, s.from_us AS window_us, s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
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
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM windows) d)) h) s
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
gaps AS (
  SELECT user_id, window_us, activity_id, begins_at AS from_us, begins_at + us AS to_us
    FROM spans
   WHERE us > 0),
external_parts_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
external_parts_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM external_parts_days)
   GROUP BY g.user_id, g.window_us),
external_parts_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span, x.entity_id
    FROM external_parts_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
external_parts_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM external_parts_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
external_parts AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us, x.entity_id
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM external_parts_groups s
        LEFT JOIN external_parts_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
external AS MATERIALIZED (
  SELECT x.external_id, x.activity_id, x.entity_id, unnest(range_agg(int8range(x.from_us, x.to_us))) AS span, NULL::text[] AS dependencies
    FROM external_parts x
   GROUP BY x.external_id, x.activity_id, x.entity_id),
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
external_blocks AS (
  SELECT s.external_id, lower(s.span) AS from_us, upper(s.span) - lower(s.span) AS us, a.project, a.branch, coalesce(s.dependencies[1:100], '{}') AS slice
    FROM external s
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM external))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM external))
      OFFSET 0) e ON e.id = entity_id),
blocks AS MATERIALIZED (
  SELECT n.block, min(n.begins_at) AS from_us, sum(n.us)::bigint AS us, n.project, n.slice, max(n.branch) FILTER (WHERE n.is_first) AS branch,
         NULL AS external_id
    FROM asked, numbered n
   WHERE asked.of_project IS NULL OR n.project = ANY(asked.of_project)
   GROUP BY n.block, n.project, n.slice
  UNION ALL
  SELECT NULL, x.from_us, x.us, x.project, x.slice, x.branch, x.external_id
    FROM asked, external_blocks x
   WHERE asked.of_project IS NULL OR x.project = ANY(asked.of_project)),
placed AS (
  SELECT b.*,
         row_number() OVER longest AS place,
         sum(octet_length(b.project) + octet_length(b.slice::text) + coalesce(octet_length(b.external_id), 0) + 80) OVER longest AS bytes
    FROM asked, blocks b
   WHERE asked.of_branch IS NULL OR b.branch = ANY(asked.of_branch)
  WINDOW longest AS (ORDER BY b.us DESC, b.from_us, b.block)),
shown AS (
  SELECT p.block, p.from_us, p.us, p.project, p.slice, p.external_id
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END, NULL, NULL
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.from_us / 3600000000),
branches AS (
  SELECT b.branch, row_number() OVER (ORDER BY sum(b.us) DESC, b.branch COLLATE "C") AS place
    FROM asked, blocks b
   WHERE asked.of_project IS NOT NULL AND b.branch <> ''
   GROUP BY b.branch)
SELECT s.timezone AS zone, s.timeout, s.writes_only,
       coalesce((SELECT json_agg(json_build_array(from_us, us, project, slice, external_id) ORDER BY from_us, block) FROM shown), '[]')::text AS blocks,
       coalesce((SELECT json_agg(b.branch) FROM asked, branches b WHERE b.place <= asked.most_names), '[]')::text AS branches
  FROM settings s;

-- durations category
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::bigint AS from_us,
         $8::bigint AS to_us,
         $9::text[] AS of_project,
         $10::text[] AS of_branch,
         $11::int AS most_names,
         $12::int AS most_blocks,
         $13::int AS most_bytes),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AND NOT asked.days_are_cut AS zone_is_own,
         u.timezone = asked.zone AS days_are_kept,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current,
         ARRAY(SELECT id FROM activities WHERE user_id = u.id AND dropped) AS dropped,
         u.counts_external_durations AS counts_external
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
windows AS MATERIALIZED (
  SELECT s.user_id, asked.from_us, asked.to_us, s.timeout, s.writes_only, s.dropped, true AS counts_external
    FROM asked, settings s
   WHERE s.is_current),
spans AS MATERIALIZED (
  SELECT s.user_id, s.from_us AS window_us, s.time, s.id, s.until, greatest(s.time, s.from_us) AS begins_at,
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
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM windows) d)) h) s
   WHERE s.time < s.to_us AND (s.time >= s.from_us OR s.until > s.from_us)),
gaps AS (
  SELECT user_id, window_us, activity_id, begins_at AS from_us, begins_at + us AS to_us
    FROM spans
   WHERE us > 0),
external_parts_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
external_parts_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM external_parts_days)
   GROUP BY g.user_id, g.window_us),
external_parts_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span, x.entity_id
    FROM external_parts_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
external_parts_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM external_parts_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
external_parts AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us, x.entity_id
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM external_parts_groups s
        LEFT JOIN external_parts_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
external AS MATERIALIZED (
  SELECT x.external_id, x.activity_id, x.entity_id, unnest(range_agg(int8range(x.from_us, x.to_us))) AS span, NULL::text[] AS dependencies
    FROM external_parts x
   GROUP BY x.external_id, x.activity_id, x.entity_id),
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
external_blocks AS (
  SELECT s.external_id, lower(s.span) AS from_us, upper(s.span) - lower(s.span) AS us, a.project, a.branch, lower(coalesce(nullif(a.category, ''), 'coding')) AS slice
    FROM external s
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM external))
      OFFSET 0) a ON a.id = activity_id
    FULL JOIN (
      SELECT *
        FROM entities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT entity_id FROM external))
      OFFSET 0) e ON e.id = entity_id),
blocks AS MATERIALIZED (
  SELECT n.block, min(n.begins_at) AS from_us, sum(n.us)::bigint AS us, n.project, n.slice, max(n.branch) FILTER (WHERE n.is_first) AS branch,
         NULL AS external_id
    FROM asked, numbered n
   WHERE asked.of_project IS NULL OR n.project = ANY(asked.of_project)
   GROUP BY n.block, n.project, n.slice
  UNION ALL
  SELECT NULL, x.from_us, x.us, x.project, x.slice, x.branch, x.external_id
    FROM asked, external_blocks x
   WHERE asked.of_project IS NULL OR x.project = ANY(asked.of_project)),
placed AS (
  SELECT b.*,
         row_number() OVER longest AS place,
         sum(octet_length(b.project) + octet_length(b.slice::text) + coalesce(octet_length(b.external_id), 0) + 80) OVER longest AS bytes
    FROM asked, blocks b
   WHERE asked.of_branch IS NULL OR b.branch = ANY(asked.of_branch)
  WINDOW longest AS (ORDER BY b.us DESC, b.from_us, b.block)),
shown AS (
  SELECT p.block, p.from_us, p.us, p.project, p.slice, p.external_id
    FROM asked, placed p
   WHERE p.place <= asked.most_blocks AND p.bytes <= asked.most_bytes
  UNION ALL
  SELECT min(p.block), min(p.from_us), sum(p.us)::bigint, CASE WHEN min(p.project) = max(p.project) THEN min(p.project) END, NULL, NULL
    FROM asked, placed p
   WHERE p.place > asked.most_blocks OR p.bytes > asked.most_bytes
   GROUP BY p.from_us / 3600000000),
branches AS (
  SELECT b.branch, row_number() OVER (ORDER BY sum(b.us) DESC, b.branch COLLATE "C") AS place
    FROM asked, blocks b
   WHERE asked.of_project IS NOT NULL AND b.branch <> ''
   GROUP BY b.branch)
SELECT s.timezone AS zone, s.timeout, s.writes_only,
       coalesce((SELECT json_agg(json_build_array(from_us, us, project, slice, external_id) ORDER BY from_us, block) FROM shown), '[]')::text AS blocks,
       coalesce((SELECT json_agg(b.branch) FROM asked, branches b WHERE b.place <= asked.most_names), '[]')::text AS branches
  FROM settings s;
