-- The statements of libs/heartbeats/src/ingest-heartbeats.command.ts. Generated: npm run queries

WITH naming AS MATERIALIZED (
    SELECT coalesce(max(naming_version), 0) = $2::int AS is_current FROM dimension_counters WHERE user_id = $1),
  new AS (
    INSERT INTO heartbeats (user_id, id, activity_id, entity_id, user_agent_id, time, is_write, lineno, cursorpos, lines, project_root_count, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, dependencies, ai_session, ai_subscription_plan, commit_hash, commit_author, commit_message, repository_url)
    SELECT $1, id, activity_id, entity_id, user_agent_id, time, is_write, lineno, cursorpos, lines, project_root_count, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, dependencies::text[], ai_session, ai_subscription_plan, commit_hash, commit_author, commit_message, repository_url
      FROM naming, unnest($3::uuid[], $4::int[], $5::int[], $6::int[], $7::bigint[], $8::bool[], $9::int[], $10::int[], $11::int[], $12::int[], $13::int[], $14::int[], $15::int[], $16::int[], $17::int[], $18::int[], $19::int[], $20::int[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[], $26::text[], $27::text[])
        AS n (id, activity_id, entity_id, user_agent_id, time, is_write, lineno, cursorpos, lines, project_root_count, line_additions, line_deletions, ai_line_changes, human_line_changes, ai_input_tokens, ai_output_tokens, ai_cached_input_tokens, ai_prompt_length, dependencies, ai_session, ai_subscription_plan, commit_hash, commit_author, commit_message, repository_url)
     WHERE naming.is_current
     ORDER BY time, id
    ON CONFLICT DO NOTHING
    RETURNING time),
  marks AS (INSERT INTO dirty_days (user_id, day)
    SELECT DISTINCT $1::int, day::int
      FROM new, generate_series((time - 14400000000) / 86400000000, (time + 14400000000) / 86400000000) AS day
     ORDER BY 2
    ON CONFLICT (user_id, day) DO UPDATE SET marked_at = greatest(excluded.marked_at, dirty_days.marked_at + interval '1 microsecond'))
  SELECT is_current FROM naming;
