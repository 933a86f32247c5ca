-- The statements of libs/heartbeats/src/delete-heartbeats.command.ts. Generated: npm run queries

WITH owner AS MATERIALIZED (
  SELECT timezone
    FROM users
   WHERE id = $1),
target AS (
  SELECT time, id
    FROM heartbeats
   WHERE user_id = $1 AND time >= $2::bigint AND time < $3::bigint AND id = ANY($4::uuid[])
     AND (SELECT timezone = $5::text FROM owner)
   ORDER BY time, id
     FOR UPDATE),
gone AS (
  DELETE FROM heartbeats h
   USING target t
   WHERE h.user_id = $1 AND h.time = t.time AND h.id = t.id
  RETURNING h.time),
dirty AS (INSERT INTO dirty_days (user_id, day)
    SELECT DISTINCT $1::int, day::int
      FROM gone, generate_series((time - 14400000000) / 86400000000, (time + 14400000000) / 86400000000) AS day
     ORDER BY 2
    ON CONFLICT (user_id, day) DO UPDATE SET marked_at = greatest(excluded.marked_at, dirty_days.marked_at + interval '1 microsecond'))
SELECT owner.timezone AS zone, (SELECT count(*)::int FROM gone) AS deleted
  FROM owner;
