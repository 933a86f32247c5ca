-- The statements of libs/heartbeats/src/dimensions.ts. Generated: npm run queries

SELECT 'activity' AS kind, id, digest FROM activities WHERE user_id = $1 AND digest = ANY($2::bytea[])
  UNION ALL SELECT 'entity', id, digest FROM entities WHERE user_id = $1 AND digest = ANY($3::bytea[])
  UNION ALL SELECT 'userAgent', id, digest FROM user_agents WHERE user_id = $1 AND digest = ANY($4::bytea[])
  UNION ALL SELECT 'naming', naming_version, ''::bytea FROM dimension_counters WHERE user_id = $1;

INSERT INTO projects (user_id, id, digest, sent_name)
  SELECT $1, n.id, n.digest, n.name FROM unnest($2::int[], $3::bytea[], $4::text[]) AS n (id, digest, name)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING;

WITH naming AS (SELECT user_id FROM dimension_counters WHERE user_id = $1 AND naming_version = $27::int FOR SHARE)
  INSERT INTO activities (user_id, id, digest, sent_project, sent_branch, sent_language, sent_category, sent_type, sent_editor, sent_operating_system, sent_machine, sent_ai_model, sent_ai_agent, project, branch, language, category, type, editor, operating_system, machine, ai_model, ai_agent, file_language, forced, dropped)
  SELECT $1, n.id, n.digest, n.sent_project, n.sent_branch, n.sent_language, n.sent_category, n.sent_type, n.sent_editor, n.sent_operating_system, n.sent_machine, n.sent_ai_model, n.sent_ai_agent, n.project, n.branch, n.language, n.category, n.type, n.editor, n.operating_system, n.machine, n.ai_model, n.ai_agent, n.file_language, n.forced, n.dropped
    FROM naming, unnest($2::int[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[], $25::text[], $26::bool[])
      AS n (id, digest, sent_project, sent_branch, sent_language, sent_category, sent_type, sent_editor, sent_operating_system, sent_machine, sent_ai_model, sent_ai_agent, project, branch, language, category, type, editor, operating_system, machine, ai_model, ai_agent, file_language, forced, dropped)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING
  RETURNING id, digest;

INSERT INTO entities (user_id, id, digest, name)
  SELECT $1, n.id, n.digest, n.name
    FROM unnest($2::int[], $3::bytea[], $4::text[]) AS n (id, digest, name)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING
  RETURNING id, digest;

INSERT INTO user_agents (user_id, id, digest, value, editor, editor_version, operating_system, ai_agent, ai_model, ai_model_version, ai_model_complexity, cli_version, is_browser_extension, reader_version)
  SELECT $1, n.id, n.digest, n.value, n.editor, n.editor_version, n.operating_system, n.ai_agent, n.ai_model, n.ai_model_version, n.ai_model_complexity, n.cli_version, n.is_browser_extension, n.reader_version
    FROM unnest($2::int[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bool[], $14::int[]) AS n (id, digest, value, editor, editor_version, operating_system, ai_agent, ai_model, ai_model_version, ai_model_complexity, cli_version, is_browser_extension, reader_version)
   ORDER BY n.digest
  ON CONFLICT (user_id, digest) DO NOTHING
  RETURNING id, digest;

INSERT INTO dimension_counters AS c (user_id, activities, entities, user_agents, projects) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (user_id) DO UPDATE SET activities = c.activities + excluded.activities, entities = c.entities + excluded.entities,
    user_agents = c.user_agents + excluded.user_agents, projects = c.projects + excluded.projects
  RETURNING activities, entities, user_agents, projects;
