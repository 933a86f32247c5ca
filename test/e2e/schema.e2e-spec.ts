import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { USER_TABLES } from '../../libs/database/src/user-rows.js';
import { ACCOUNT_TABLES, connect, type Connection, createDatabase, userTables } from '../support/database.js';

// What lets a cluster spread users over its servers, each user's rows on one.

describe('the tables of users\u2019 data', () => {
  let db: Connection;
  let tables: string[];

  beforeAll(async () => {
    db = await connect(await createDatabase());
    tables = await userTables(db);
  });
  afterAll(() => db.end());

  it('are those that are known', () => {
    expect(tables).toEqual([
      'activities',
      'ai_session_rollups',
      'badge_links',
      'commit_days',
      'commit_sightings',
      'commit_times',
      'commit_watches',
      'commits',
      'daily_hours',
      'daily_rollups',
      'dimension_counters',
      'dirty_days',
      'entities',
      'external_durations',
      'forge_connections',
      'former_names',
      'goal_calendar',
      'goal_checks',
      'goal_events',
      'goal_pauses',
      'goal_versions',
      'goals',
      'grouped_projects',
      'heartbeats',
      'leader_entries',
      'project_groups',
      'projects',
      'pushed_files',
      'renames',
      'repositories',
      'repository_branches',
      'rollups',
      'rules',
      'user_agent_days',
      'user_agents',
      'weekly_reports',
    ]);
  });

  it('have the user first in every key and unique index', async () => {
    const { rows } = await db.query<{ index: string }>(
      `SELECT i.indexrelid::regclass::text AS index FROM pg_index i
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attname = 'user_id'
        WHERE i.indrelid = ANY($1::text[]::regclass[]) AND (i.indisunique OR i.indisprimary) AND i.indkey[0] <> a.attnum`,
      [tables],
    );
    expect(rows).toEqual([]);
  });

  it('have a primary key, and neither foreign keys nor triggers nor ids that a sequence counts', async () => {
    const { rows } = await db.query<{ name: string; keys: number; foreign: number; triggers: number; counted: number }>(
      `SELECT c.relname AS name,
              (SELECT count(*)::int FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p') AS keys,
              (SELECT count(*)::int FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f') AS foreign,
              (SELECT count(*)::int FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) AS triggers,
              (SELECT count(*)::int FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attrelid = c.oid AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval%')) AS counted
         FROM pg_class c WHERE c.oid = ANY($1::text[]::regclass[]) ORDER BY 1`,
      [tables],
    );
    expect(rows).toEqual(tables.map((name) => ({ name, keys: 1, foreign: 0, triggers: 0, counted: 0 })));
  });

  it('are all emptied when an account is deleted', () => {
    expect([...tables, ...ACCOUNT_TABLES].filter((table) => table !== 'audit_log').toSorted()).toEqual([...USER_TABLES].toSorted());
  });
});
