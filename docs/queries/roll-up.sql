-- The statements of libs/analytics/src/roll-ups/roll-up.ts. Generated: npm run queries

SET LOCAL synchronous_commit = off;

SELECT timezone, timeout, writes_only, counts_external_durations AS counts_external FROM users WHERE id = $1;

DELETE FROM dirty_days
   WHERE user_id = $1
     AND day = (SELECT max(day) FROM dirty_days WHERE user_id = $1 AND day >= $2::int AND day < $3::int)
  RETURNING day, marked_at::text AS marked_at;

DELETE FROM rollups
   WHERE user_id = $1 AND bucket >= $2::int AND bucket < $3::int;

WITH windows AS MATERIALIZED (
    SELECT $1::int AS user_id, $2::bigint AS from_us, $3::bigint AS to_us, $4::int AS timeout, $5::bool AS writes_only,
           ARRAY(SELECT id FROM activities WHERE user_id = $1 AND dropped) AS dropped, $6::bool AS counts_external),
  times_gaps AS MATERIALIZED (
    SELECT s.user_id, s.activity_id, s.from_us AS window_us, greatest(s.time, s.from_us) AS from_us, least(s.until, s.to_us) AS to_us
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
  times_external_days AS MATERIALIZED (
  SELECT w.user_id, w.from_us AS window_us, greatest(w.from_us, day * 86400000000) AS from_us, least(w.to_us, (day + 1) * 86400000000) AS to_us, w.dropped
    FROM windows w, generate_series(w.from_us / 86400000000, (w.to_us - 1) / 86400000000) AS day
   WHERE w.counts_external),
  times_external_covered AS MATERIALIZED (
  SELECT g.user_id, g.window_us, range_agg(int8range(g.from_us, g.to_us)) AS spans
    FROM times_gaps g
   WHERE (g.user_id, g.window_us) IN (SELECT user_id, window_us FROM times_external_days)
   GROUP BY g.user_id, g.window_us),
  times_external_spans AS MATERIALIZED (
  SELECT d.user_id, d.window_us, d.from_us, x.external_id, x.activity_id, int8range(greatest(x.start_time, d.from_us), least(x.end_time, d.to_us)) AS span
    FROM times_external_days d
   CROSS JOIN LATERAL (
     SELECT *
       FROM external_durations
      WHERE user_id = d.user_id AND start_time > d.from_us - 86400000000 AND start_time < d.to_us AND end_time > d.from_us
        AND activity_id <> ALL (d.dropped)
     OFFSET 0) x),
  times_external_groups AS (
  SELECT g.*, count(*) FILTER (WHERE g.is_apart) OVER in_order AS group_no
    FROM (
      SELECT s.*, lower(s.span) >= coalesce(max(upper(s.span)) OVER before, 0) AS is_apart
        FROM times_external_spans s
      WINDOW before AS (
        PARTITION BY s.user_id, s.from_us ORDER BY s.span, s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) g
  WINDOW in_order AS (PARTITION BY g.user_id, g.from_us ORDER BY g.span, g.external_id COLLATE "C")),
  times_external AS MATERIALIZED (
  SELECT x.user_id, x.external_id, x.activity_id, lower(part) AS from_us, upper(part) AS to_us
    FROM (
      SELECT s.*, int8multirange(s.span) - coalesce(c.spans, '{}') - coalesce(range_agg(s.span) OVER earlier, '{}') AS parts
        FROM times_external_groups s
        LEFT JOIN times_external_covered c ON c.user_id = s.user_id AND c.window_us = s.window_us
      WINDOW earlier AS (
        PARTITION BY s.user_id, s.from_us, s.group_no ORDER BY s.external_id COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) x
   CROSS JOIN LATERAL unnest(x.parts) AS part),
  times AS NOT MATERIALIZED (
  SELECT g.user_id, g.activity_id, g.from_us, g.to_us
    FROM times_gaps g
  UNION ALL
  SELECT x.user_id, x.activity_id, x.from_us, x.to_us
    FROM times_external x),
  parts AS (
    SELECT activity_id, bucket, us, 0 AS n, NULL::bigint AS time, 0 AS with_dependencies,
           NULL::int AS line_additions, NULL::int AS line_deletions, NULL::int AS ai_line_changes, NULL::int AS human_line_changes, NULL::int AS ai_input_tokens, NULL::int AS ai_output_tokens, NULL::int AS ai_cached_input_tokens, NULL::int AS ai_prompt_length, NULL::int AS ai_line_deletions, NULL::int AS human_line_deletions
      FROM (
    SELECT g.user_id, g.activity_id, (g.from_us / 900000000)::int AS bucket, g.to_us - g.from_us AS us
      FROM times g
     WHERE g.from_us / 900000000 = (g.to_us - 1) / 900000000
    UNION ALL
    SELECT g.user_id, g.activity_id, b::int,
           least(g.to_us, (b + 1) * 900000000) - greatest(g.from_us, b * 900000000)
      FROM times g, generate_series(g.from_us / 900000000, (g.to_us - 1) / 900000000) AS b
     WHERE g.from_us / 900000000 <> (g.to_us - 1) / 900000000) q
    UNION ALL
    SELECT activity_id, (time / 900000000)::int, 0, 1, time, (dependencies IS NOT NULL)::int,
           line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, CASE WHEN ai_line_changes < 0 THEN -ai_line_changes::bigint END AS ai_line_deletions, CASE WHEN human_line_changes < 0 THEN -human_line_changes::bigint END AS human_line_deletions
      FROM heartbeats
     WHERE user_id = $1 AND time >= $2::bigint AND time < $3::bigint
       AND activity_id NOT IN (SELECT id FROM activities WHERE user_id = $1 AND dropped))
  INSERT INTO rollups (user_id, bucket, activity_id, us, heartbeats, first_time, last_time, with_dependencies,
         line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions)
  SELECT $1::int, bucket, activity_id, sum(us)::bigint, sum(n)::int, min(time), max(time), sum(with_dependencies)::int,
         sum(line_additions)::bigint, sum(line_deletions)::bigint, sum(ai_line_changes)::bigint, sum(human_line_changes)::bigint, sum(ai_input_tokens)::bigint, sum(ai_output_tokens)::bigint, sum(ai_cached_input_tokens)::bigint, sum(ai_prompt_length)::bigint, sum(ai_line_deletions)::bigint, sum(human_line_deletions)::bigint
    FROM parts
   GROUP BY bucket, activity_id
   ORDER BY bucket, activity_id;

DELETE FROM user_agent_days WHERE user_id = $1 AND day = $2::int;

INSERT INTO user_agent_days (user_id, day, user_agent_id, first_time, last_time)
  SELECT $1::int, $2::int, user_agent_id, min(time), max(time)
    FROM heartbeats
   WHERE user_id = $1 AND time >= $3::bigint AND time < $4::bigint
   GROUP BY user_agent_id
   ORDER BY user_agent_id;

DELETE FROM ai_session_rollups
   WHERE user_id = $1 AND bucket >= $2::int AND bucket < $3::int;

INSERT INTO ai_session_rollups (user_id, bucket, activity_id, session, prompts, prompt_length)
  SELECT $1::int, (time / 900000000)::int AS bucket, activity_id, coalesce(substr(sha256(convert_to(ai_session, 'UTF8')), 1, 16), ''::bytea) AS session, (count(*) FILTER (WHERE ai_prompt_length IS NOT NULL))::int,
         coalesce(sum(ai_prompt_length), 0)::bigint
    FROM heartbeats
   WHERE user_id = $1 AND time >= $2::bigint AND time < $3::bigint AND num_nonnulls(ai_session, ai_prompt_length) > 0
     AND activity_id NOT IN (SELECT id FROM activities WHERE user_id = $1 AND dropped)
   GROUP BY bucket, activity_id, session
   ORDER BY bucket, activity_id, session;

DELETE FROM daily_rollups WHERE user_id = $1 AND day = ANY($2::int[]);

INSERT INTO daily_rollups (user_id, day, activity_id, us, heartbeats, first_time, last_time, with_dependencies,
         line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, ai_line_deletions, human_line_deletions)
  SELECT d.user_id, d.day, r.activity_id, sum(us)::bigint, sum(heartbeats)::int, min(first_time), max(last_time), sum(with_dependencies)::int,
         sum(line_additions)::bigint, sum(line_deletions)::bigint, sum(ai_line_changes)::bigint, sum(human_line_changes)::bigint, sum(ai_input_tokens)::bigint, sum(ai_output_tokens)::bigint, sum(ai_cached_input_tokens)::bigint, sum(ai_prompt_length)::bigint, sum(ai_line_deletions)::bigint, sum(human_line_deletions)::bigint
    FROM (
      SELECT $1::int AS user_id, day, from_bucket, to_bucket
        FROM unnest($2::int[], $3::int[], $4::int[]) AS u (day, from_bucket, to_bucket)) d
    CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
   GROUP BY d.user_id, d.day, r.activity_id
   ORDER BY d.day, r.activity_id;

DELETE FROM daily_hours WHERE user_id = $1 AND day = ANY($2::int[]);

INSERT INTO daily_hours (user_id, day, hours)
  SELECT user_id, day, ARRAY[coalesce(sum(us) FILTER (WHERE hour = 0), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 1), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 2), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 3), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 4), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 5), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 6), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 7), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 8), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 9), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 10), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 11), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 12), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 13), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 14), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 15), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 16), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 17), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 18), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 19), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 20), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 21), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 22), 0)::bigint, coalesce(sum(us) FILTER (WHERE hour = 23), 0)::bigint]
    FROM (
      SELECT d.user_id, d.day, r.us, (((r.bucket + ($6::int[])[width_bucket(r.bucket, $5::int[])]) / 4) % 24) AS hour
        FROM (
      SELECT $1::int AS user_id, day, from_bucket, to_bucket
        FROM unnest($2::int[], $3::int[], $4::int[]) AS u (day, from_bucket, to_bucket)) d
        CROSS JOIN LATERAL (
       SELECT *
         FROM rollups
        WHERE user_id = d.user_id AND bucket >= d.from_bucket AND bucket < d.to_bucket
       OFFSET 0) r
       WHERE r.us > 0) x
   GROUP BY user_id, day
   ORDER BY day;

INSERT INTO goal_checks (user_id, marked_at)
  SELECT $1::int, clock_timestamp()
   WHERE EXISTS (SELECT 1 FROM goals WHERE user_id = $1::int)
  ON CONFLICT (user_id) DO UPDATE SET marked_at = excluded.marked_at;

INSERT INTO commit_days (user_id, day, is_due)
  SELECT $1::int, $2::int, true
   WHERE EXISTS (SELECT FROM commit_watches WHERE user_id = $1::int)
  ON CONFLICT (user_id, day) DO UPDATE
     SET is_due = commit_days.is_due OR commit_days.read_mark IS DISTINCT FROM $3::timestamptz, read_mark = NULL;
