-- The statements of libs/analytics/src/projects/projects.ts. Generated: npm run queries

-- projects
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS offset_from_buckets,
         $8::int[] AS offsets,
         $9::int AS most,
         $10::bigint AS beside,
         $11::int AS most_branches,
         $12::int AS most_languages,
         $13::int AS most_bytes,
         $14::bool AS amounts,
         $15::bool AS groups,
         $16::text AS q,
         $17::bool AS archived,
         $18::text[] AS of_names),
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
         NOT u.is_profile_private AND u.projects_public AS is_public
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
dirty AS MATERIALIZED (
  SELECT d.day
    FROM settings s
   CROSS JOIN LATERAL (SELECT day FROM dirty_days WHERE user_id = s.user_id OFFSET 0) d
   WHERE s.is_current),
unclean AS MATERIALIZED (
  SELECT DISTINCT dirty.day + beside AS day
    FROM dirty, generate_series(-1, 1) AS beside),
beside_dirty AS MATERIALIZED (
  SELECT DISTINCT dirty.day + beside AS day
    FROM dirty, generate_series(-2, 2) AS beside
   WHERE dirty.day + beside NOT IN (SELECT day FROM dirty)),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped,
         s.counts_external
    FROM settings s, dirty d),
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
parts AS (
  SELECT r.activity_id, r.heartbeats, r.us, r.first_time, r.last_time
    FROM settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, heartbeats, us, first_time, last_time
       FROM daily_rollups
      WHERE user_id = s.user_id
     OFFSET 0) r
   WHERE s.is_current AND r.day NOT IN (SELECT day FROM unclean)
  UNION ALL
  SELECT r.activity_id, r.heartbeats, r.us, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN beside_dirty b
   CROSS JOIN LATERAL (
     SELECT bucket, activity_id, heartbeats, us, first_time, last_time
       FROM rollups
      WHERE user_id = s.user_id AND bucket >= b.day * 96 AND bucket < (b.day + 1) * 96
     OFFSET 0) r
   WHERE ((r.bucket + (asked.offsets)[width_bucket(r.bucket, asked.offset_from_buckets)]) / 96) IN (SELECT day FROM unclean)
  UNION ALL
  SELECT h.activity_id, count(*)::int, 0, min(h.time), max(h.time)
    FROM live_windows w
   CROSS JOIN LATERAL (
     SELECT time, activity_id
       FROM heartbeats
      WHERE user_id = w.user_id AND time >= w.from_us AND time < w.to_us AND (heartbeats.user_id, heartbeats.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)
     OFFSET 0) h
   GROUP BY h.activity_id
  UNION ALL
  SELECT activity_id, 0, sum(to_us - from_us)::bigint, NULL, NULL
    FROM live_time
   GROUP BY activity_id),
by_activity AS MATERIALIZED (
  SELECT activity_id, sum(heartbeats) AS heartbeats, sum(us)::bigint AS us, min(first_time) AS first_time, max(last_time) AS last_time
    FROM parts
   GROUP BY activity_id),
spent AS MATERIALIZED (
  SELECT a.project, a.branch, a.language, b.heartbeats, b.us, b.first_time, b.last_time
    FROM by_activity b
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM by_activity))
      OFFSET 0) a ON a.id = activity_id),
found AS MATERIALIZED (
  SELECT project, sum(heartbeats)::bigint AS heartbeats, sum(us)::bigint AS us, min(first_time) AS first_time, max(last_time) AS last_time
    FROM spent
   WHERE project <> ''
   GROUP BY project
  HAVING sum(heartbeats) > 0),
named AS MATERIALIZED (
  SELECT p.shown_name AS project, bool_and(p.archived) AS archived, min(p.first_seen_at) AS first_seen_at,
         (array_agg(p.color ORDER BY (p.sent_name <> p.shown_name)::int, p.id) FILTER (WHERE p.color IS NOT NULL))[1] AS color,
         (array_agg(p.badge ORDER BY (p.sent_name <> p.shown_name)::int, p.id) FILTER (WHERE p.badge IS NOT NULL))[1] AS badge
    FROM (SELECT p.id, p.sent_name, coalesce((SELECT jsonb_object_agg(sent, shown)
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
     WHERE p.user_id = (SELECT user_id FROM settings)) p
   GROUP BY p.shown_name),
wanted AS MATERIALIZED (
  SELECT f.*, n.archived, n.color, n.badge, n.first_seen_at
    FROM asked
   CROSS JOIN found f
    LEFT JOIN named n ON n.project = f.project
   WHERE coalesce(n.archived, false) = asked.archived
     AND (asked.q = '' OR strpos(lower(f.project), lower(asked.q)) > 0)
     AND (asked.of_names IS NULL OR f.project = ANY(asked.of_names))),
page AS MATERIALIZED (
  SELECT w.*, row_number() OVER o AS place
    FROM asked, wanted w
  WINDOW o AS (ORDER BY CASE WHEN asked.amounts THEN w.last_time END DESC NULLS LAST, w.project COLLATE "C")
   ORDER BY place
   LIMIT (SELECT most FROM asked) OFFSET (SELECT beside FROM asked)),
paged AS MATERIALIZED (
  SELECT t.branch, t.language, t.us, p.place
    FROM spent t
    FULL JOIN page p ON p.project = t.project),
languages AS MATERIALIZED (
  SELECT l.place, json_agg(json_build_array(l.language, CASE WHEN asked.amounts THEN l.us END) ORDER BY l.in_list) AS list
    FROM asked
   CROSS JOIN (
     SELECT place, language, us, row_number() OVER o AS in_list, sum(octet_length(language)) OVER o AS bytes
       FROM (
         SELECT t.place, t.language, sum(t.us)::bigint AS us
           FROM paged t
          WHERE t.place IS NOT NULL AND t.us IS NOT NULL
          GROUP BY t.place, t.language) x
     WINDOW o AS (PARTITION BY place ORDER BY us DESC, language COLLATE "C")) l
   WHERE l.in_list <= asked.most_languages AND l.bytes <= asked.most_bytes
   GROUP BY l.place),
branches AS MATERIALIZED (
  SELECT b.place, json_agg(b.branch ORDER BY b.in_list) AS list
    FROM asked
   CROSS JOIN (
     SELECT place, branch, row_number() OVER o AS in_list, sum(octet_length(branch)) OVER o AS bytes
       FROM (
         SELECT t.place, t.branch, sum(t.us)::bigint AS us
           FROM paged t
          WHERE t.place IS NOT NULL AND t.us IS NOT NULL AND t.branch <> ''
          GROUP BY t.place, t.branch) x
     WINDOW o AS (PARTITION BY place ORDER BY us DESC, branch COLLATE "C")) b
   WHERE b.in_list <= asked.most_branches AND b.bytes <= asked.most_bytes
   GROUP BY b.place),
grouped AS MATERIALIZED (
  SELECT x.kind, x.id, x.name, x.rate, x.timeout, x.place, p.place AS of_page
    FROM (SELECT * FROM (SELECT p.shown_name AS project, g.id, g.kind, g.name, g.rate, g.timeout,
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
   WHERE g.user_id = (SELECT user_id FROM settings)) y WHERE (SELECT groups FROM asked)) x
    FULL JOIN page p ON p.project = x.project),
labels AS MATERIALIZED (
  SELECT of_page, json_agg(name ORDER BY name COLLATE "C") AS list
    FROM (SELECT DISTINCT of_page, name FROM grouped WHERE kind = 'label' AND of_page IS NOT NULL) l
   GROUP BY of_page),
clients AS MATERIALIZED (
  SELECT of_page, json_build_object('id', id, 'name', name, 'rate', rate, 'timeout', timeout) AS client
    FROM grouped
   WHERE kind = 'client' AND place = 1 AND of_page IS NOT NULL),
items AS (
  SELECT p.place, json_build_object(
         'name', p.project, 'archived', coalesce(p.archived, false), 'color', p.color, 'badge', p.badge,
         'first_seen', CASE WHEN asked.amounts THEN floor(extract(epoch FROM p.first_seen_at) * 1000000) END,
         'heartbeats', CASE WHEN asked.amounts THEN p.heartbeats END, 'us', CASE WHEN asked.amounts THEN p.us END,
         'first_time', CASE WHEN asked.amounts THEN p.first_time END, 'last_time', CASE WHEN asked.amounts THEN p.last_time END,
         'languages', l.list, 'branches', b.list, 'labels', t.list, 'client', c.client) AS item
    FROM asked
   CROSS JOIN (
         page p
    FULL JOIN languages l ON l.place = p.place
    FULL JOIN branches b ON b.place = p.place
    FULL JOIN labels t ON t.of_page = p.place
    FULL JOIN clients c ON c.of_page = p.place))
SELECT s.timezone AS zone,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.is_public,
       (SELECT count(*) FROM wanted)::int AS total,
       (SELECT json_agg(item ORDER BY place) FROM items)::text AS projects
  FROM settings s;

-- project
WITH asked AS MATERIALIZED (
  SELECT $1::int[] AS user_ids,
         $2::text AS zone,
         $3::bool AS zone_is_given,
         $4::bool AS days_are_cut,
         $5::int AS timeout,
         $6::bool AS writes_only,
         $7::int[] AS offset_from_buckets,
         $8::int[] AS offsets,
         $9::int AS most,
         $10::bigint AS beside,
         $11::int AS most_branches,
         $12::int AS most_languages,
         $13::int AS most_bytes,
         $14::bool AS amounts,
         $15::bool AS groups,
         $16::text[] AS names,
         $17::text[] AS digests),
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
         NOT u.is_profile_private AND u.projects_public AS is_public
    FROM asked
    JOIN users u ON u.id = ANY(asked.user_ids)),
dirty AS MATERIALIZED (
  SELECT d.day
    FROM settings s
   CROSS JOIN LATERAL (SELECT day FROM dirty_days WHERE user_id = s.user_id OFFSET 0) d
   WHERE s.is_current),
unclean AS MATERIALIZED (
  SELECT DISTINCT dirty.day + beside AS day
    FROM dirty, generate_series(-1, 1) AS beside),
beside_dirty AS MATERIALIZED (
  SELECT DISTINCT dirty.day + beside AS day
    FROM dirty, generate_series(-2, 2) AS beside
   WHERE dirty.day + beside NOT IN (SELECT day FROM dirty)),
live_windows AS MATERIALIZED (
  SELECT s.user_id, d.day * 86400000000 AS from_us, (d.day + 1) * 86400000000 AS to_us, s.timeout, s.writes_only, s.dropped,
         s.counts_external
    FROM settings s, dirty d),
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
parts AS (
  SELECT r.activity_id, r.heartbeats, r.us, r.first_time, r.last_time
    FROM settings s
   CROSS JOIN LATERAL (
     SELECT day, activity_id, heartbeats, us, first_time, last_time
       FROM daily_rollups
      WHERE user_id = s.user_id
     OFFSET 0) r
   WHERE s.is_current AND r.day NOT IN (SELECT day FROM unclean)
  UNION ALL
  SELECT r.activity_id, r.heartbeats, r.us, r.first_time, r.last_time
    FROM asked
   CROSS JOIN settings s
   CROSS JOIN beside_dirty b
   CROSS JOIN LATERAL (
     SELECT bucket, activity_id, heartbeats, us, first_time, last_time
       FROM rollups
      WHERE user_id = s.user_id AND bucket >= b.day * 96 AND bucket < (b.day + 1) * 96
     OFFSET 0) r
   WHERE ((r.bucket + (asked.offsets)[width_bucket(r.bucket, asked.offset_from_buckets)]) / 96) IN (SELECT day FROM unclean)
  UNION ALL
  SELECT h.activity_id, count(*)::int, 0, min(h.time), max(h.time)
    FROM live_windows w
   CROSS JOIN LATERAL (
     SELECT time, activity_id
       FROM heartbeats
      WHERE user_id = w.user_id AND time >= w.from_us AND time < w.to_us AND (heartbeats.user_id, heartbeats.activity_id) NOT IN (
            SELECT d.user_id, unnest(d.dropped) FROM (SELECT DISTINCT ON (user_id) user_id, dropped FROM live_windows) d)
     OFFSET 0) h
   GROUP BY h.activity_id
  UNION ALL
  SELECT activity_id, 0, sum(to_us - from_us)::bigint, NULL, NULL
    FROM live_time
   GROUP BY activity_id),
by_activity AS MATERIALIZED (
  SELECT activity_id, sum(heartbeats) AS heartbeats, sum(us)::bigint AS us, min(first_time) AS first_time, max(last_time) AS last_time
    FROM parts
   GROUP BY activity_id),
spent AS MATERIALIZED (
  SELECT a.project, a.branch, a.language, b.heartbeats, b.us, b.first_time, b.last_time
    FROM by_activity b
    FULL JOIN (
      SELECT *
        FROM activities
       WHERE user_id = (SELECT user_id FROM settings) AND id = ANY(ARRAY(SELECT DISTINCT activity_id FROM by_activity))
      OFFSET 0) a ON a.id = activity_id),
found AS MATERIALIZED (
  SELECT project, sum(heartbeats)::bigint AS heartbeats, sum(us)::bigint AS us, min(first_time) AS first_time, max(last_time) AS last_time
    FROM spent
   WHERE project <> ''
   GROUP BY project
  HAVING sum(heartbeats) > 0),
named AS MATERIALIZED (
  SELECT p.shown_name AS project, bool_and(p.archived) AS archived, min(p.first_seen_at) AS first_seen_at,
         (array_agg(p.color ORDER BY (p.sent_name <> p.shown_name)::int, p.id) FILTER (WHERE p.color IS NOT NULL))[1] AS color,
         (array_agg(p.badge ORDER BY (p.sent_name <> p.shown_name)::int, p.id) FILTER (WHERE p.badge IS NOT NULL))[1] AS badge
    FROM (SELECT p.id, p.sent_name, coalesce((SELECT jsonb_object_agg(sent, shown)
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
     WHERE p.user_id = (SELECT user_id FROM settings)) p
   GROUP BY p.shown_name),
called AS MATERIALIZED (
  WITH own AS MATERIALIZED (SELECT p.id, p.sent_name, coalesce((SELECT jsonb_object_agg(sent, shown)
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
     WHERE p.user_id = (SELECT user_id FROM settings)),
    asked_projects AS MATERIALIZED (
      SELECT w.name, w.digest, w.address FROM unnest((SELECT names FROM asked), (SELECT digests FROM asked)) WITH ORDINALITY AS w (name, digest, address)),
    known AS MATERIALIZED (
      SELECT shown_name AS shown, shown_name AS called, 0 AS worse FROM own
      UNION
      SELECT a.project, a.project, 0
        FROM activities a
       WHERE a.user_id = (SELECT user_id FROM settings) AND a.project <> ''
         AND NOT EXISTS (SELECT FROM own WHERE sent_name = a.project AND sent_name = normalize(a.sent_project, NFC) AND shown_name <> sent_name)
      UNION
      SELECT shown_name, sent_name, 1 FROM own
      UNION
      SELECT shown_name, name, 1 FROM renames WHERE user_id = (SELECT user_id FROM settings) AND dimension = 'project'),
    known_by_id AS MATERIALIZED (
      SELECT shown, worse, overlay(overlay(left(encode(sha256(convert_to('project:' || called, 'UTF8')), 'hex'), 32) PLACING '_' FROM 13) PLACING '_' FROM 17) AS digest
        FROM known
       WHERE EXISTS (SELECT FROM asked_projects WHERE digest IS NOT NULL))
    SELECT DISTINCT ON (address) address, shown AS name
      FROM (
        SELECT w.address, k.shown, 0 AS by_id, k.worse FROM asked_projects w JOIN known k ON k.called = w.name
        UNION ALL
        SELECT w.address, k.shown, 1, k.worse FROM asked_projects w JOIN known_by_id k ON k.digest = w.digest) x
     ORDER BY address, by_id, worse, shown),
wanted AS MATERIALIZED (
  SELECT f.*, n.archived, n.color, n.badge, n.first_seen_at
    FROM called c
    JOIN found f ON f.project = c.name
    LEFT JOIN named n ON n.project = f.project),
page AS MATERIALIZED (
  SELECT w.*, row_number() OVER o AS place
    FROM asked, wanted w
  WINDOW o AS (ORDER BY CASE WHEN asked.amounts THEN w.last_time END DESC NULLS LAST, w.project COLLATE "C")
   ORDER BY place
   LIMIT (SELECT most FROM asked) OFFSET (SELECT beside FROM asked)),
paged AS MATERIALIZED (
  SELECT t.branch, t.language, t.us, p.place
    FROM spent t
    FULL JOIN page p ON p.project = t.project),
languages AS MATERIALIZED (
  SELECT l.place, json_agg(json_build_array(l.language, CASE WHEN asked.amounts THEN l.us END) ORDER BY l.in_list) AS list
    FROM asked
   CROSS JOIN (
     SELECT place, language, us, row_number() OVER o AS in_list, sum(octet_length(language)) OVER o AS bytes
       FROM (
         SELECT t.place, t.language, sum(t.us)::bigint AS us
           FROM paged t
          WHERE t.place IS NOT NULL AND t.us IS NOT NULL
          GROUP BY t.place, t.language) x
     WINDOW o AS (PARTITION BY place ORDER BY us DESC, language COLLATE "C")) l
   WHERE l.in_list <= asked.most_languages AND l.bytes <= asked.most_bytes
   GROUP BY l.place),
branches AS MATERIALIZED (
  SELECT b.place, json_agg(b.branch ORDER BY b.in_list) AS list
    FROM asked
   CROSS JOIN (
     SELECT place, branch, row_number() OVER o AS in_list, sum(octet_length(branch)) OVER o AS bytes
       FROM (
         SELECT t.place, t.branch, sum(t.us)::bigint AS us
           FROM paged t
          WHERE t.place IS NOT NULL AND t.us IS NOT NULL AND t.branch <> ''
          GROUP BY t.place, t.branch) x
     WINDOW o AS (PARTITION BY place ORDER BY us DESC, branch COLLATE "C")) b
   WHERE b.in_list <= asked.most_branches AND b.bytes <= asked.most_bytes
   GROUP BY b.place),
grouped AS MATERIALIZED (
  SELECT x.kind, x.id, x.name, x.rate, x.timeout, x.place, p.place AS of_page
    FROM (SELECT * FROM (SELECT p.shown_name AS project, g.id, g.kind, g.name, g.rate, g.timeout,
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
   WHERE g.user_id = (SELECT user_id FROM settings)) y WHERE (SELECT groups FROM asked)) x
    FULL JOIN page p ON p.project = x.project),
labels AS MATERIALIZED (
  SELECT of_page, json_agg(name ORDER BY name COLLATE "C") AS list
    FROM (SELECT DISTINCT of_page, name FROM grouped WHERE kind = 'label' AND of_page IS NOT NULL) l
   GROUP BY of_page),
clients AS MATERIALIZED (
  SELECT of_page, json_build_object('id', id, 'name', name, 'rate', rate, 'timeout', timeout) AS client
    FROM grouped
   WHERE kind = 'client' AND place = 1 AND of_page IS NOT NULL),
items AS (
  SELECT p.place, json_build_object(
         'name', p.project, 'archived', coalesce(p.archived, false), 'color', p.color, 'badge', p.badge,
         'first_seen', CASE WHEN asked.amounts THEN floor(extract(epoch FROM p.first_seen_at) * 1000000) END,
         'heartbeats', CASE WHEN asked.amounts THEN p.heartbeats END, 'us', CASE WHEN asked.amounts THEN p.us END,
         'first_time', CASE WHEN asked.amounts THEN p.first_time END, 'last_time', CASE WHEN asked.amounts THEN p.last_time END,
         'languages', l.list, 'branches', b.list, 'labels', t.list, 'client', c.client) AS item
    FROM asked
   CROSS JOIN (
         page p
    FULL JOIN languages l ON l.place = p.place
    FULL JOIN branches b ON b.place = p.place
    FULL JOIN labels t ON t.of_page = p.place
    FULL JOIN clients c ON c.of_page = p.place))
SELECT s.timezone AS zone,
       extract(epoch FROM s.created_at)::float8 * 1000 AS created_at,
       s.is_public,
       (SELECT count(*) FROM wanted)::int AS total,
       (SELECT json_agg(item ORDER BY place) FROM items)::text AS projects
  FROM settings s;
