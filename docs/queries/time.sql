-- The statements of libs/analytics/src/time/time-reader.ts. Generated: npm run queries

-- time days g d
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int AS most_names,
         $17::int AS most_bytes,
         $18::text[] AS hidden),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
spent AS MATERIALIZED (
  SELECT w.user_id, w.day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'project' = ANY(asked.hidden) THEN 'hidden' ELSE a.project END COLLATE "C" AS project,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language,
         CASE WHEN 'category' = ANY(asked.hidden) THEN 'hidden' ELSE a.category END COLLATE "C" AS category,
         CASE WHEN 'editor' = ANY(asked.hidden) THEN 'hidden' ELSE a.editor END COLLATE "C" AS editor,
         CASE WHEN 'operatingSystem' = ANY(asked.hidden) THEN 'hidden' ELSE a.operating_system END COLLATE "C" AS operating_system,
         CASE WHEN 'machine' = ANY(asked.hidden) THEN 'hidden' ELSE a.machine END COLLATE "C" AS machine
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.project, l.language, l.category, l.editor, l.operating_system, l.machine
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(project) = 0 THEN 0 WHEN grouping(language) = 0 THEN 2 WHEN grouping(category) = 0 THEN 3 WHEN grouping(editor) = 0 THEN 4 WHEN grouping(operating_system) = 0 THEN 5 WHEN grouping(machine) = 0 THEN 6 END AS list,
         coalesce(project, language, category, editor, operating_system, machine) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, project), (user_id, day, language), (user_id, day, category), (user_id, day, editor), (user_id, day, operating_system), (user_id, day, machine))),
grouped AS MATERIALIZED (
  SELECT project COLLATE "C" AS project, kind, name
    FROM (SELECT p.shown_name AS project, g.id, g.kind, g.name, g.rate, g.timeout,
         row_number() OVER (PARTITION BY p.shown_name, g.kind ORDER BY (p.sent_name <> p.shown_name)::int, p.id, g.id) AS place
    FROM project_groups g
    JOIN grouped_projects m ON m.user_id = (SELECT user_id FROM settings) AND m.group_id = g.id
    JOIN (SELECT p.id, p.sent_name, coalesce((SELECT jsonb_object_agg(sent, shown)
          FROM (
            WITH sent_projects AS MATERIALIZED (
              SELECT normalize(sent_project, NFC) AS sent, min(project COLLATE "C") AS shown, max(project COLLATE "C") AS last,
                     bool_or(forced <> '') AS is_forced
                FROM activities
               WHERE user_id = (SELECT user_id FROM settings) AND sent_project <> '' AND NOT dropped
               GROUP BY 1),
            parted AS MATERIALIZED (SELECT sent FROM sent_projects WHERE is_forced AND shown <> last),
            counted AS (
              SELECT activity_id FROM daily_rollups WHERE user_id = (SELECT user_id FROM settings) AND EXISTS (SELECT FROM parted)
              UNION ALL
              SELECT h.activity_id
                FROM dirty_days d
                JOIN heartbeats h ON h.user_id = d.user_id AND h.time >= d.day * 86400000000 AND h.time < (d.day + 1) * 86400000000
               WHERE d.user_id = (SELECT user_id FROM settings) AND EXISTS (SELECT FROM parted)
              UNION ALL
              SELECT activity_id FROM external_durations WHERE user_id = (SELECT user_id FROM settings) AND EXISTS (SELECT FROM parted)),
            all_shown AS (
              SELECT sent, shown, last FROM sent_projects
              UNION ALL
              SELECT p.sent, min(a.project COLLATE "C"), max(a.project COLLATE "C")
                FROM parted p
                JOIN activities a ON a.user_id = (SELECT user_id FROM settings) AND normalize(a.sent_project, NFC) = p.sent
               WHERE NOT a.dropped AND a.id IN (SELECT activity_id FROM counted)
               GROUP BY 1)
            SELECT sent, shown FROM all_shown WHERE shown = last AND shown NOT IN ('', sent)) x) ->> p.sent_name, r.shown_name, p.sent_name) AS shown_name, p.color, p.badge,
         p.archived, p.first_seen_at
      FROM projects p
      LEFT JOIN renames r ON r.user_id = (SELECT user_id FROM settings) AND r.dimension = 'project' AND r.digest = p.digest
     WHERE p.user_id = (SELECT user_id FROM settings)) p ON p.id = m.project_id
   WHERE g.user_id = (SELECT user_id FROM settings)) x
   WHERE kind = 'label' OR place = 1
   GROUP BY project, kind, name),
grouped_activities AS MATERIALIZED (
  SELECT l.id, g.kind, g.name
    FROM (SELECT id, project FROM listed WHERE EXISTS (SELECT 1 FROM grouped)) l
    FULL JOIN grouped g ON g.project = l.project),
grouped_times AS MATERIALIZED (
  SELECT t.day, g.kind, g.name, t.us
    FROM (SELECT day, activity_id, us FROM spent WHERE EXISTS (SELECT 1 FROM grouped)) t
    FULL JOIN (SELECT id, kind, name FROM grouped_activities WHERE id IS NOT NULL AND kind IS NOT NULL) g ON g.id = t.activity_id),
grouped_list AS (
  SELECT json_agg(json_build_array(day, kind, name, us)) AS times
    FROM (SELECT day, kind, name, sum(us)::bigint AS us FROM grouped_times WHERE kind IS NOT NULL AND us IS NOT NULL GROUP BY 1, 2, 3) x),
group_list AS (
  SELECT k.user_id, json_build_object('label', k.label, 'client', k.client, 'times', t.times) AS list
    FROM grouped_list t
   CROSS JOIN (
     SELECT user_id, bool_or(kind = 'label') AS label, bool_or(kind = 'client') AS client
       FROM project_groups
      WHERE user_id = (SELECT user_id FROM settings)
      GROUP BY user_id) k),
dependency_spans AS MATERIALIZED (
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day - 2 AND asked.last_day AND with_dependencies > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
  UNION ALL
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM rollups
      WHERE user_id = s.user_id
        AND bucket >= asked.first_bucket - (s.timeout + 14) / 15 AND bucket < asked.end_bucket
        AND with_dependencies > 0
     OFFSET 0) r
   WHERE s.is_current AND NOT s.zone_is_own),
dependency_days AS MATERIALIZED (
  SELECT user_id, day
    FROM live_days
  UNION
  SELECT s.user_id, d.day + 1
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day >= asked.first_utc_day - 1 AND day < asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current
  UNION
  SELECT x.user_id,
         generate_series(
           greatest(x.first_time / 86400000000, asked.first_utc_day)::int,
           least((x.last_time + x.timeout * 60000000::bigint) / 86400000000, asked.last_utc_day)::int)
    FROM asked, dependency_spans x),
dependency_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM dependency_days d
    JOIN settings s ON s.user_id = d.user_id),
dependency_gaps AS MATERIALIZED (
  SELECT g.*
    FROM (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us, s.dependencies
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us, h.dependencies
      FROM dependency_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time, b.dependencies
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM dependency_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time) g
    JOIN settings s ON s.user_id = g.user_id
   WHERE g.dependencies IS NOT NULL ),
dependency_names AS (
  SELECT y.user_id, y.day, 9 AS list, name COLLATE "C" AS name, sum(y.us)::bigint AS us
    FROM (
      SELECT q.user_id, asked.days[width_bucket(q.bucket, asked.from_buckets)] AS day, q.dependencies, sum(q.us) AS us
        FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us, g.dependencies
      FROM dependency_gaps g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000), g.dependencies
      FROM dependency_gaps g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
       WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
       GROUP BY 1, 2, 3) y, unnest(y.dependencies[1:100]) AS name
   GROUP BY 1, 2, 3, 4),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names
  UNION ALL
  SELECT user_id, day, list, name, us FROM dependency_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'groups', group_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN group_list ON group_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time days filter b d e
WITH asked AS MATERIALIZED (
  SELECT $1::text[] AS of_project,
         $2::text[] AS of_branch,
         $3::text[] AS of_language,
         $4::text[] AS of_category,
         $5::text[] AS of_editor,
         $6::text[] AS of_operating_system,
         $7::text[] AS of_machine,
         $8::text[] AS of_ai_model,
         $9::text[] AS of_ai_agent,
         $10::int[] AS user_ids,
         $11::text AS zone,
         $12::bool AS zone_is_given,
         $13::bool AS days_are_cut,
         $14::int AS timeout,
         $15::bool AS writes_only,
         $16::int[] AS days,
         $17::int[] AS from_buckets,
         $18::int[] AS to_buckets,
         $19::int AS first_day,
         $20::int AS last_day,
         $21::int AS first_bucket,
         $22::int AS end_bucket,
         $23::int AS first_utc_day,
         $24::int AS last_utc_day,
         $25::int AS most_names,
         $26::int AS most_bytes,
         $27::text[] AS hidden),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AND NOT asked.days_are_cut AS zone_is_own,
         u.timezone = asked.zone AS days_are_kept,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current,
         ARRAY(SELECT id FROM activities WHERE user_id = u.id AND dropped) AS dropped,
         u.counts_external_durations AS counts_external,
         ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND (asked.of_project IS NULL OR a.project = ANY(asked.of_project))
              AND (asked.of_branch IS NULL OR a.branch = ANY(asked.of_branch))
              AND (asked.of_language IS NULL OR a.language = ANY(asked.of_language))
              AND (asked.of_category IS NULL OR a.category = ANY(asked.of_category))
              AND (asked.of_editor IS NULL OR a.editor = ANY(asked.of_editor))
              AND (asked.of_operating_system IS NULL OR a.operating_system = ANY(asked.of_operating_system))
              AND (asked.of_machine IS NULL OR a.machine = ANY(asked.of_machine))
              AND (asked.of_ai_model IS NULL OR a.ai_model = ANY(asked.of_ai_model))
              AND (asked.of_ai_agent IS NULL OR a.ai_agent = ANY(asked.of_ai_agent))) AS wanted,
         ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND (asked.of_project IS NULL OR a.project = ANY(asked.of_project))
              AND (asked.of_language IS NULL OR a.language = ANY(asked.of_language))
              AND (asked.of_category IS NULL OR a.category = ANY(asked.of_category))
              AND (asked.of_editor IS NULL OR a.editor = ANY(asked.of_editor))
              AND (asked.of_operating_system IS NULL OR a.operating_system = ANY(asked.of_operating_system))
              AND (asked.of_machine IS NULL OR a.machine = ANY(asked.of_machine))
              AND (asked.of_ai_model IS NULL OR a.ai_model = ANY(asked.of_ai_model))
              AND (asked.of_ai_agent IS NULL OR a.ai_agent = ANY(asked.of_ai_agent))) AS of_any_branch
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0 AND activity_id = ANY(s.of_any_branch)
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0 AND activity_id = ANY(s.of_any_branch)
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true AND activity_id = ANY(s.of_any_branch)),
wanted_times AS MATERIALIZED (
  SELECT t.*
    FROM times t
    JOIN settings s ON s.user_id = t.user_id
   WHERE true AND activity_id = ANY(s.wanted)),
branch_list AS (
  SELECT b.user_id, json_agg(b.branch) AS list
    FROM asked
   CROSS JOIN (
     SELECT t.user_id, a.branch, row_number() OVER (PARTITION BY t.user_id ORDER BY sum(t.us) DESC, a.branch COLLATE "C") AS place
       FROM (SELECT user_id, activity_id, sum(us) AS us FROM times GROUP BY user_id, activity_id) t
      CROSS JOIN LATERAL (SELECT branch FROM activities WHERE user_id = t.user_id AND id = t.activity_id OFFSET 0) a
      WHERE a.branch <> ''
      GROUP BY t.user_id, a.branch) b
   WHERE b.place <= asked.most_names
   GROUP BY b.user_id),
spent AS MATERIALIZED (
  SELECT w.user_id, w.day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, wanted_times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'project' = ANY(asked.hidden) THEN 'hidden' ELSE a.project END COLLATE "C" AS project,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language,
         CASE WHEN 'category' = ANY(asked.hidden) THEN 'hidden' ELSE a.category END COLLATE "C" AS category,
         CASE WHEN 'editor' = ANY(asked.hidden) THEN 'hidden' ELSE a.editor END COLLATE "C" AS editor,
         CASE WHEN 'operatingSystem' = ANY(asked.hidden) THEN 'hidden' ELSE a.operating_system END COLLATE "C" AS operating_system,
         CASE WHEN 'machine' = ANY(asked.hidden) THEN 'hidden' ELSE a.machine END COLLATE "C" AS machine,
         CASE WHEN 'branch' = ANY(asked.hidden) THEN 'hidden' ELSE a.branch END COLLATE "C" AS branch
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.project, l.language, l.category, l.editor, l.operating_system, l.machine, l.branch
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(project) = 0 THEN 0 WHEN grouping(language) = 0 THEN 2 WHEN grouping(category) = 0 THEN 3 WHEN grouping(editor) = 0 THEN 4 WHEN grouping(operating_system) = 0 THEN 5 WHEN grouping(machine) = 0 THEN 6 WHEN grouping(branch) = 0 THEN 1 END AS list,
         coalesce(project, language, category, editor, operating_system, machine, branch) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, project), (user_id, day, language), (user_id, day, category), (user_id, day, editor), (user_id, day, operating_system), (user_id, day, machine), (user_id, day, branch))),
dependency_spans AS MATERIALIZED (
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day - 2 AND asked.last_day AND with_dependencies > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
  UNION ALL
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM rollups
      WHERE user_id = s.user_id
        AND bucket >= asked.first_bucket - (s.timeout + 14) / 15 AND bucket < asked.end_bucket
        AND with_dependencies > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r
   WHERE s.is_current AND NOT s.zone_is_own),
dependency_days AS MATERIALIZED (
  SELECT user_id, day
    FROM live_days
  UNION
  SELECT s.user_id, d.day + 1
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day >= asked.first_utc_day - 1 AND day < asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current
  UNION
  SELECT x.user_id,
         generate_series(
           greatest(x.first_time / 86400000000, asked.first_utc_day)::int,
           least((x.last_time + x.timeout * 60000000::bigint) / 86400000000, asked.last_utc_day)::int)
    FROM asked, dependency_spans x),
dependency_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM dependency_days d
    JOIN settings s ON s.user_id = d.user_id),
dependency_gaps AS MATERIALIZED (
  SELECT g.*
    FROM (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us, s.dependencies
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us, h.dependencies
      FROM dependency_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time, b.dependencies
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM dependency_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time) g
    JOIN settings s ON s.user_id = g.user_id
   WHERE g.dependencies IS NOT NULL AND activity_id = ANY(s.wanted)),
dependency_names AS (
  SELECT y.user_id, y.day, 9 AS list, name COLLATE "C" AS name, sum(y.us)::bigint AS us
    FROM (
      SELECT q.user_id, asked.days[width_bucket(q.bucket, asked.from_buckets)] AS day, q.dependencies, sum(q.us) AS us
        FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us, g.dependencies
      FROM dependency_gaps g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000), g.dependencies
      FROM dependency_gaps g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
       WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
       GROUP BY 1, 2, 3) y, unnest(y.dependencies[1:100]) AS name
   GROUP BY 1, 2, 3, 4),
whole_range AS MATERIALIZED (
  SELECT s.user_id, asked.first_bucket * 900000000::bigint AS from_us, asked.end_bucket * 900000000::bigint AS to_us,
         s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM asked, settings s
   WHERE s.is_current),
entity_times_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us, s.entity_id
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us, h.entity_id
      FROM whole_range w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time, b.entity_id
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM whole_range) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
entity_times_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM whole_range w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
entity_times_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM entity_times_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM entity_times_external_days)
   GROUP BY g.user_id, g.window_us),
entity_times_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span, x.entity_id
    FROM entity_times_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
entity_times_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM entity_times_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
entity_times_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us, x.entity_id
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM entity_times_external_groups s
        LEFT JOIN entity_times_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
entity_times AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us, g.entity_id
    FROM entity_times_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us, x.entity_id
    FROM entity_times_external x),
wanted_entity_times AS MATERIALIZED (
  SELECT g.*
    FROM entity_times g
    JOIN settings s ON s.user_id = g.user_id
   WHERE true AND activity_id = ANY(s.wanted)),
entity_names AS (
  SELECT y.user_id, y.day, 10 AS list, e.name COLLATE "C" AS name, y.us
    FROM (
      SELECT q.user_id, asked.days[width_bucket(q.bucket, asked.from_buckets)] AS day, q.entity_id, sum(q.us)::bigint AS us
        FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us, g.entity_id
      FROM wanted_entity_times g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000), g.entity_id
      FROM wanted_entity_times g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
       GROUP BY 1, 2, 3) y
   CROSS JOIN LATERAL (SELECT name FROM entities WHERE user_id = y.user_id AND id = y.entity_id OFFSET 0) e),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names
  UNION ALL
  SELECT user_id, day, list, name, us FROM dependency_names
  UNION ALL
  SELECT user_id, day, list, name, us FROM entity_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'branches', branch_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN branch_list ON branch_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time days
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int AS most_names,
         $17::int AS most_bytes,
         $18::text[] AS hidden),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
spent AS MATERIALIZED (
  SELECT w.user_id, w.day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'project' = ANY(asked.hidden) THEN 'hidden' ELSE a.project END COLLATE "C" AS project,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language,
         CASE WHEN 'category' = ANY(asked.hidden) THEN 'hidden' ELSE a.category END COLLATE "C" AS category,
         CASE WHEN 'editor' = ANY(asked.hidden) THEN 'hidden' ELSE a.editor END COLLATE "C" AS editor,
         CASE WHEN 'operatingSystem' = ANY(asked.hidden) THEN 'hidden' ELSE a.operating_system END COLLATE "C" AS operating_system,
         CASE WHEN 'machine' = ANY(asked.hidden) THEN 'hidden' ELSE a.machine END COLLATE "C" AS machine
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.project, l.language, l.category, l.editor, l.operating_system, l.machine
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(project) = 0 THEN 0 WHEN grouping(language) = 0 THEN 2 WHEN grouping(category) = 0 THEN 3 WHEN grouping(editor) = 0 THEN 4 WHEN grouping(operating_system) = 0 THEN 5 WHEN grouping(machine) = 0 THEN 6 END AS list,
         coalesce(project, language, category, editor, operating_system, machine) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, project), (user_id, day, language), (user_id, day, category), (user_id, day, editor), (user_id, day, operating_system), (user_id, day, machine))),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time range g h d
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int[] AS offset_from_buckets,
         $17::int[] AS offsets,
         $18::int AS most_names,
         $19::int AS most_bytes,
         $20::text[] AS hidden),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id),
rolled_up_hour_list AS (
  SELECT user_id, json_agg(json_build_array(weekday, hours)) AS list
    FROM (
      SELECT s.user_id, h.day % 7 AS weekday,
             json_build_array(coalesce(sum(h.hours[1]), 0), coalesce(sum(h.hours[2]), 0), coalesce(sum(h.hours[3]), 0), coalesce(sum(h.hours[4]), 0), coalesce(sum(h.hours[5]), 0), coalesce(sum(h.hours[6]), 0), coalesce(sum(h.hours[7]), 0), coalesce(sum(h.hours[8]), 0), coalesce(sum(h.hours[9]), 0), coalesce(sum(h.hours[10]), 0), coalesce(sum(h.hours[11]), 0), coalesce(sum(h.hours[12]), 0), coalesce(sum(h.hours[13]), 0), coalesce(sum(h.hours[14]), 0), coalesce(sum(h.hours[15]), 0), coalesce(sum(h.hours[16]), 0), coalesce(sum(h.hours[17]), 0), coalesce(sum(h.hours[18]), 0), coalesce(sum(h.hours[19]), 0), coalesce(sum(h.hours[20]), 0), coalesce(sum(h.hours[21]), 0), coalesce(sum(h.hours[22]), 0), coalesce(sum(h.hours[23]), 0), coalesce(sum(h.hours[24]), 0)) AS hours
        FROM asked
       CROSS JOIN settings s
       CROSS JOIN LATERAL (
         SELECT day, hours
           FROM daily_hours
          WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day
         OFFSET 0) h
       WHERE s.is_current AND s.zone_is_own
         AND (s.user_id, h.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
       GROUP BY 1, 2) x
   GROUP BY user_id),
other_hour_list AS (
  SELECT user_id, json_agg(json_build_array(weekday, hour, us)) AS list
    FROM (
      SELECT b.user_id, asked.days[width_bucket(b.bucket, asked.from_buckets)] % 7 AS weekday, (((b.bucket + (asked.offsets)[width_bucket(b.bucket, asked.offset_from_buckets)]) / 4) % 24) AS hour, sum(b.us)::bigint AS us
        FROM asked
       CROSS JOIN (
          SELECT d.user_id, r.bucket, r.us
            FROM days_by_bucket d
            CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
           WHERE r.us > 0
             AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
          UNION ALL
          SELECT l.user_id, l.bucket, l.us
            FROM live l
            JOIN settings s ON s.user_id = l.user_id
           WHERE true ) b
       GROUP BY 1, 2, 3) x
   GROUP BY user_id),
spent AS MATERIALIZED (
  SELECT w.user_id, asked.first_day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'project' = ANY(asked.hidden) THEN 'hidden' ELSE a.project END COLLATE "C" AS project,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language,
         CASE WHEN 'category' = ANY(asked.hidden) THEN 'hidden' ELSE a.category END COLLATE "C" AS category,
         CASE WHEN 'editor' = ANY(asked.hidden) THEN 'hidden' ELSE a.editor END COLLATE "C" AS editor,
         CASE WHEN 'operatingSystem' = ANY(asked.hidden) THEN 'hidden' ELSE a.operating_system END COLLATE "C" AS operating_system,
         CASE WHEN 'machine' = ANY(asked.hidden) THEN 'hidden' ELSE a.machine END COLLATE "C" AS machine
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.project, l.language, l.category, l.editor, l.operating_system, l.machine
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(project) = 0 THEN 0 WHEN grouping(language) = 0 THEN 2 WHEN grouping(category) = 0 THEN 3 WHEN grouping(editor) = 0 THEN 4 WHEN grouping(operating_system) = 0 THEN 5 WHEN grouping(machine) = 0 THEN 6 END AS list,
         coalesce(project, language, category, editor, operating_system, machine) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, project), (user_id, day, language), (user_id, day, category), (user_id, day, editor), (user_id, day, operating_system), (user_id, day, machine))),
grouped AS MATERIALIZED (
  SELECT project COLLATE "C" AS project, kind, name
    FROM (SELECT p.shown_name AS project, g.id, g.kind, g.name, g.rate, g.timeout,
         row_number() OVER (PARTITION BY p.shown_name, g.kind ORDER BY (p.sent_name <> p.shown_name)::int, p.id, g.id) AS place
    FROM project_groups g
    JOIN grouped_projects m ON m.user_id = (SELECT user_id FROM settings) AND m.group_id = g.id
    JOIN (SELECT p.id, p.sent_name, coalesce((SELECT jsonb_object_agg(sent, shown)
          FROM (
            WITH sent_projects AS MATERIALIZED (
              SELECT normalize(sent_project, NFC) AS sent, min(project COLLATE "C") AS shown, max(project COLLATE "C") AS last,
                     bool_or(forced <> '') AS is_forced
                FROM activities
               WHERE user_id = (SELECT user_id FROM settings) AND sent_project <> '' AND NOT dropped
               GROUP BY 1),
            parted AS MATERIALIZED (SELECT sent FROM sent_projects WHERE is_forced AND shown <> last),
            counted AS (
              SELECT activity_id FROM daily_rollups WHERE user_id = (SELECT user_id FROM settings) AND EXISTS (SELECT FROM parted)
              UNION ALL
              SELECT h.activity_id
                FROM dirty_days d
                JOIN heartbeats h ON h.user_id = d.user_id AND h.time >= d.day * 86400000000 AND h.time < (d.day + 1) * 86400000000
               WHERE d.user_id = (SELECT user_id FROM settings) AND EXISTS (SELECT FROM parted)
              UNION ALL
              SELECT activity_id FROM external_durations WHERE user_id = (SELECT user_id FROM settings) AND EXISTS (SELECT FROM parted)),
            all_shown AS (
              SELECT sent, shown, last FROM sent_projects
              UNION ALL
              SELECT p.sent, min(a.project COLLATE "C"), max(a.project COLLATE "C")
                FROM parted p
                JOIN activities a ON a.user_id = (SELECT user_id FROM settings) AND normalize(a.sent_project, NFC) = p.sent
               WHERE NOT a.dropped AND a.id IN (SELECT activity_id FROM counted)
               GROUP BY 1)
            SELECT sent, shown FROM all_shown WHERE shown = last AND shown NOT IN ('', sent)) x) ->> p.sent_name, r.shown_name, p.sent_name) AS shown_name, p.color, p.badge,
         p.archived, p.first_seen_at
      FROM projects p
      LEFT JOIN renames r ON r.user_id = (SELECT user_id FROM settings) AND r.dimension = 'project' AND r.digest = p.digest
     WHERE p.user_id = (SELECT user_id FROM settings)) p ON p.id = m.project_id
   WHERE g.user_id = (SELECT user_id FROM settings)) x
   WHERE kind = 'label' OR place = 1
   GROUP BY project, kind, name),
grouped_activities AS MATERIALIZED (
  SELECT l.id, g.kind, g.name
    FROM (SELECT id, project FROM listed WHERE EXISTS (SELECT 1 FROM grouped)) l
    FULL JOIN grouped g ON g.project = l.project),
grouped_times AS MATERIALIZED (
  SELECT t.day, g.kind, g.name, t.us
    FROM (SELECT day, activity_id, us FROM spent WHERE EXISTS (SELECT 1 FROM grouped)) t
    FULL JOIN (SELECT id, kind, name FROM grouped_activities WHERE id IS NOT NULL AND kind IS NOT NULL) g ON g.id = t.activity_id),
grouped_list AS (
  SELECT json_agg(json_build_array(day, kind, name, us)) AS times
    FROM (SELECT day, kind, name, sum(us)::bigint AS us FROM grouped_times WHERE kind IS NOT NULL AND us IS NOT NULL GROUP BY 1, 2, 3) x),
group_list AS (
  SELECT k.user_id, json_build_object('label', k.label, 'client', k.client, 'times', t.times) AS list
    FROM grouped_list t
   CROSS JOIN (
     SELECT user_id, bool_or(kind = 'label') AS label, bool_or(kind = 'client') AS client
       FROM project_groups
      WHERE user_id = (SELECT user_id FROM settings)
      GROUP BY user_id) k),
dependency_spans AS MATERIALIZED (
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day - 2 AND asked.last_day AND with_dependencies > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
  UNION ALL
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM rollups
      WHERE user_id = s.user_id
        AND bucket >= asked.first_bucket - (s.timeout + 14) / 15 AND bucket < asked.end_bucket
        AND with_dependencies > 0
     OFFSET 0) r
   WHERE s.is_current AND NOT s.zone_is_own),
dependency_days AS MATERIALIZED (
  SELECT user_id, day
    FROM live_days
  UNION
  SELECT s.user_id, d.day + 1
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day >= asked.first_utc_day - 1 AND day < asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current
  UNION
  SELECT x.user_id,
         generate_series(
           greatest(x.first_time / 86400000000, asked.first_utc_day)::int,
           least((x.last_time + x.timeout * 60000000::bigint) / 86400000000, asked.last_utc_day)::int)
    FROM asked, dependency_spans x),
dependency_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM dependency_days d
    JOIN settings s ON s.user_id = d.user_id),
dependency_gaps AS MATERIALIZED (
  SELECT g.*
    FROM (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us, s.dependencies
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us, h.dependencies
      FROM dependency_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time, b.dependencies
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM dependency_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time) g
    JOIN settings s ON s.user_id = g.user_id
   WHERE g.dependencies IS NOT NULL ),
dependency_names AS (
  SELECT y.user_id, y.day, 9 AS list, name COLLATE "C" AS name, sum(y.us)::bigint AS us
    FROM (
      SELECT q.user_id, asked.first_day AS day, q.dependencies, sum(q.us) AS us
        FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us, g.dependencies
      FROM dependency_gaps g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000), g.dependencies
      FROM dependency_gaps g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
       WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
       GROUP BY 1, 2, 3) y, unnest(y.dependencies[1:100]) AS name
   GROUP BY 1, 2, 3, 4),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names
  UNION ALL
  SELECT user_id, day, list, name, us FROM dependency_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list,
         'rolled_up_hours', rolled_up_hour_list.list,
         'other_hours', other_hour_list.list,
         'groups', group_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id
  LEFT JOIN rolled_up_hour_list ON rolled_up_hour_list.user_id = s.user_id
  LEFT JOIN other_hour_list ON other_hour_list.user_id = s.user_id
  LEFT JOIN group_list ON group_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time range filter h d
WITH asked AS MATERIALIZED (
  SELECT $1::text[] AS of_project,
         $2::text[] AS of_branch,
         $3::text[] AS of_language,
         $4::text[] AS of_category,
         $5::text[] AS of_editor,
         $6::text[] AS of_operating_system,
         $7::text[] AS of_machine,
         $8::text[] AS of_ai_model,
         $9::text[] AS of_ai_agent,
         $10::int[] AS user_ids,
         $11::text AS zone,
         $12::bool AS zone_is_given,
         $13::bool AS days_are_cut,
         $14::int AS timeout,
         $15::bool AS writes_only,
         $16::int[] AS days,
         $17::int[] AS from_buckets,
         $18::int[] AS to_buckets,
         $19::int AS first_day,
         $20::int AS last_day,
         $21::int AS first_bucket,
         $22::int AS end_bucket,
         $23::int AS first_utc_day,
         $24::int AS last_utc_day,
         $25::int[] AS offset_from_buckets,
         $26::int[] AS offsets,
         $27::int AS most_names,
         $28::int AS most_bytes,
         $29::text[] AS hidden),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AND NOT asked.days_are_cut AS zone_is_own,
         u.timezone = asked.zone AS days_are_kept,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current,
         ARRAY(SELECT id FROM activities WHERE user_id = u.id AND dropped) AS dropped,
         u.counts_external_durations AS counts_external,
         ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND (asked.of_project IS NULL OR a.project = ANY(asked.of_project))
              AND (asked.of_branch IS NULL OR a.branch = ANY(asked.of_branch))
              AND (asked.of_language IS NULL OR a.language = ANY(asked.of_language))
              AND (asked.of_category IS NULL OR a.category = ANY(asked.of_category))
              AND (asked.of_editor IS NULL OR a.editor = ANY(asked.of_editor))
              AND (asked.of_operating_system IS NULL OR a.operating_system = ANY(asked.of_operating_system))
              AND (asked.of_machine IS NULL OR a.machine = ANY(asked.of_machine))
              AND (asked.of_ai_model IS NULL OR a.ai_model = ANY(asked.of_ai_model))
              AND (asked.of_ai_agent IS NULL OR a.ai_agent = ANY(asked.of_ai_agent))) AS wanted,
         ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND (asked.of_project IS NULL OR a.project = ANY(asked.of_project))
              AND (asked.of_language IS NULL OR a.language = ANY(asked.of_language))
              AND (asked.of_category IS NULL OR a.category = ANY(asked.of_category))
              AND (asked.of_editor IS NULL OR a.editor = ANY(asked.of_editor))
              AND (asked.of_operating_system IS NULL OR a.operating_system = ANY(asked.of_operating_system))
              AND (asked.of_machine IS NULL OR a.machine = ANY(asked.of_machine))
              AND (asked.of_ai_model IS NULL OR a.ai_model = ANY(asked.of_ai_model))
              AND (asked.of_ai_agent IS NULL OR a.ai_agent = ANY(asked.of_ai_agent))) AS of_any_branch
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0 AND activity_id = ANY(s.wanted)
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true AND activity_id = ANY(s.wanted)),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id),
other_hour_list AS (
  SELECT user_id, json_agg(json_build_array(weekday, hour, us)) AS list
    FROM (
      SELECT b.user_id, asked.days[width_bucket(b.bucket, asked.from_buckets)] % 7 AS weekday, (((b.bucket + (asked.offsets)[width_bucket(b.bucket, asked.offset_from_buckets)]) / 4) % 24) AS hour, sum(b.us)::bigint AS us
        FROM asked
       CROSS JOIN (
          SELECT s.user_id, r.bucket, r.us
            FROM asked
           CROSS JOIN settings s
           CROSS JOIN LATERAL (
             SELECT bucket, us
               FROM rollups
              WHERE user_id = s.user_id AND bucket >= asked.first_bucket AND bucket < asked.end_bucket AND us > 0 AND activity_id = ANY(s.wanted)
             OFFSET 0) r
           WHERE s.is_current
             AND (s.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
          UNION ALL
          SELECT l.user_id, l.bucket, l.us
            FROM live l
            JOIN settings s ON s.user_id = l.user_id
           WHERE true AND activity_id = ANY(s.wanted)) b
       GROUP BY 1, 2, 3) x
   GROUP BY user_id),
spent AS MATERIALIZED (
  SELECT w.user_id, asked.first_day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'project' = ANY(asked.hidden) THEN 'hidden' ELSE a.project END COLLATE "C" AS project,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language,
         CASE WHEN 'category' = ANY(asked.hidden) THEN 'hidden' ELSE a.category END COLLATE "C" AS category,
         CASE WHEN 'editor' = ANY(asked.hidden) THEN 'hidden' ELSE a.editor END COLLATE "C" AS editor,
         CASE WHEN 'operatingSystem' = ANY(asked.hidden) THEN 'hidden' ELSE a.operating_system END COLLATE "C" AS operating_system,
         CASE WHEN 'machine' = ANY(asked.hidden) THEN 'hidden' ELSE a.machine END COLLATE "C" AS machine
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.project, l.language, l.category, l.editor, l.operating_system, l.machine
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(project) = 0 THEN 0 WHEN grouping(language) = 0 THEN 2 WHEN grouping(category) = 0 THEN 3 WHEN grouping(editor) = 0 THEN 4 WHEN grouping(operating_system) = 0 THEN 5 WHEN grouping(machine) = 0 THEN 6 END AS list,
         coalesce(project, language, category, editor, operating_system, machine) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, project), (user_id, day, language), (user_id, day, category), (user_id, day, editor), (user_id, day, operating_system), (user_id, day, machine))),
dependency_spans AS MATERIALIZED (
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day - 2 AND asked.last_day AND with_dependencies > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
  UNION ALL
  SELECT s.user_id, s.timeout, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT first_time, last_time
       FROM rollups
      WHERE user_id = s.user_id
        AND bucket >= asked.first_bucket - (s.timeout + 14) / 15 AND bucket < asked.end_bucket
        AND with_dependencies > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r
   WHERE s.is_current AND NOT s.zone_is_own),
dependency_days AS MATERIALIZED (
  SELECT user_id, day
    FROM live_days
  UNION
  SELECT s.user_id, d.day + 1
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day >= asked.first_utc_day - 1 AND day < asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current
  UNION
  SELECT x.user_id,
         generate_series(
           greatest(x.first_time / 86400000000, asked.first_utc_day)::int,
           least((x.last_time + x.timeout * 60000000::bigint) / 86400000000, asked.last_utc_day)::int)
    FROM asked, dependency_spans x),
dependency_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM dependency_days d
    JOIN settings s ON s.user_id = d.user_id),
dependency_gaps AS MATERIALIZED (
  SELECT g.*
    FROM (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us, s.dependencies
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us, h.dependencies
      FROM dependency_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time, b.dependencies
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM dependency_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time) g
    JOIN settings s ON s.user_id = g.user_id
   WHERE g.dependencies IS NOT NULL AND activity_id = ANY(s.wanted)),
dependency_names AS (
  SELECT y.user_id, y.day, 9 AS list, name COLLATE "C" AS name, sum(y.us)::bigint AS us
    FROM (
      SELECT q.user_id, asked.first_day AS day, q.dependencies, sum(q.us) AS us
        FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us, g.dependencies
      FROM dependency_gaps g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000), g.dependencies
      FROM dependency_gaps g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
       WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
       GROUP BY 1, 2, 3) y, unnest(y.dependencies[1:100]) AS name
   GROUP BY 1, 2, 3, 4),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names
  UNION ALL
  SELECT user_id, day, list, name, us FROM dependency_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list,
         'other_hours', other_hour_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id
  LEFT JOIN other_hour_list ON other_hour_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time range h
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int[] AS offset_from_buckets,
         $17::int[] AS offsets,
         $18::int AS most_names,
         $19::int AS most_bytes,
         $20::text[] AS hidden),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id),
rolled_up_hour_list AS (
  SELECT user_id, json_agg(json_build_array(weekday, hours)) AS list
    FROM (
      SELECT s.user_id, h.day % 7 AS weekday,
             json_build_array(coalesce(sum(h.hours[1]), 0), coalesce(sum(h.hours[2]), 0), coalesce(sum(h.hours[3]), 0), coalesce(sum(h.hours[4]), 0), coalesce(sum(h.hours[5]), 0), coalesce(sum(h.hours[6]), 0), coalesce(sum(h.hours[7]), 0), coalesce(sum(h.hours[8]), 0), coalesce(sum(h.hours[9]), 0), coalesce(sum(h.hours[10]), 0), coalesce(sum(h.hours[11]), 0), coalesce(sum(h.hours[12]), 0), coalesce(sum(h.hours[13]), 0), coalesce(sum(h.hours[14]), 0), coalesce(sum(h.hours[15]), 0), coalesce(sum(h.hours[16]), 0), coalesce(sum(h.hours[17]), 0), coalesce(sum(h.hours[18]), 0), coalesce(sum(h.hours[19]), 0), coalesce(sum(h.hours[20]), 0), coalesce(sum(h.hours[21]), 0), coalesce(sum(h.hours[22]), 0), coalesce(sum(h.hours[23]), 0), coalesce(sum(h.hours[24]), 0)) AS hours
        FROM asked
       CROSS JOIN settings s
       CROSS JOIN LATERAL (
         SELECT day, hours
           FROM daily_hours
          WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day
         OFFSET 0) h
       WHERE s.is_current AND s.zone_is_own
         AND (s.user_id, h.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
       GROUP BY 1, 2) x
   GROUP BY user_id),
other_hour_list AS (
  SELECT user_id, json_agg(json_build_array(weekday, hour, us)) AS list
    FROM (
      SELECT b.user_id, asked.days[width_bucket(b.bucket, asked.from_buckets)] % 7 AS weekday, (((b.bucket + (asked.offsets)[width_bucket(b.bucket, asked.offset_from_buckets)]) / 4) % 24) AS hour, sum(b.us)::bigint AS us
        FROM asked
       CROSS JOIN (
          SELECT d.user_id, r.bucket, r.us
            FROM days_by_bucket d
            CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
           WHERE r.us > 0
             AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
          UNION ALL
          SELECT l.user_id, l.bucket, l.us
            FROM live l
            JOIN settings s ON s.user_id = l.user_id
           WHERE true ) b
       GROUP BY 1, 2, 3) x
   GROUP BY user_id),
spent AS MATERIALIZED (
  SELECT w.user_id, asked.first_day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'project' = ANY(asked.hidden) THEN 'hidden' ELSE a.project END COLLATE "C" AS project,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language,
         CASE WHEN 'category' = ANY(asked.hidden) THEN 'hidden' ELSE a.category END COLLATE "C" AS category,
         CASE WHEN 'editor' = ANY(asked.hidden) THEN 'hidden' ELSE a.editor END COLLATE "C" AS editor,
         CASE WHEN 'operatingSystem' = ANY(asked.hidden) THEN 'hidden' ELSE a.operating_system END COLLATE "C" AS operating_system,
         CASE WHEN 'machine' = ANY(asked.hidden) THEN 'hidden' ELSE a.machine END COLLATE "C" AS machine
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.project, l.language, l.category, l.editor, l.operating_system, l.machine
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(project) = 0 THEN 0 WHEN grouping(language) = 0 THEN 2 WHEN grouping(category) = 0 THEN 3 WHEN grouping(editor) = 0 THEN 4 WHEN grouping(operating_system) = 0 THEN 5 WHEN grouping(machine) = 0 THEN 6 END AS list,
         coalesce(project, language, category, editor, operating_system, machine) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, project), (user_id, day, language), (user_id, day, category), (user_id, day, editor), (user_id, day, operating_system), (user_id, day, machine))),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list,
         'rolled_up_hours', rolled_up_hour_list.list,
         'other_hours', other_hour_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id
  LEFT JOIN rolled_up_hour_list ON rolled_up_hour_list.user_id = s.user_id
  LEFT JOIN other_hour_list ON other_hour_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time range h all
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int[] AS offset_from_buckets,
         $17::int[] AS offsets,
         $18::int AS most_names,
         $19::int AS most_bytes,
         $20::text[] AS hidden),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id),
rolled_up_hour_list AS (
  SELECT user_id, json_agg(json_build_array(weekday, hours)) AS list
    FROM (
      SELECT s.user_id, h.day % 7 AS weekday,
             json_build_array(coalesce(sum(h.hours[1]), 0), coalesce(sum(h.hours[2]), 0), coalesce(sum(h.hours[3]), 0), coalesce(sum(h.hours[4]), 0), coalesce(sum(h.hours[5]), 0), coalesce(sum(h.hours[6]), 0), coalesce(sum(h.hours[7]), 0), coalesce(sum(h.hours[8]), 0), coalesce(sum(h.hours[9]), 0), coalesce(sum(h.hours[10]), 0), coalesce(sum(h.hours[11]), 0), coalesce(sum(h.hours[12]), 0), coalesce(sum(h.hours[13]), 0), coalesce(sum(h.hours[14]), 0), coalesce(sum(h.hours[15]), 0), coalesce(sum(h.hours[16]), 0), coalesce(sum(h.hours[17]), 0), coalesce(sum(h.hours[18]), 0), coalesce(sum(h.hours[19]), 0), coalesce(sum(h.hours[20]), 0), coalesce(sum(h.hours[21]), 0), coalesce(sum(h.hours[22]), 0), coalesce(sum(h.hours[23]), 0), coalesce(sum(h.hours[24]), 0)) AS hours
        FROM asked
       CROSS JOIN settings s
       CROSS JOIN LATERAL (
         SELECT day, hours
           FROM daily_hours
          WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day
         OFFSET 0) h
       WHERE s.is_current AND s.zone_is_own
         AND (s.user_id, h.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
       GROUP BY 1, 2) x
   GROUP BY user_id),
other_hour_list AS (
  SELECT user_id, json_agg(json_build_array(weekday, hour, us)) AS list
    FROM (
      SELECT b.user_id, asked.days[width_bucket(b.bucket, asked.from_buckets)] % 7 AS weekday, (((b.bucket + (asked.offsets)[width_bucket(b.bucket, asked.offset_from_buckets)]) / 4) % 24) AS hour, sum(b.us)::bigint AS us
        FROM asked
       CROSS JOIN (
          SELECT d.user_id, r.bucket, r.us
            FROM days_by_bucket d
            CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
           WHERE r.us > 0
             AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
          UNION ALL
          SELECT l.user_id, l.bucket, l.us
            FROM live l
            JOIN settings s ON s.user_id = l.user_id
           WHERE true ) b
       GROUP BY 1, 2, 3) x
   GROUP BY user_id),
spent AS MATERIALIZED (
  SELECT w.user_id, asked.first_day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'project' = ANY(asked.hidden) THEN 'hidden' ELSE a.project END COLLATE "C" AS project,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language,
         CASE WHEN 'category' = ANY(asked.hidden) THEN 'hidden' ELSE a.category END COLLATE "C" AS category,
         CASE WHEN 'editor' = ANY(asked.hidden) THEN 'hidden' ELSE a.editor END COLLATE "C" AS editor,
         CASE WHEN 'operatingSystem' = ANY(asked.hidden) THEN 'hidden' ELSE a.operating_system END COLLATE "C" AS operating_system,
         CASE WHEN 'machine' = ANY(asked.hidden) THEN 'hidden' ELSE a.machine END COLLATE "C" AS machine
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.project, l.language, l.category, l.editor, l.operating_system, l.machine
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(project) = 0 THEN 0 WHEN grouping(language) = 0 THEN 2 WHEN grouping(category) = 0 THEN 3 WHEN grouping(editor) = 0 THEN 4 WHEN grouping(operating_system) = 0 THEN 5 WHEN grouping(machine) = 0 THEN 6 END AS list,
         coalesce(project, language, category, editor, operating_system, machine) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, project), (user_id, day, language), (user_id, day, category), (user_id, day, editor), (user_id, day, operating_system), (user_id, day, machine))),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       least(
         (SELECT min(time) FROM heartbeats h WHERE h.user_id = s.user_id),
         (SELECT min(start_time) FROM external_durations x WHERE x.user_id = s.user_id AND s.counts_external))::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list,
         'rolled_up_hours', rolled_up_hour_list.list,
         'other_hours', other_hour_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id
  LEFT JOIN rolled_up_hour_list ON rolled_up_hour_list.user_id = s.user_id
  LEFT JOIN other_hour_list ON other_hour_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time range l2
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int AS most_names,
         $17::int AS most_bytes,
         $18::text[] AS hidden),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id),
spent AS MATERIALIZED (
  SELECT w.user_id, asked.first_day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.language
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(language) = 0 THEN 2 END AS list,
         coalesce(language) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, language))),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time range l2 all
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int AS most_names,
         $17::int AS most_bytes,
         $18::text[] AS hidden),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id),
spent AS MATERIALIZED (
  SELECT w.user_id, asked.first_day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.language
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(language) = 0 THEN 2 END AS list,
         coalesce(language) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, language))),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       least(
         (SELECT min(time) FROM heartbeats h WHERE h.user_id = s.user_id),
         (SELECT min(start_time) FROM external_durations x WHERE x.user_id = s.user_id AND s.counts_external))::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time totals c02
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int AS most_crossed),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id),
crossed_active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids, sum(size) AS size
    FROM (SELECT user_id, activity_id, count(*) AS size FROM times GROUP BY user_id, activity_id) x
   GROUP BY user_id),
crossed_activities AS MATERIALIZED (
  SELECT a.user_id, a.id, a.project COLLATE "C" AS project, a.language COLLATE "C" AS language
    FROM crossed_active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = crossed_active.user_id AND id = ANY(crossed_active.ids) OFFSET 0) a),
crossed_combinations AS MATERIALIZED (
  SELECT user_id, id, first_value(id) OVER (PARTITION BY user_id, project, language ORDER BY id) AS combination, project, language
    FROM crossed_activities),
crossed_oversized AS MATERIALIZED (
  SELECT user_id
    FROM crossed_combinations
   WHERE id = combination
   GROUP BY user_id
  HAVING sum(octet_length(project) + octet_length(language)) > 10000000),
crossed_combination_list AS (
  SELECT user_id, json_agg(json_build_array(id, project, language)) AS list
    FROM crossed_combinations
   WHERE id = combination AND user_id NOT IN (SELECT user_id FROM crossed_oversized)
   GROUP BY user_id),
crossed_many AS MATERIALIZED (
  SELECT a.user_id
    FROM asked, crossed_active a
   WHERE a.size > asked.most_crossed),
crossed AS MATERIALIZED (
  SELECT t.user_id, t.day, c.combination, sum(t.us)::bigint AS us
    FROM (SELECT * FROM times WHERE user_id IN (SELECT user_id FROM crossed_many)) t
    FULL JOIN (SELECT * FROM crossed_combinations WHERE user_id IN (SELECT user_id FROM crossed_many)) c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id, t.day, c.combination),
crossed_crowded AS MATERIALIZED (
  SELECT c.user_id
    FROM asked
   CROSS JOIN (SELECT user_id, count(*) AS size FROM crossed GROUP BY user_id) c
   WHERE c.size > asked.most_crossed),
crossed_ranked AS (
  SELECT c.*, row_number() OVER (PARTITION BY c.user_id ORDER BY c.weight DESC, c.day, c.combination) AS place
    FROM (SELECT *, us AS weight FROM crossed WHERE user_id IN (SELECT user_id FROM crossed_crowded)) c),
crossed_list AS (
  SELECT x.user_id, json_build_array(json_agg(x.day), json_agg(x.combination), json_agg(x.us)) AS list
    FROM (
      SELECT user_id, day, combination, us
        FROM crossed
       WHERE user_id NOT IN (SELECT user_id FROM crossed_crowded)
      UNION ALL
      SELECT r.user_id, r.day, CASE WHEN r.place <= asked.most_crossed THEN r.combination END,
             sum(r.us)::bigint
        FROM asked, crossed_ranked r
       GROUP BY 1, 2, 3) x
   GROUP BY x.user_id),
crossed_whole_list AS (
  SELECT t.user_id, json_build_array(json_agg(t.day), json_agg(c.combination), json_agg(t.us)) AS list
    FROM (SELECT * FROM times WHERE user_id NOT IN (SELECT user_id FROM crossed_many)) t
    FULL JOIN (SELECT * FROM crossed_combinations WHERE user_id NOT IN (SELECT user_id FROM crossed_many)) c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id
  UNION ALL
  SELECT user_id, list
    FROM crossed_list)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list,
         'combinations', crossed_combination_list.list,
         'crossed', crossed_whole_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id
  LEFT JOIN crossed_combination_list ON crossed_combination_list.user_id = s.user_id
  LEFT JOIN crossed_whole_list ON crossed_whole_list.user_id = s.user_id;

-- time days n78 s
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int AS most_counted,
         $17::int AS most_session_names,
         $18::int AS most_names,
         $19::int AS most_bytes,
         $20::text[] AS hidden),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
counter_parts AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND num_nonnulls(line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions) > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE num_nonnulls(r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions) > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT s.user_id, asked.days[width_bucket((r.time / 900000000)::int, asked.from_buckets)], r.activity_id, r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions
    FROM asked
   CROSS JOIN live_days l
    JOIN settings s ON s.user_id = l.user_id
   CROSS JOIN LATERAL (
     SELECT time, activity_id, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, CASE WHEN ai_line_changes < 0 THEN -ai_line_changes::bigint END AS ai_line_deletions, CASE WHEN human_line_changes < 0 THEN -human_line_changes::bigint END AS human_line_deletions
       FROM heartbeats
      WHERE user_id = l.user_id
        AND time >= greatest(l.day * 86400000000, asked.first_bucket * 900000000::bigint)
        AND time < least((l.day + 1) * 86400000000, asked.end_bucket * 900000000::bigint)
        AND (heartbeats.user_id, heartbeats.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM settings) d)
        AND num_nonnulls(line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length) > 0
     OFFSET 0) r),
counter_active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids, sum(size) AS size
    FROM (SELECT user_id, activity_id, count(*) AS size FROM counter_parts GROUP BY user_id, activity_id) x
   GROUP BY user_id),
counter_activities AS MATERIALIZED (
  SELECT a.user_id, a.id, a.ai_model COLLATE "C" AS ai_model, a.ai_agent COLLATE "C" AS ai_agent
    FROM counter_active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = counter_active.user_id AND id = ANY(counter_active.ids) OFFSET 0) a),
counter_combinations AS MATERIALIZED (
  SELECT user_id, id, first_value(id) OVER (PARTITION BY user_id, ai_model, ai_agent ORDER BY id) AS combination, ai_model, ai_agent
    FROM counter_activities),
counter_oversized AS MATERIALIZED (
  SELECT user_id
    FROM counter_combinations
   WHERE id = combination
   GROUP BY user_id
  HAVING sum(octet_length(ai_model) + octet_length(ai_agent)) > 10000000),
counter_combination_list AS (
  SELECT user_id, json_agg(json_build_array(id, ai_model, ai_agent)) AS list
    FROM counter_combinations
   WHERE id = combination AND user_id NOT IN (SELECT user_id FROM counter_oversized)
   GROUP BY user_id),
counter AS MATERIALIZED (
  SELECT t.user_id, t.day, c.combination, sum(t.line_additions)::bigint AS line_additions, sum(t.line_deletions)::bigint AS line_deletions, sum(t.ai_line_changes)::bigint AS ai_line_changes, sum(t.human_line_changes)::bigint AS human_line_changes, sum(t.ai_input_tokens)::bigint AS ai_input_tokens, sum(t.ai_output_tokens)::bigint AS ai_output_tokens, sum(t.ai_cached_input_tokens)::bigint AS ai_cached_input_tokens, sum(t.ai_prompt_length)::bigint AS ai_prompt_length, sum(t.ai_line_deletions)::bigint AS ai_line_deletions, sum(t.human_line_deletions)::bigint AS human_line_deletions
    FROM counter_parts t
    FULL JOIN counter_combinations c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id, t.day, c.combination),
counter_crowded AS MATERIALIZED (
  SELECT c.user_id
    FROM asked
   CROSS JOIN (SELECT user_id, count(*) AS size FROM counter GROUP BY user_id) c
   WHERE c.size > asked.most_counted),
counter_ranked AS (
  SELECT c.*, row_number() OVER (PARTITION BY c.user_id ORDER BY c.weight DESC, c.day, c.combination) AS place
    FROM (
      SELECT t.user_id, t.day, c.combination, sum(t.line_additions)::bigint AS line_additions, sum(t.line_deletions)::bigint AS line_deletions, sum(t.ai_line_changes)::bigint AS ai_line_changes, sum(t.human_line_changes)::bigint AS human_line_changes, sum(t.ai_input_tokens)::bigint AS ai_input_tokens, sum(t.ai_output_tokens)::bigint AS ai_output_tokens, sum(t.ai_cached_input_tokens)::bigint AS ai_cached_input_tokens, sum(t.ai_prompt_length)::bigint AS ai_prompt_length, sum(t.ai_line_deletions)::bigint AS ai_line_deletions, sum(t.human_line_deletions)::bigint AS human_line_deletions, coalesce(sum(abs(t.line_additions)), 0) + coalesce(sum(abs(t.line_deletions)), 0) + coalesce(sum(abs(t.ai_line_changes)), 0) + coalesce(sum(abs(t.human_line_changes)), 0) + coalesce(sum(abs(t.ai_input_tokens)), 0) + coalesce(sum(abs(t.ai_output_tokens)), 0) + coalesce(sum(abs(t.ai_cached_input_tokens)), 0) + coalesce(sum(abs(t.ai_prompt_length)), 0) + coalesce(sum(abs(t.ai_line_deletions)), 0) + coalesce(sum(abs(t.human_line_deletions)), 0) AS weight
        FROM (SELECT * FROM counter_parts WHERE user_id IN (SELECT user_id FROM counter_crowded)) t
        FULL JOIN (SELECT * FROM counter_combinations WHERE user_id IN (SELECT user_id FROM counter_crowded)) c ON c.user_id = t.user_id AND c.id = t.activity_id
       GROUP BY t.user_id, t.day, c.combination) c),
counter_list AS (
  SELECT x.user_id, json_build_array(json_agg(x.day), json_agg(x.combination), json_agg(x.line_additions), json_agg(x.line_deletions), json_agg(x.ai_line_changes), json_agg(x.human_line_changes), json_agg(x.ai_input_tokens), json_agg(x.ai_output_tokens), json_agg(x.ai_cached_input_tokens), json_agg(x.ai_prompt_length), json_agg(x.ai_line_deletions), json_agg(x.human_line_deletions)) AS list
    FROM (
      SELECT user_id, day, combination, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions
        FROM counter
       WHERE user_id NOT IN (SELECT user_id FROM counter_crowded)
      UNION ALL
      SELECT r.user_id, r.day, CASE WHEN r.place <= asked.most_counted THEN r.combination END,
             sum(r.line_additions)::bigint, sum(r.line_deletions)::bigint, sum(r.ai_line_changes)::bigint, sum(r.human_line_changes)::bigint, sum(r.ai_input_tokens)::bigint, sum(r.ai_output_tokens)::bigint, sum(r.ai_cached_input_tokens)::bigint, sum(r.ai_prompt_length)::bigint, sum(r.ai_line_deletions)::bigint, sum(r.human_line_deletions)::bigint
        FROM asked, counter_ranked r
       GROUP BY 1, 2, 3) x
   GROUP BY x.user_id),
session_parts AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.session, r.prompts, r.prompt_length
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT asked.days[width_bucket(bucket, asked.from_buckets)] AS day, activity_id, session, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
       FROM ai_session_rollups
      WHERE user_id = s.user_id AND bucket >= asked.first_bucket AND bucket < asked.end_bucket
        AND (s.user_id, bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
      GROUP BY 1, 2, 3
     OFFSET 0) r
   WHERE s.is_current
  UNION ALL
  SELECT s.user_id, asked.days[width_bucket((r.time / 900000000)::int, asked.from_buckets)], r.activity_id, r.session, (r.ai_prompt_length IS NOT NULL)::int, coalesce(r.ai_prompt_length, 0)
    FROM asked
   CROSS JOIN live_days l
    JOIN settings s ON s.user_id = l.user_id
   CROSS JOIN LATERAL (
     SELECT time, activity_id, ai_prompt_length, coalesce(substr(sha256(convert_to(ai_session, 'UTF8')), 1, 16), ''::bytea) AS session
       FROM heartbeats
      WHERE user_id = l.user_id
        AND time >= greatest(l.day * 86400000000, asked.first_bucket * 900000000::bigint)
        AND time < least((l.day + 1) * 86400000000, asked.end_bucket * 900000000::bigint)
        AND (heartbeats.user_id, heartbeats.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM settings) d)
        AND num_nonnulls(ai_session, ai_prompt_length) > 0
     OFFSET 0) r),
session_activities AS MATERIALIZED (
  SELECT user_id, day, activity_id, session, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
    FROM session_parts
   GROUP BY user_id, day, activity_id, session),
session_sums AS MATERIALIZED (
  SELECT user_id, day, session, -1 AS list, NULL::text AS name, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
    FROM session_activities
   GROUP BY user_id, day, session),
session_totals AS MATERIALIZED (
  SELECT user_id, day, list, name, count(*) FILTER (WHERE session <> ''::bytea) AS sessions,
         sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length,
         coalesce(sum(prompts) FILTER (WHERE session <> ''::bytea), 0)::bigint AS prompts_in_sessions,
         coalesce(sum(prompt_length) FILTER (WHERE session <> ''::bytea), 0)::bigint AS length_in_sessions,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY prompts) FILTER (WHERE session <> ''::bytea) AS median_prompts,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY prompt_length) FILTER (WHERE session <> ''::bytea) AS median_length,
         row_number() OVER (PARTITION BY user_id ORDER BY list, count(*) DESC, day, name) AS place
    FROM session_sums
   GROUP BY user_id, day, list, name),
session_list AS (
  SELECT t.user_id,
         json_agg(json_build_array(t.day, t.list, t.name, t.sessions, t.prompts, t.prompt_length, t.prompts_in_sessions, t.length_in_sessions,
                                   t.median_prompts, t.median_length)) AS list
    FROM asked, session_totals t
   WHERE t.place <= asked.most_session_names
   GROUP BY t.user_id),
spent AS MATERIALIZED (
  SELECT w.user_id, w.day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'project' = ANY(asked.hidden) THEN 'hidden' ELSE a.project END COLLATE "C" AS project,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language,
         CASE WHEN 'category' = ANY(asked.hidden) THEN 'hidden' ELSE a.category END COLLATE "C" AS category,
         CASE WHEN 'editor' = ANY(asked.hidden) THEN 'hidden' ELSE a.editor END COLLATE "C" AS editor,
         CASE WHEN 'operatingSystem' = ANY(asked.hidden) THEN 'hidden' ELSE a.operating_system END COLLATE "C" AS operating_system,
         CASE WHEN 'machine' = ANY(asked.hidden) THEN 'hidden' ELSE a.machine END COLLATE "C" AS machine
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.project, l.language, l.category, l.editor, l.operating_system, l.machine
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(project) = 0 THEN 0 WHEN grouping(language) = 0 THEN 2 WHEN grouping(category) = 0 THEN 3 WHEN grouping(editor) = 0 THEN 4 WHEN grouping(operating_system) = 0 THEN 5 WHEN grouping(machine) = 0 THEN 6 END AS list,
         coalesce(project, language, category, editor, operating_system, machine) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, project), (user_id, day, language), (user_id, day, category), (user_id, day, editor), (user_id, day, operating_system), (user_id, day, machine))),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'counter_combinations', counter_combination_list.list,
         'counters', counter_list.list,
         'sessions', session_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN counter_combination_list ON counter_combination_list.user_id = s.user_id
  LEFT JOIN counter_list ON counter_list.user_id = s.user_id
  LEFT JOIN session_list ON session_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time range filter n78 s
WITH asked AS MATERIALIZED (
  SELECT $1::text[] AS of_project,
         $2::text[] AS of_branch,
         $3::text[] AS of_language,
         $4::text[] AS of_category,
         $5::text[] AS of_editor,
         $6::text[] AS of_operating_system,
         $7::text[] AS of_machine,
         $8::text[] AS of_ai_model,
         $9::text[] AS of_ai_agent,
         $10::int[] AS user_ids,
         $11::text AS zone,
         $12::bool AS zone_is_given,
         $13::bool AS days_are_cut,
         $14::int AS timeout,
         $15::bool AS writes_only,
         $16::int[] AS days,
         $17::int[] AS from_buckets,
         $18::int[] AS to_buckets,
         $19::int AS first_day,
         $20::int AS last_day,
         $21::int AS first_bucket,
         $22::int AS end_bucket,
         $23::int AS first_utc_day,
         $24::int AS last_utc_day,
         $25::int AS most_counted,
         $26::int AS most_session_names,
         $27::int AS most_names,
         $28::int AS most_bytes,
         $29::text[] AS hidden),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AND NOT asked.days_are_cut AS zone_is_own,
         u.timezone = asked.zone AS days_are_kept,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current,
         ARRAY(SELECT id FROM activities WHERE user_id = u.id AND dropped) AS dropped,
         u.counts_external_durations AS counts_external,
         ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND (asked.of_project IS NULL OR a.project = ANY(asked.of_project))
              AND (asked.of_branch IS NULL OR a.branch = ANY(asked.of_branch))
              AND (asked.of_language IS NULL OR a.language = ANY(asked.of_language))
              AND (asked.of_category IS NULL OR a.category = ANY(asked.of_category))
              AND (asked.of_editor IS NULL OR a.editor = ANY(asked.of_editor))
              AND (asked.of_operating_system IS NULL OR a.operating_system = ANY(asked.of_operating_system))
              AND (asked.of_machine IS NULL OR a.machine = ANY(asked.of_machine))
              AND (asked.of_ai_model IS NULL OR a.ai_model = ANY(asked.of_ai_model))
              AND (asked.of_ai_agent IS NULL OR a.ai_agent = ANY(asked.of_ai_agent))) AS wanted,
         ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND (asked.of_project IS NULL OR a.project = ANY(asked.of_project))
              AND (asked.of_language IS NULL OR a.language = ANY(asked.of_language))
              AND (asked.of_category IS NULL OR a.category = ANY(asked.of_category))
              AND (asked.of_editor IS NULL OR a.editor = ANY(asked.of_editor))
              AND (asked.of_operating_system IS NULL OR a.operating_system = ANY(asked.of_operating_system))
              AND (asked.of_machine IS NULL OR a.machine = ANY(asked.of_machine))
              AND (asked.of_ai_model IS NULL OR a.ai_model = ANY(asked.of_ai_model))
              AND (asked.of_ai_agent IS NULL OR a.ai_agent = ANY(asked.of_ai_agent))) AS of_any_branch
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0 AND activity_id = ANY(s.wanted)
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true AND activity_id = ANY(s.wanted)),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id),
counter_parts AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND num_nonnulls(line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions) > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE num_nonnulls(r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions) > 0 AND activity_id = ANY(s.wanted)
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT s.user_id, asked.days[width_bucket((r.time / 900000000)::int, asked.from_buckets)], r.activity_id, r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions
    FROM asked
   CROSS JOIN live_days l
    JOIN settings s ON s.user_id = l.user_id
   CROSS JOIN LATERAL (
     SELECT time, activity_id, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, CASE WHEN ai_line_changes < 0 THEN -ai_line_changes::bigint END AS ai_line_deletions, CASE WHEN human_line_changes < 0 THEN -human_line_changes::bigint END AS human_line_deletions
       FROM heartbeats
      WHERE user_id = l.user_id
        AND time >= greatest(l.day * 86400000000, asked.first_bucket * 900000000::bigint)
        AND time < least((l.day + 1) * 86400000000, asked.end_bucket * 900000000::bigint)
        AND (heartbeats.user_id, heartbeats.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM settings) d)
        AND num_nonnulls(line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length) > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r),
counter_active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids, sum(size) AS size
    FROM (SELECT user_id, activity_id, count(*) AS size FROM counter_parts GROUP BY user_id, activity_id) x
   GROUP BY user_id),
counter_activities AS MATERIALIZED (
  SELECT a.user_id, a.id, a.ai_model COLLATE "C" AS ai_model, a.ai_agent COLLATE "C" AS ai_agent
    FROM counter_active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = counter_active.user_id AND id = ANY(counter_active.ids) OFFSET 0) a),
counter_combinations AS MATERIALIZED (
  SELECT user_id, id, first_value(id) OVER (PARTITION BY user_id, ai_model, ai_agent ORDER BY id) AS combination, ai_model, ai_agent
    FROM counter_activities),
counter_oversized AS MATERIALIZED (
  SELECT user_id
    FROM counter_combinations
   WHERE id = combination
   GROUP BY user_id
  HAVING sum(octet_length(ai_model) + octet_length(ai_agent)) > 10000000),
counter_combination_list AS (
  SELECT user_id, json_agg(json_build_array(id, ai_model, ai_agent)) AS list
    FROM counter_combinations
   WHERE id = combination AND user_id NOT IN (SELECT user_id FROM counter_oversized)
   GROUP BY user_id),
counter AS MATERIALIZED (
  SELECT t.user_id, t.day, c.combination, sum(t.line_additions)::bigint AS line_additions, sum(t.line_deletions)::bigint AS line_deletions, sum(t.ai_line_changes)::bigint AS ai_line_changes, sum(t.human_line_changes)::bigint AS human_line_changes, sum(t.ai_input_tokens)::bigint AS ai_input_tokens, sum(t.ai_output_tokens)::bigint AS ai_output_tokens, sum(t.ai_cached_input_tokens)::bigint AS ai_cached_input_tokens, sum(t.ai_prompt_length)::bigint AS ai_prompt_length, sum(t.ai_line_deletions)::bigint AS ai_line_deletions, sum(t.human_line_deletions)::bigint AS human_line_deletions
    FROM counter_parts t
    FULL JOIN counter_combinations c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id, t.day, c.combination),
counter_crowded AS MATERIALIZED (
  SELECT c.user_id
    FROM asked
   CROSS JOIN (SELECT user_id, count(*) AS size FROM counter GROUP BY user_id) c
   WHERE c.size > asked.most_counted),
counter_ranked AS (
  SELECT c.*, row_number() OVER (PARTITION BY c.user_id ORDER BY c.weight DESC, c.day, c.combination) AS place
    FROM (
      SELECT t.user_id, t.day, c.combination, sum(t.line_additions)::bigint AS line_additions, sum(t.line_deletions)::bigint AS line_deletions, sum(t.ai_line_changes)::bigint AS ai_line_changes, sum(t.human_line_changes)::bigint AS human_line_changes, sum(t.ai_input_tokens)::bigint AS ai_input_tokens, sum(t.ai_output_tokens)::bigint AS ai_output_tokens, sum(t.ai_cached_input_tokens)::bigint AS ai_cached_input_tokens, sum(t.ai_prompt_length)::bigint AS ai_prompt_length, sum(t.ai_line_deletions)::bigint AS ai_line_deletions, sum(t.human_line_deletions)::bigint AS human_line_deletions, coalesce(sum(abs(t.line_additions)), 0) + coalesce(sum(abs(t.line_deletions)), 0) + coalesce(sum(abs(t.ai_line_changes)), 0) + coalesce(sum(abs(t.human_line_changes)), 0) + coalesce(sum(abs(t.ai_input_tokens)), 0) + coalesce(sum(abs(t.ai_output_tokens)), 0) + coalesce(sum(abs(t.ai_cached_input_tokens)), 0) + coalesce(sum(abs(t.ai_prompt_length)), 0) + coalesce(sum(abs(t.ai_line_deletions)), 0) + coalesce(sum(abs(t.human_line_deletions)), 0) AS weight
        FROM (SELECT * FROM counter_parts WHERE user_id IN (SELECT user_id FROM counter_crowded)) t
        FULL JOIN (SELECT * FROM counter_combinations WHERE user_id IN (SELECT user_id FROM counter_crowded)) c ON c.user_id = t.user_id AND c.id = t.activity_id
       GROUP BY t.user_id, t.day, c.combination) c),
counter_list AS (
  SELECT x.user_id, json_build_array(json_agg(x.day), json_agg(x.combination), json_agg(x.line_additions), json_agg(x.line_deletions), json_agg(x.ai_line_changes), json_agg(x.human_line_changes), json_agg(x.ai_input_tokens), json_agg(x.ai_output_tokens), json_agg(x.ai_cached_input_tokens), json_agg(x.ai_prompt_length), json_agg(x.ai_line_deletions), json_agg(x.human_line_deletions)) AS list
    FROM (
      SELECT user_id, day, combination, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions
        FROM counter
       WHERE user_id NOT IN (SELECT user_id FROM counter_crowded)
      UNION ALL
      SELECT r.user_id, r.day, CASE WHEN r.place <= asked.most_counted THEN r.combination END,
             sum(r.line_additions)::bigint, sum(r.line_deletions)::bigint, sum(r.ai_line_changes)::bigint, sum(r.human_line_changes)::bigint, sum(r.ai_input_tokens)::bigint, sum(r.ai_output_tokens)::bigint, sum(r.ai_cached_input_tokens)::bigint, sum(r.ai_prompt_length)::bigint, sum(r.ai_line_deletions)::bigint, sum(r.human_line_deletions)::bigint
        FROM asked, counter_ranked r
       GROUP BY 1, 2, 3) x
   GROUP BY x.user_id),
session_parts AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.session, r.prompts, r.prompt_length
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT asked.first_day AS day, activity_id, session, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
       FROM ai_session_rollups
      WHERE user_id = s.user_id AND bucket >= asked.first_bucket AND bucket < asked.end_bucket
        AND (s.user_id, bucket / 96) NOT IN (SELECT user_id, day FROM live_days) AND activity_id = ANY(s.wanted)
      GROUP BY 1, 2, 3
     OFFSET 0) r
   WHERE s.is_current
  UNION ALL
  SELECT s.user_id, asked.first_day, r.activity_id, r.session, (r.ai_prompt_length IS NOT NULL)::int, coalesce(r.ai_prompt_length, 0)
    FROM asked
   CROSS JOIN live_days l
    JOIN settings s ON s.user_id = l.user_id
   CROSS JOIN LATERAL (
     SELECT time, activity_id, ai_prompt_length, coalesce(substr(sha256(convert_to(ai_session, 'UTF8')), 1, 16), ''::bytea) AS session
       FROM heartbeats
      WHERE user_id = l.user_id
        AND time >= greatest(l.day * 86400000000, asked.first_bucket * 900000000::bigint)
        AND time < least((l.day + 1) * 86400000000, asked.end_bucket * 900000000::bigint)
        AND (heartbeats.user_id, heartbeats.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM settings) d)
        AND num_nonnulls(ai_session, ai_prompt_length) > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r),
session_activities AS MATERIALIZED (
  SELECT user_id, day, activity_id, session, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
    FROM session_parts
   GROUP BY user_id, day, activity_id, session),
session_sums AS MATERIALIZED (
  SELECT user_id, day, session, -1 AS list, NULL::text AS name, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
    FROM session_activities
   GROUP BY user_id, day, session),
session_totals AS MATERIALIZED (
  SELECT user_id, day, list, name, count(*) FILTER (WHERE session <> ''::bytea) AS sessions,
         sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length,
         coalesce(sum(prompts) FILTER (WHERE session <> ''::bytea), 0)::bigint AS prompts_in_sessions,
         coalesce(sum(prompt_length) FILTER (WHERE session <> ''::bytea), 0)::bigint AS length_in_sessions,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY prompts) FILTER (WHERE session <> ''::bytea) AS median_prompts,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY prompt_length) FILTER (WHERE session <> ''::bytea) AS median_length,
         row_number() OVER (PARTITION BY user_id ORDER BY list, count(*) DESC, day, name) AS place
    FROM session_sums
   GROUP BY user_id, day, list, name),
session_list AS (
  SELECT t.user_id,
         json_agg(json_build_array(t.day, t.list, t.name, t.sessions, t.prompts, t.prompt_length, t.prompts_in_sessions, t.length_in_sessions,
                                   t.median_prompts, t.median_length)) AS list
    FROM asked, session_totals t
   WHERE t.place <= asked.most_session_names
   GROUP BY t.user_id),
spent AS MATERIALIZED (
  SELECT w.user_id, asked.first_day AS day, w.activity_id, sum(w.us)::bigint AS us
    FROM asked, times w
   GROUP BY 1, 2, 3),
active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids
    FROM (SELECT DISTINCT user_id, activity_id FROM spent) x
   GROUP BY user_id),
listed AS MATERIALIZED (
  SELECT a.user_id, a.id,
         CASE WHEN 'project' = ANY(asked.hidden) THEN 'hidden' ELSE a.project END COLLATE "C" AS project,
         CASE WHEN 'language' = ANY(asked.hidden) THEN 'hidden' ELSE a.language END COLLATE "C" AS language,
         CASE WHEN 'category' = ANY(asked.hidden) THEN 'hidden' ELSE a.category END COLLATE "C" AS category,
         CASE WHEN 'editor' = ANY(asked.hidden) THEN 'hidden' ELSE a.editor END COLLATE "C" AS editor,
         CASE WHEN 'operatingSystem' = ANY(asked.hidden) THEN 'hidden' ELSE a.operating_system END COLLATE "C" AS operating_system,
         CASE WHEN 'machine' = ANY(asked.hidden) THEN 'hidden' ELSE a.machine END COLLATE "C" AS machine
    FROM asked
   CROSS JOIN active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = active.user_id AND id = ANY(active.ids) OFFSET 0) a),
activity_times AS (
  SELECT t.user_id, t.day, t.us, l.project, l.language, l.category, l.editor, l.operating_system, l.machine
    FROM spent t
    FULL JOIN listed l ON l.user_id = t.user_id AND l.id = t.activity_id),
activity_names AS (
  SELECT user_id, day,
         CASE WHEN grouping(project) = 0 THEN 0 WHEN grouping(language) = 0 THEN 2 WHEN grouping(category) = 0 THEN 3 WHEN grouping(editor) = 0 THEN 4 WHEN grouping(operating_system) = 0 THEN 5 WHEN grouping(machine) = 0 THEN 6 END AS list,
         coalesce(project, language, category, editor, operating_system, machine) AS name,
         sum(us)::bigint AS us
    FROM activity_times
   GROUP BY GROUPING SETS ((user_id, day, project), (user_id, day, language), (user_id, day, category), (user_id, day, editor), (user_id, day, operating_system), (user_id, day, machine))),
names AS MATERIALIZED (
  SELECT user_id, day, list, name, us FROM activity_names),
crowded AS MATERIALIZED (
  SELECT x.user_id
    FROM asked
   CROSS JOIN (
     SELECT user_id, count(*) AS names, sum(octet_length(name) + 180) AS bytes
       FROM names
      GROUP BY user_id, day, list) x
   GROUP BY x.user_id, asked.most_names, asked.most_bytes
  HAVING max(x.names) > asked.most_names OR sum(x.bytes) > asked.most_bytes),
ranked AS MATERIALIZED (
  SELECT user_id, day, list, name, us, name IN ('', 'Other') AS is_kept,
         row_number() OVER (PARTITION BY user_id, day, list ORDER BY us DESC, name) AS place
    FROM names
   WHERE user_id IN (SELECT user_id FROM crowded)),
last_places AS MATERIALIZED (
  SELECT x.user_id, max(x.place) AS place
    FROM asked
   CROSS JOIN (
     SELECT user_id, place, sum(sum(octet_length(name) + 180)) OVER (PARTITION BY user_id ORDER BY place) AS bytes
       FROM ranked
      WHERE place <= (SELECT most_names FROM asked)
      GROUP BY user_id, place) x
   WHERE x.bytes <= asked.most_bytes
   GROUP BY x.user_id),
name_list AS (
  SELECT user_id, json_agg(json_build_array(day, list, name, us)) AS list
    FROM (
      SELECT user_id, day, list, name, us
        FROM names
       WHERE user_id NOT IN (SELECT user_id FROM crowded)
      UNION ALL
      SELECT r.user_id, r.day, r.list, CASE WHEN r.is_kept OR r.place <= l.place THEN r.name END, sum(r.us)::bigint
        FROM ranked r
        LEFT JOIN last_places l ON l.user_id = r.user_id
       GROUP BY 1, 2, 3, 4) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list,
         'counter_combinations', counter_combination_list.list,
         'counters', counter_list.list,
         'sessions', session_list.list,
         'lists', name_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id
  LEFT JOIN counter_combination_list ON counter_combination_list.user_id = s.user_id
  LEFT JOIN counter_list ON counter_list.user_id = s.user_id
  LEFT JOIN session_list ON session_list.user_id = s.user_id
  LEFT JOIN name_list ON name_list.user_id = s.user_id;

-- time totals c02378 n78 s78
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day,
         $16::int AS most_crossed,
         $17::int AS most_counted,
         $18::int AS most_session_names),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id),
crossed_active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids, sum(size) AS size
    FROM (SELECT user_id, activity_id, count(*) AS size FROM times GROUP BY user_id, activity_id) x
   GROUP BY user_id),
crossed_activities AS MATERIALIZED (
  SELECT a.user_id, a.id, a.project COLLATE "C" AS project, a.language COLLATE "C" AS language, a.category COLLATE "C" AS category, a.ai_model COLLATE "C" AS ai_model, a.ai_agent COLLATE "C" AS ai_agent
    FROM crossed_active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = crossed_active.user_id AND id = ANY(crossed_active.ids) OFFSET 0) a),
crossed_combinations AS MATERIALIZED (
  SELECT user_id, id, first_value(id) OVER (PARTITION BY user_id, project, language, category, ai_model, ai_agent ORDER BY id) AS combination, project, language, category, ai_model, ai_agent
    FROM crossed_activities),
crossed_oversized AS MATERIALIZED (
  SELECT user_id
    FROM crossed_combinations
   WHERE id = combination
   GROUP BY user_id
  HAVING sum(octet_length(project) + octet_length(language) + octet_length(category) + octet_length(ai_model) + octet_length(ai_agent)) > 10000000),
crossed_combination_list AS (
  SELECT user_id, json_agg(json_build_array(id, project, language, category, ai_model, ai_agent)) AS list
    FROM crossed_combinations
   WHERE id = combination AND user_id NOT IN (SELECT user_id FROM crossed_oversized)
   GROUP BY user_id),
crossed_many AS MATERIALIZED (
  SELECT a.user_id
    FROM asked, crossed_active a
   WHERE a.size > asked.most_crossed),
crossed AS MATERIALIZED (
  SELECT t.user_id, t.day, c.combination, sum(t.us)::bigint AS us
    FROM (SELECT * FROM times WHERE user_id IN (SELECT user_id FROM crossed_many)) t
    FULL JOIN (SELECT * FROM crossed_combinations WHERE user_id IN (SELECT user_id FROM crossed_many)) c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id, t.day, c.combination),
crossed_crowded AS MATERIALIZED (
  SELECT c.user_id
    FROM asked
   CROSS JOIN (SELECT user_id, count(*) AS size FROM crossed GROUP BY user_id) c
   WHERE c.size > asked.most_crossed),
crossed_ranked AS (
  SELECT c.*, row_number() OVER (PARTITION BY c.user_id ORDER BY c.weight DESC, c.day, c.combination) AS place
    FROM (SELECT *, us AS weight FROM crossed WHERE user_id IN (SELECT user_id FROM crossed_crowded)) c),
crossed_list AS (
  SELECT x.user_id, json_build_array(json_agg(x.day), json_agg(x.combination), json_agg(x.us)) AS list
    FROM (
      SELECT user_id, day, combination, us
        FROM crossed
       WHERE user_id NOT IN (SELECT user_id FROM crossed_crowded)
      UNION ALL
      SELECT r.user_id, r.day, CASE WHEN r.place <= asked.most_crossed THEN r.combination END,
             sum(r.us)::bigint
        FROM asked, crossed_ranked r
       GROUP BY 1, 2, 3) x
   GROUP BY x.user_id),
crossed_whole_list AS (
  SELECT t.user_id, json_build_array(json_agg(t.day), json_agg(c.combination), json_agg(t.us)) AS list
    FROM (SELECT * FROM times WHERE user_id NOT IN (SELECT user_id FROM crossed_many)) t
    FULL JOIN (SELECT * FROM crossed_combinations WHERE user_id NOT IN (SELECT user_id FROM crossed_many)) c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id
  UNION ALL
  SELECT user_id, list
    FROM crossed_list),
counter_parts AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND num_nonnulls(line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions) > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE num_nonnulls(r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions) > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT s.user_id, asked.days[width_bucket((r.time / 900000000)::int, asked.from_buckets)], r.activity_id, r.line_additions, r.line_deletions, r.ai_line_changes, r.human_line_changes, r.ai_input_tokens, r.ai_output_tokens, r.ai_cached_input_tokens, r.ai_prompt_length, r.ai_line_deletions, r.human_line_deletions
    FROM asked
   CROSS JOIN live_days l
    JOIN settings s ON s.user_id = l.user_id
   CROSS JOIN LATERAL (
     SELECT time, activity_id, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, CASE WHEN ai_line_changes < 0 THEN -ai_line_changes::bigint END AS ai_line_deletions, CASE WHEN human_line_changes < 0 THEN -human_line_changes::bigint END AS human_line_deletions
       FROM heartbeats
      WHERE user_id = l.user_id
        AND time >= greatest(l.day * 86400000000, asked.first_bucket * 900000000::bigint)
        AND time < least((l.day + 1) * 86400000000, asked.end_bucket * 900000000::bigint)
        AND (heartbeats.user_id, heartbeats.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM settings) d)
        AND num_nonnulls(line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length) > 0
     OFFSET 0) r),
counter_active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids, sum(size) AS size
    FROM (SELECT user_id, activity_id, count(*) AS size FROM counter_parts GROUP BY user_id, activity_id) x
   GROUP BY user_id),
counter_activities AS MATERIALIZED (
  SELECT a.user_id, a.id, a.ai_model COLLATE "C" AS ai_model, a.ai_agent COLLATE "C" AS ai_agent
    FROM counter_active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = counter_active.user_id AND id = ANY(counter_active.ids) OFFSET 0) a),
counter_combinations AS MATERIALIZED (
  SELECT user_id, id, first_value(id) OVER (PARTITION BY user_id, ai_model, ai_agent ORDER BY id) AS combination, ai_model, ai_agent
    FROM counter_activities),
counter_oversized AS MATERIALIZED (
  SELECT user_id
    FROM counter_combinations
   WHERE id = combination
   GROUP BY user_id
  HAVING sum(octet_length(ai_model) + octet_length(ai_agent)) > 10000000),
counter_combination_list AS (
  SELECT user_id, json_agg(json_build_array(id, ai_model, ai_agent)) AS list
    FROM counter_combinations
   WHERE id = combination AND user_id NOT IN (SELECT user_id FROM counter_oversized)
   GROUP BY user_id),
counter AS MATERIALIZED (
  SELECT t.user_id, t.day, c.combination, sum(t.line_additions)::bigint AS line_additions, sum(t.line_deletions)::bigint AS line_deletions, sum(t.ai_line_changes)::bigint AS ai_line_changes, sum(t.human_line_changes)::bigint AS human_line_changes, sum(t.ai_input_tokens)::bigint AS ai_input_tokens, sum(t.ai_output_tokens)::bigint AS ai_output_tokens, sum(t.ai_cached_input_tokens)::bigint AS ai_cached_input_tokens, sum(t.ai_prompt_length)::bigint AS ai_prompt_length, sum(t.ai_line_deletions)::bigint AS ai_line_deletions, sum(t.human_line_deletions)::bigint AS human_line_deletions
    FROM counter_parts t
    FULL JOIN counter_combinations c ON c.user_id = t.user_id AND c.id = t.activity_id
   GROUP BY t.user_id, t.day, c.combination),
counter_crowded AS MATERIALIZED (
  SELECT c.user_id
    FROM asked
   CROSS JOIN (SELECT user_id, count(*) AS size FROM counter GROUP BY user_id) c
   WHERE c.size > asked.most_counted),
counter_ranked AS (
  SELECT c.*, row_number() OVER (PARTITION BY c.user_id ORDER BY c.weight DESC, c.day, c.combination) AS place
    FROM (
      SELECT t.user_id, t.day, c.combination, sum(t.line_additions)::bigint AS line_additions, sum(t.line_deletions)::bigint AS line_deletions, sum(t.ai_line_changes)::bigint AS ai_line_changes, sum(t.human_line_changes)::bigint AS human_line_changes, sum(t.ai_input_tokens)::bigint AS ai_input_tokens, sum(t.ai_output_tokens)::bigint AS ai_output_tokens, sum(t.ai_cached_input_tokens)::bigint AS ai_cached_input_tokens, sum(t.ai_prompt_length)::bigint AS ai_prompt_length, sum(t.ai_line_deletions)::bigint AS ai_line_deletions, sum(t.human_line_deletions)::bigint AS human_line_deletions, coalesce(sum(abs(t.line_additions)), 0) + coalesce(sum(abs(t.line_deletions)), 0) + coalesce(sum(abs(t.ai_line_changes)), 0) + coalesce(sum(abs(t.human_line_changes)), 0) + coalesce(sum(abs(t.ai_input_tokens)), 0) + coalesce(sum(abs(t.ai_output_tokens)), 0) + coalesce(sum(abs(t.ai_cached_input_tokens)), 0) + coalesce(sum(abs(t.ai_prompt_length)), 0) + coalesce(sum(abs(t.ai_line_deletions)), 0) + coalesce(sum(abs(t.human_line_deletions)), 0) AS weight
        FROM (SELECT * FROM counter_parts WHERE user_id IN (SELECT user_id FROM counter_crowded)) t
        FULL JOIN (SELECT * FROM counter_combinations WHERE user_id IN (SELECT user_id FROM counter_crowded)) c ON c.user_id = t.user_id AND c.id = t.activity_id
       GROUP BY t.user_id, t.day, c.combination) c),
counter_list AS (
  SELECT x.user_id, json_build_array(json_agg(x.day), json_agg(x.combination), json_agg(x.line_additions), json_agg(x.line_deletions), json_agg(x.ai_line_changes), json_agg(x.human_line_changes), json_agg(x.ai_input_tokens), json_agg(x.ai_output_tokens), json_agg(x.ai_cached_input_tokens), json_agg(x.ai_prompt_length), json_agg(x.ai_line_deletions), json_agg(x.human_line_deletions)) AS list
    FROM (
      SELECT user_id, day, combination, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions
        FROM counter
       WHERE user_id NOT IN (SELECT user_id FROM counter_crowded)
      UNION ALL
      SELECT r.user_id, r.day, CASE WHEN r.place <= asked.most_counted THEN r.combination END,
             sum(r.line_additions)::bigint, sum(r.line_deletions)::bigint, sum(r.ai_line_changes)::bigint, sum(r.human_line_changes)::bigint, sum(r.ai_input_tokens)::bigint, sum(r.ai_output_tokens)::bigint, sum(r.ai_cached_input_tokens)::bigint, sum(r.ai_prompt_length)::bigint, sum(r.ai_line_deletions)::bigint, sum(r.human_line_deletions)::bigint
        FROM asked, counter_ranked r
       GROUP BY 1, 2, 3) x
   GROUP BY x.user_id),
session_parts AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.session, r.prompts, r.prompt_length
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT asked.first_day AS day, activity_id, session, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
       FROM ai_session_rollups
      WHERE user_id = s.user_id AND bucket >= asked.first_bucket AND bucket < asked.end_bucket
        AND (s.user_id, bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
      GROUP BY 1, 2, 3
     OFFSET 0) r
   WHERE s.is_current
  UNION ALL
  SELECT s.user_id, asked.first_day, r.activity_id, r.session, (r.ai_prompt_length IS NOT NULL)::int, coalesce(r.ai_prompt_length, 0)
    FROM asked
   CROSS JOIN live_days l
    JOIN settings s ON s.user_id = l.user_id
   CROSS JOIN LATERAL (
     SELECT time, activity_id, ai_prompt_length, coalesce(substr(sha256(convert_to(ai_session, 'UTF8')), 1, 16), ''::bytea) AS session
       FROM heartbeats
      WHERE user_id = l.user_id
        AND time >= greatest(l.day * 86400000000, asked.first_bucket * 900000000::bigint)
        AND time < least((l.day + 1) * 86400000000, asked.end_bucket * 900000000::bigint)
        AND (heartbeats.user_id, heartbeats.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM settings) d)
        AND num_nonnulls(ai_session, ai_prompt_length) > 0
     OFFSET 0) r),
session_activities AS MATERIALIZED (
  SELECT user_id, day, activity_id, session, sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
    FROM session_parts
   GROUP BY user_id, day, activity_id, session),
session_name_active AS MATERIALIZED (
  SELECT user_id, array_agg(activity_id) AS ids, sum(size) AS size
    FROM (SELECT user_id, activity_id, count(*) AS size FROM session_activities GROUP BY user_id, activity_id) x
   GROUP BY user_id),
session_name_activities AS MATERIALIZED (
  SELECT a.user_id, a.id, a.ai_model COLLATE "C" AS ai_model, a.ai_agent COLLATE "C" AS ai_agent
    FROM session_name_active
   CROSS JOIN LATERAL (SELECT * FROM activities WHERE user_id = session_name_active.user_id AND id = ANY(session_name_active.ids) OFFSET 0) a),
session_names AS (
  SELECT p.user_id, p.day, p.session, p.prompts, p.prompt_length, a.ai_model, a.ai_agent
    FROM session_activities p
    FULL JOIN session_name_activities a ON a.user_id = p.user_id AND a.id = p.activity_id),
session_sums AS MATERIALIZED (
  SELECT user_id, day, session, CASE WHEN grouping(ai_model) = 0 THEN 7 WHEN grouping(ai_agent) = 0 THEN 8 ELSE -1 END AS list, coalesce(ai_model, ai_agent) AS name,
         sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length
    FROM session_names
   GROUP BY GROUPING SETS ((user_id, day, session), (user_id, day, session, ai_model), (user_id, day, session, ai_agent))),
session_totals AS MATERIALIZED (
  SELECT user_id, day, list, name, count(*) FILTER (WHERE session <> ''::bytea) AS sessions,
         sum(prompts)::bigint AS prompts, sum(prompt_length)::bigint AS prompt_length,
         coalesce(sum(prompts) FILTER (WHERE session <> ''::bytea), 0)::bigint AS prompts_in_sessions,
         coalesce(sum(prompt_length) FILTER (WHERE session <> ''::bytea), 0)::bigint AS length_in_sessions,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY prompts) FILTER (WHERE session <> ''::bytea) AS median_prompts,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY prompt_length) FILTER (WHERE session <> ''::bytea) AS median_length,
         row_number() OVER (PARTITION BY user_id ORDER BY list, count(*) DESC, day, name) AS place
    FROM session_sums
   GROUP BY user_id, day, list, name),
session_list AS (
  SELECT t.user_id,
         json_agg(json_build_array(t.day, t.list, t.name, t.sessions, t.prompts, t.prompt_length, t.prompts_in_sessions, t.length_in_sessions,
                                   t.median_prompts, t.median_length)) AS list
    FROM asked, session_totals t
   WHERE t.place <= asked.most_session_names
   GROUP BY t.user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       NULL::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list,
         'combinations', crossed_combination_list.list,
         'crossed', crossed_whole_list.list,
         'counter_combinations', counter_combination_list.list,
         'counters', counter_list.list,
         'sessions', session_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id
  LEFT JOIN crossed_combination_list ON crossed_combination_list.user_id = s.user_id
  LEFT JOIN crossed_whole_list ON crossed_whole_list.user_id = s.user_id
  LEFT JOIN counter_combination_list ON counter_combination_list.user_id = s.user_id
  LEFT JOIN counter_list ON counter_list.user_id = s.user_id
  LEFT JOIN session_list ON session_list.user_id = s.user_id;

-- time totals all
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS days,
         $8::int[] AS from_buckets,
         $9::int[] AS to_buckets,
         $10::int AS first_day,
         $11::int AS last_day,
         $12::int AS first_bucket,
         $13::int AS end_bucket,
         $14::int AS first_utc_day,
         $15::int AS last_utc_day),
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
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true ),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       least(
         (SELECT min(time) FROM heartbeats h WHERE h.user_id = s.user_id),
         (SELECT min(start_time) FROM external_durations x WHERE x.user_id = s.user_id AND s.counts_external))::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id;

-- time totals filter all
WITH asked AS MATERIALIZED (
  SELECT $1::text[] AS of_project,
         $2::text[] AS of_branch,
         $3::text[] AS of_language,
         $4::text[] AS of_category,
         $5::text[] AS of_editor,
         $6::text[] AS of_operating_system,
         $7::text[] AS of_machine,
         $8::text[] AS of_ai_model,
         $9::text[] AS of_ai_agent,
         $10::int[] AS user_ids,
         $11::text AS zone,
         $12::bool AS zone_is_given,
         $13::bool AS days_are_cut,
         $14::int AS timeout,
         $15::bool AS writes_only,
         $16::int[] AS days,
         $17::int[] AS from_buckets,
         $18::int[] AS to_buckets,
         $19::int AS first_day,
         $20::int AS last_day,
         $21::int AS first_bucket,
         $22::int AS end_bucket,
         $23::int AS first_utc_day,
         $24::int AS last_utc_day),
settings AS MATERIALIZED (
  SELECT u.id AS user_id, u.public_id, u.username, u.created_at, u.display_minimum_duration, u.timezone, u.weekday_start,
         coalesce(asked.timeout, u.timeout) AS timeout,
         coalesce(asked.writes_only, u.writes_only) AS writes_only,
         coalesce(asked.timeout, u.timeout) <> u.timeout OR coalesce(asked.writes_only, u.writes_only) <> u.writes_only AS has_other_rules,
         u.timezone = asked.zone AND NOT asked.days_are_cut AS zone_is_own,
         u.timezone = asked.zone AS days_are_kept,
         asked.zone_is_given OR u.timezone = asked.zone AS is_current,
         ARRAY(SELECT id FROM activities WHERE user_id = u.id AND dropped) AS dropped,
         u.counts_external_durations AS counts_external,
         ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND (asked.of_project IS NULL OR a.project = ANY(asked.of_project))
              AND (asked.of_branch IS NULL OR a.branch = ANY(asked.of_branch))
              AND (asked.of_language IS NULL OR a.language = ANY(asked.of_language))
              AND (asked.of_category IS NULL OR a.category = ANY(asked.of_category))
              AND (asked.of_editor IS NULL OR a.editor = ANY(asked.of_editor))
              AND (asked.of_operating_system IS NULL OR a.operating_system = ANY(asked.of_operating_system))
              AND (asked.of_machine IS NULL OR a.machine = ANY(asked.of_machine))
              AND (asked.of_ai_model IS NULL OR a.ai_model = ANY(asked.of_ai_model))
              AND (asked.of_ai_agent IS NULL OR a.ai_agent = ANY(asked.of_ai_agent))) AS wanted,
         ARRAY(
           SELECT a.id
             FROM activities a
            WHERE a.user_id = u.id
              AND (asked.of_project IS NULL OR a.project = ANY(asked.of_project))
              AND (asked.of_language IS NULL OR a.language = ANY(asked.of_language))
              AND (asked.of_category IS NULL OR a.category = ANY(asked.of_category))
              AND (asked.of_editor IS NULL OR a.editor = ANY(asked.of_editor))
              AND (asked.of_operating_system IS NULL OR a.operating_system = ANY(asked.of_operating_system))
              AND (asked.of_machine IS NULL OR a.machine = ANY(asked.of_machine))
              AND (asked.of_ai_model IS NULL OR a.ai_model = ANY(asked.of_ai_model))
              AND (asked.of_ai_agent IS NULL OR a.ai_agent = ANY(asked.of_ai_agent))) AS of_any_branch
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
days AS MATERIALIZED (
  SELECT d.day, d.from_bucket, d.to_bucket
    FROM asked, unnest(asked.days, asked.from_buckets, asked.to_buckets) AS d (day, from_bucket, to_bucket)),
live_days AS MATERIALIZED (
  SELECT s.user_id, d.day
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day
       FROM dirty_days
      WHERE user_id = s.user_id AND day BETWEEN asked.first_utc_day AND asked.last_utc_day
     OFFSET 0) d
   WHERE s.is_current AND NOT s.has_other_rules
  UNION ALL
  SELECT s.user_id, generate_series(asked.first_utc_day, asked.last_utc_day)
    FROM asked, settings s
   WHERE s.is_current AND s.has_other_rules),
days_by_bucket AS MATERIALIZED (
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s, days d
   WHERE s.is_current AND NOT s.zone_is_own
  UNION
  SELECT s.user_id, d.day, d.from_bucket, d.to_bucket
    FROM settings s
    JOIN live_days l ON l.user_id = s.user_id
    JOIN days d ON l.day * 96 < d.to_bucket AND (l.day + 1) * 96 > d.from_bucket
   WHERE s.zone_is_own),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped, s.counts_external
    FROM live_days d
    JOIN settings s ON s.user_id = d.user_id),
live_time_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
      FROM (
    SELECT w.user_id, h.activity_id, h.time,
           CASE WHEN h.next_time - h.time <= w.timeout * 60000000::bigint THEN h.next_time ELSE h.time END AS until,
           w.from_us, w.to_us
      FROM live_windows w
     CROSS JOIN LATERAL (
       SELECT b.activity_id, b.time, lead(b.time) OVER (ORDER BY b.time, b.id) AS next_time
         FROM heartbeats b
        WHERE b.user_id = w.user_id
          AND b.time >= w.from_us - w.timeout * 60000000::bigint
          AND b.time <= w.to_us + w.timeout * 60000000::bigint
          AND (b.is_write OR NOT w.writes_only)
          AND (b.user_id, b.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)) h) s
     WHERE s.until > s.from_us
       AND s.time < s.to_us
       AND s.until > s.time),
live_time_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM live_windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
live_time_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM live_time_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM live_time_external_days)
   GROUP BY g.user_id, g.window_us),
live_time_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM live_time_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
live_time_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM live_time_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
live_time_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM live_time_external_groups s
        LEFT JOIN live_time_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
live_time AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM live_time_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM live_time_external x),
live AS MATERIALIZED (
  SELECT q.user_id, q.activity_id, q.bucket, sum(q.us)::bigint AS us
    FROM asked, (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM live_time g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM live_time g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
   WHERE q.bucket >= asked.first_bucket AND q.bucket < asked.end_bucket
   GROUP BY q.user_id, q.activity_id, q.bucket),
times AS MATERIALIZED (
  SELECT s.user_id, r.day, r.activity_id, r.us
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, us
       FROM daily_rollups
      WHERE user_id = s.user_id AND day BETWEEN asked.first_day AND asked.last_day AND us > 0 AND activity_id = ANY(s.wanted)
     OFFSET 0) r
   WHERE s.is_current AND s.zone_is_own
     AND (s.user_id, r.day) NOT IN (SELECT user_id, day FROM days_by_bucket)
  UNION ALL
  SELECT d.user_id, d.day, r.activity_id, r.us
    FROM days_by_bucket d
    JOIN settings s ON s.user_id = d.user_id
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   WHERE r.us > 0 AND activity_id = ANY(s.wanted)
     AND (d.user_id, r.bucket / 96) NOT IN (SELECT user_id, day FROM live_days)
  UNION ALL
  SELECT l.user_id, asked.days[width_bucket(l.bucket, asked.from_buckets)], l.activity_id, l.us
    FROM asked
   CROSS JOIN live l
    JOIN settings s ON s.user_id = l.user_id
   WHERE true AND activity_id = ANY(s.wanted)),
day_total_list AS (
  SELECT user_id, json_agg(json_build_array(day, us)) AS list
    FROM (SELECT user_id, day, sum(us)::bigint AS us FROM times GROUP BY user_id, day) x
   GROUP BY user_id)
SELECT s.user_id,
       s.public_id,
       s.username,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.display_minimum_duration,
       s.timezone AS zone,
       s.timeout,
       s.writes_only,
       s.weekday_start,
       least(
         (SELECT min(time) FROM heartbeats h WHERE h.user_id = s.user_id),
         (SELECT min(start_time) FROM external_durations x WHERE x.user_id = s.user_id AND s.counts_external))::float8 AS first_time,
       json_build_object(
         'day_totals', day_total_list.list)::text AS data
  FROM settings s
  LEFT JOIN day_total_list ON day_total_list.user_id = s.user_id;
