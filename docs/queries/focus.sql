-- The statements of libs/analytics/src/focus/get-focus.query.ts. Generated: npm run queries

-- focus
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
         $10::bigint AS block_gap,
         $11::bigint AS shortest_block,
         $12::int AS most_switches,
         $13::int AS most_blocks,
         $14::int AS most_projects),
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
  SELECT s.user_id, greatest(day * 86400000000, asked.from_us) AS from_us, least((day + 1) * 86400000000, asked.to_us) AS to_us,
         s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM asked, settings s, generate_series(asked.from_us / 86400000000, (asked.to_us - 1) / 86400000000) AS day
   WHERE s.is_current),
gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us, s.until - s.time AS length_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
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
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
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
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM external_parts_groups s
        LEFT JOIN external_parts_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
counted AS NOT MATERIALIZED (
  SELECT g.activity_id, g.from_us, g.to_us, g.length_us <= asked.block_gap AS is_steady
    FROM asked, gaps g
  UNION ALL
  SELECT activity_id, from_us, to_us, true
    FROM external_parts),
times AS (
  SELECT c.from_us, c.to_us, a.project COLLATE "C" AS project, c.is_steady,
         lag(c.to_us) OVER in_order AS until_before,
         lag(a.project) OVER in_order AS project_before,
         lag(c.is_steady) OVER in_order AS was_steady
    FROM counted c
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM counted))
      OFFSET 0) a ON a.id = activity_id
  WINDOW in_order AS (ORDER BY c.from_us)),
marked AS (
  SELECT t.from_us, t.to_us, t.project, t.is_steady,
         t.project <> t.project_before AND NOT t.begins_session AS is_switch,
         CASE WHEN t.project <> t.project_before THEN t.project_before END AS project_before,
         t.begins_session,
         t.begins_session OR t.from_us > t.until_before OR t.project <> t.project_before OR t.is_steady <> t.was_steady AS begins_piece
    FROM (
      SELECT t.*, coalesce(t.from_us - t.until_before > s.timeout * 60000000::bigint, true) AS begins_session
        FROM settings s, times t) t),
numbered AS (
  SELECT m.*,
         count(*) FILTER (WHERE m.begins_session) OVER in_order AS session_no,
         count(*) FILTER (WHERE m.begins_piece) OVER in_order AS piece_no
    FROM marked m
  WINDOW in_order AS (ORDER BY m.from_us)),
pieces AS MATERIALIZED (
  SELECT n.session_no, n.project, n.is_steady,
         min(n.from_us) AS from_us, max(n.to_us) AS to_us, sum(n.to_us - n.from_us)::bigint AS us,
         max(n.project_before) FILTER (WHERE n.is_switch) AS switched_from
    FROM numbered n
   GROUP BY n.session_no, n.piece_no, n.project, n.is_steady),
wanted AS (
  SELECT p.*
    FROM asked, pieces p
   WHERE asked.of_project IS NULL OR p.project = ANY(asked.of_project)),
projects AS (
  SELECT project, sum(us)::bigint AS us, row_number() OVER (ORDER BY sum(us) DESC, project) AS place
    FROM wanted
   GROUP BY project),
project_list AS (
  SELECT CASE WHEN p.place <= asked.most_projects THEN p.project END AS name, sum(p.us)::bigint AS us
    FROM asked, projects p
   GROUP BY 1),
switches AS (
  SELECT p.from_us AS at, p.switched_from, p.project
    FROM asked, pieces p
   WHERE p.switched_from IS NOT NULL
     AND (asked.of_project IS NULL OR p.switched_from = ANY(asked.of_project))),
recent_switches AS (
  SELECT *
    FROM switches
   ORDER BY at DESC
   LIMIT (SELECT most_switches FROM asked)),
blocks AS MATERIALIZED (
  SELECT w.project, w.from_us, w.to_us, w.us
    FROM asked, wanted w
   WHERE w.is_steady AND w.us >= asked.shortest_block),
longest_blocks AS (
  SELECT *
    FROM blocks
   ORDER BY us DESC, from_us
   LIMIT (SELECT most_blocks FROM asked)),
sessions AS (
  SELECT sum(us)::bigint AS us
    FROM wanted
   GROUP BY session_no)
SELECT s.timezone AS zone, s.timeout, s.writes_only, s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'projects', coalesce((SELECT json_agg(json_build_array(name, us) ORDER BY name IS NULL, us DESC, name) FROM project_list), '[]'),
         'switches', json_build_object(
           'total', (SELECT count(*) FROM switches),
           'recent', coalesce((SELECT json_agg(json_build_array(at, switched_from, project) ORDER BY at DESC) FROM recent_switches), '[]')),
         'blocks', json_build_object(
           'total', (SELECT count(*) FROM blocks),
           'us', (SELECT coalesce(sum(us), 0)::bigint FROM blocks),
           'longest', coalesce((SELECT json_agg(json_build_array(from_us, to_us, project) ORDER BY us DESC, from_us) FROM longest_blocks), '[]')),
         'sessions', (SELECT json_build_object('total', count(*), 'longest_us', coalesce(max(us), 0)) FROM sessions))::text AS data
  FROM settings s;

-- focus all-time
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
         $10::bigint AS block_gap,
         $11::bigint AS shortest_block,
         $12::int AS most_switches,
         $13::int AS most_blocks,
         $14::int AS most_projects),
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
  SELECT s.user_id, greatest(day * 86400000000, asked.from_us) AS from_us, least((day + 1) * 86400000000, asked.to_us) AS to_us,
         s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM asked, settings s, generate_series(asked.from_us / 86400000000, (asked.to_us - 1) / 86400000000) AS day
   WHERE s.is_current),
gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us, s.until - s.time AS length_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
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
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
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
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM external_parts_groups s
        LEFT JOIN external_parts_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
counted AS NOT MATERIALIZED (
  SELECT g.activity_id, g.from_us, g.to_us, g.length_us <= asked.block_gap AS is_steady
    FROM asked, gaps g
  UNION ALL
  SELECT activity_id, from_us, to_us, true
    FROM external_parts),
times AS (
  SELECT c.from_us, c.to_us, a.project COLLATE "C" AS project, c.is_steady,
         lag(c.to_us) OVER in_order AS until_before,
         lag(a.project) OVER in_order AS project_before,
         lag(c.is_steady) OVER in_order AS was_steady
    FROM counted c
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM counted))
      OFFSET 0) a ON a.id = activity_id
  WINDOW in_order AS (ORDER BY c.from_us)),
marked AS (
  SELECT t.from_us, t.to_us, t.project, t.is_steady,
         t.project <> t.project_before AND NOT t.begins_session AS is_switch,
         CASE WHEN t.project <> t.project_before THEN t.project_before END AS project_before,
         t.begins_session,
         t.begins_session OR t.from_us > t.until_before OR t.project <> t.project_before OR t.is_steady <> t.was_steady AS begins_piece
    FROM (
      SELECT t.*, coalesce(t.from_us - t.until_before > s.timeout * 60000000::bigint, true) AS begins_session
        FROM settings s, times t) t),
numbered AS (
  SELECT m.*,
         count(*) FILTER (WHERE m.begins_session) OVER in_order AS session_no,
         count(*) FILTER (WHERE m.begins_piece) OVER in_order AS piece_no
    FROM marked m
  WINDOW in_order AS (ORDER BY m.from_us)),
pieces AS MATERIALIZED (
  SELECT n.session_no, n.project, n.is_steady,
         min(n.from_us) AS from_us, max(n.to_us) AS to_us, sum(n.to_us - n.from_us)::bigint AS us,
         max(n.project_before) FILTER (WHERE n.is_switch) AS switched_from
    FROM numbered n
   GROUP BY n.session_no, n.piece_no, n.project, n.is_steady),
wanted AS (
  SELECT p.*
    FROM asked, pieces p
   WHERE asked.of_project IS NULL OR p.project = ANY(asked.of_project)),
projects AS (
  SELECT project, sum(us)::bigint AS us, row_number() OVER (ORDER BY sum(us) DESC, project) AS place
    FROM wanted
   GROUP BY project),
project_list AS (
  SELECT CASE WHEN p.place <= asked.most_projects THEN p.project END AS name, sum(p.us)::bigint AS us
    FROM asked, projects p
   GROUP BY 1),
switches AS (
  SELECT p.from_us AS at, p.switched_from, p.project
    FROM asked, pieces p
   WHERE p.switched_from IS NOT NULL
     AND (asked.of_project IS NULL OR p.switched_from = ANY(asked.of_project))),
recent_switches AS (
  SELECT *
    FROM switches
   ORDER BY at DESC
   LIMIT (SELECT most_switches FROM asked)),
blocks AS MATERIALIZED (
  SELECT w.project, w.from_us, w.to_us, w.us
    FROM asked, wanted w
   WHERE w.is_steady AND w.us >= asked.shortest_block),
longest_blocks AS (
  SELECT *
    FROM blocks
   ORDER BY us DESC, from_us
   LIMIT (SELECT most_blocks FROM asked)),
sessions AS (
  SELECT sum(us)::bigint AS us
    FROM wanted
   GROUP BY session_no)
SELECT s.timezone AS zone, s.timeout, s.writes_only, s.weekday_start,
       least(
         (SELECT min(time) FROM heartbeats h WHERE h.user_id = s.user_id),
         (SELECT min(start_time) FROM external_durations x WHERE x.user_id = s.user_id AND s.counts_external))::float8 AS first_time,
       json_build_object(
         'projects', coalesce((SELECT json_agg(json_build_array(name, us) ORDER BY name IS NULL, us DESC, name) FROM project_list), '[]'),
         'switches', json_build_object(
           'total', (SELECT count(*) FROM switches),
           'recent', coalesce((SELECT json_agg(json_build_array(at, switched_from, project) ORDER BY at DESC) FROM recent_switches), '[]')),
         'blocks', json_build_object(
           'total', (SELECT count(*) FROM blocks),
           'us', (SELECT coalesce(sum(us), 0)::bigint FROM blocks),
           'longest', coalesce((SELECT json_agg(json_build_array(from_us, to_us, project) ORDER BY us DESC, from_us) FROM longest_blocks), '[]')),
         'sessions', (SELECT json_build_object('total', count(*), 'longest_us', coalesce(max(us), 0)) FROM sessions))::text AS data
  FROM settings s;
