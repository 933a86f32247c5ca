import { dayBounds, SERVER } from '@app/core';
import { RebuildRollUps } from '@app/analytics';
import { migrate, type ReadStatement } from '@app/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { durationsStatement } from '../../libs/analytics/src/get-durations.query.js';
import { focusStatement } from '../../libs/analytics/src/focus/focus-statement.js';
import { heartbeatsStatement } from '../../libs/analytics/src/list-heartbeats.query.js';
import { projectsStatement } from '../../libs/analytics/src/projects/projects-statement.js';
import type { TimeParts } from '../../libs/analytics/src/time/time-question.js';
import { timeStatement } from '../../libs/analytics/src/time/time-statement.js';
import { connectionTo } from '../../libs/database/src/connection.js';
import { Client } from 'pg';
import { type Connection, createEmptyDatabase } from '../support/database.js';
import { startApp, type TestApp } from '../support/start-app.js';

// What reading costs grows with the days that are asked for, not with the heartbeats that are stored: counted in rows and blocks, on whatever
// server the tests run, for statements that are prepared and run ten times, before and after ANALYZE. Times are measured in bench/.

const HEARTBEATS = 300_000;
const DAYS = 730;
const LAST = '2026-11-20';
/** External durations of each day. They do not count until the last tests. */
const EXTERNALS = 20;
const zone = 'UTC';
const HOUR = 3_600_000_000;

interface Node {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
}

interface Cost {
  /** Of tables and indexes, those that were thrown away included. */
  rows: number;
  blocks: number;
}

describe('with 300,000 heartbeats of one user', () => {
  let app: TestApp;
  let db: Connection;
  let userId: number;

  beforeAll(async () => {
    // Never partitioned: the tables as they are.
    const databaseUrl = await createEmptyDatabase();
    await migrate(databaseUrl);
    app = await startApp({ databaseUrl });
    userId = (await app.newUser()).userId;
    db = new Client(connectionTo(app.databaseUrl, 'plans'));
    await db.connect();
    await fill();
    await app.commands.execute(new RebuildRollUps(SERVER, userId));
  }, 180_000);
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  /**
   * Two years of days of 411 heartbeats, a minute apart, of 40 activities and 2,000 files, and of 20 external durations, half of them beside the
   * heartbeats. Others have some, too. Nothing is analyzed.
   */
  async function fill(): Promise<void> {
    const tables = [
      'heartbeats',
      'rollups',
      'daily_rollups',
      'daily_hours',
      'ai_session_rollups',
      'activities',
      'entities',
      'dirty_days',
      'external_durations',
    ];
    for (const table of tables) await db.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    const shown = ['project', 'branch', 'language', 'category', 'type', 'editor', 'operating_system', 'machine', 'ai_model', 'ai_agent'];
    const { rows } = await db.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'activities'::regclass AND attnum > 0 AND NOT attisdropped
          AND attname NOT IN ('user_id', 'id', 'digest') AND atttypid = 'text'::regtype`,
    );
    const columns = rows.map(({ name }) => name);
    expect(columns).toEqual(expect.arrayContaining(shown));
    const names = columns.map((name) => (/project|branch|language/.test(name) ? `'${name.replace('sent_', '')}' || n % 8` : `''`));
    await db.query(
      `INSERT INTO activities (user_id, id, digest, ${columns.join(', ')})
       SELECT $1, n, sha256(n::text::bytea), ${names.join(', ')} FROM generate_series(1, 40) n`,
      [userId],
    );
    await db.query(
      `INSERT INTO entities (user_id, id, digest, name) SELECT $1, n, sha256(n::text::bytea), '/file' || n FROM generate_series(1, 2000) n`,
      [userId],
    );
    const perDay = Math.floor(HEARTBEATS / DAYS);
    await db.query(
      `INSERT INTO heartbeats (user_id, time, id, activity_id, entity_id, user_agent_id, is_write, dependencies, ai_session, ai_prompt_length, ai_input_tokens)
       SELECT $1, ((date '${LAST}' - date '1970-01-01' - n / ${perDay}) * 86400 + 28800 + (n % ${perDay}) * 60) * 1000000::bigint,
              gen_random_uuid(), 1 + n * 7 % 40, 1 + n % 2000, 1, n % 3 = 0, CASE WHEN n % 50 = 0 THEN array['nest', 'react'] END,
              CASE WHEN n % 5 = 0 THEN 'session ' || n / 100 END, CASE WHEN n % 20 = 0 THEN 80 END, CASE WHEN n % 5 = 0 THEN 1000 END
         FROM generate_series(0, ${DAYS * perDay - 1}) n`,
      [userId],
    );
    await db.query(
      `INSERT INTO external_durations (user_id, id, external_id, start_time, end_time, activity_id, entity_id, provider)
       SELECT $1, gen_random_uuid(), n::text, at, at + 1800000000, 1 + n % 40, 1 + n % 2000, ''
         FROM (SELECT n, ((date '${LAST}' - date '1970-01-01' - n / ${EXTERNALS}) * 86400 + (n % ${EXTERNALS}) * 2400) * 1000000::bigint AS at
                 FROM generate_series(0, ${DAYS * EXTERNALS - 1}) n) x`,
      [userId],
    );
    await db.query(
      `INSERT INTO dirty_days (user_id, day) SELECT DISTINCT user_id, (time / 86400000000)::int FROM heartbeats WHERE user_id = $1`,
      [userId],
    );
    await db.query(`INSERT INTO dimension_counters (user_id, activities, entities, user_agents, projects) VALUES ($1, 40, 2000, 1, 0)`, [
      userId,
    ]);
  }

  const days = (count: number) => {
    const last = new Date(`${LAST}T00:00:00Z`);
    const first = new Date(last.getTime() - (count - 1) * 86_400_000);
    return dayBounds(zone, first.toISOString().slice(0, 10), LAST);
  };
  const time = (count: number, parts: TimeParts): ReadStatement =>
    timeStatement({ userIds: [userId], zone, rules: {}, days: days(count), filter: {}, parts });
  const [day] = days(1);
  const bounds = { from: day?.from ?? 0, to: day?.to ?? 0 };

  /** The most that any of ten runs of the prepared statement reads. */
  async function costOf({ text, params }: ReadStatement): Promise<Cost> {
    await db.query('DEALLOCATE ALL');
    await db.query(`PREPARE reading AS ${text}`);
    const values = params.map((value) =>
      value === null
        ? 'NULL'
        : db.escapeLiteral(Array.isArray(value) ? `{${value.map((one) => one ?? 'NULL').join(',')}}` : `${value as string | number}`),
    );
    const most = { rows: 0, blocks: 0 };
    for (let run = 0; run < 10; run++) {
      const { rows } = await db.query<{ 'QUERY PLAN': { Plan: Node }[] }>(
        `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE reading (${values.join(', ')})`,
      );
      const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
      if (!plan) throw new Error('No plan');
      most.rows = Math.max(most.rows, scanned(plan));
      most.blocks = Math.max(most.blocks, plan['Shared Hit Blocks'] + plan['Shared Read Blocks']);
    }
    return most;
  }

  function scanned(node: Node): number {
    const own = /^(Seq|Index|Index Only|Bitmap Heap) Scan/.test(node['Node Type'])
      ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * node['Actual Loops']
      : 0;
    return own + (node.Plans ?? []).reduce((sum, part) => sum + scanned(part), 0);
  }

  /** The most that each may cost: before ANALYZE, when the planner knows nothing, and after it. */
  const STATEMENTS: [string, () => ReadStatement, [Cost, Cost]][] = [
    [
      'the status bar',
      () => time(1, { times: 'days', dependencies: true, groups: true }),
      [
        { rows: 1000, blocks: 60 },
        { rows: 1000, blocks: 60 },
      ],
    ],
    [
      'summaries of a week',
      () => time(7, { times: 'days', dependencies: true }),
      [
        { rows: 6000, blocks: 200 },
        { rows: 6000, blocks: 200 },
      ],
    ],
    [
      'stats of 30 days',
      () => time(30, { times: 'range', hours: true, dependencies: true }),
      [
        { rows: 22000, blocks: 800 },
        { rows: 22000, blocks: 800 },
      ],
    ],
    [
      'stats of a year',
      () => time(365, { times: 'range', hours: true, groups: true }),
      [
        { rows: 23000, blocks: 1100 },
        { rows: 23000, blocks: 1100 },
      ],
    ],
    [
      'all time',
      () => time(DAYS, { times: 'totals', allTime: true }),
      [
        { rows: 45000, blocks: 2600 },
        { rows: 45000, blocks: 2600 },
      ],
    ],
    [
      'AI of a year',
      () =>
        time(365, {
          times: 'totals',
          crossed: ['project', 'language', 'category', 'aiModel', 'aiAgent'],
          counters: ['aiModel', 'aiAgent'],
          sessions: ['aiModel', 'aiAgent'],
        }),
      [
        { rows: 70000, blocks: 2800 },
        { rows: 70000, blocks: 2800 },
      ],
    ],
    [
      'a year beside the year before',
      () => time(DAYS, { times: 'totals', crossed: ['project'] }),
      [
        { rows: 45000, blocks: 2600 },
        { rows: 45000, blocks: 2600 },
      ],
    ],
    [
      'a timesheet of a year',
      () => time(366, { times: 'totals', crossed: ['project', 'branch', 'category', 'language'] }),
      [
        { rows: 23000, blocks: 1100 },
        { rows: 23000, blocks: 1100 },
      ],
    ],
    [
      'suggestions of goals',
      () => time(56, { times: 'totals', crossed: ['language', 'project'] }),
      [
        { rows: 4000, blocks: 250 },
        { rows: 4000, blocks: 250 },
      ],
    ],
    [
      'suggestions of goals whose days begin later',
      () =>
        timeStatement({
          userIds: [userId],
          zone,
          rules: {},
          days: days(56).map(({ from, to, ...of }) => ({ ...of, from: from + 4 * HOUR, to: to + 4 * HOUR })),
          areCut: true,
          filter: {},
          parts: { times: 'totals', crossed: ['language', 'project'] },
        }),
      [
        { rows: 3500, blocks: 400 },
        { rows: 3500, blocks: 400 },
      ],
    ],
    [
      'durations of a day',
      () => durationsStatement({ userId, zone, rules: {}, day: { date: LAST, ...bounds }, slice: 'entity', filter: {} }),
      [
        { rows: 140000, blocks: 4200 },
        { rows: 6000, blocks: 1300 },
      ],
    ],
    [
      'focus of a week',
      () => focusStatement({ userId, zone, rules: {}, days: days(7), filter: {}, allTime: false }),
      [
        { rows: 4000, blocks: 200 },
        { rows: 4000, blocks: 200 },
      ],
    ],
    [
      'focus of 366 days',
      () => focusStatement({ userId, zone, rules: {}, days: days(366), filter: {}, allTime: true }),
      [
        { rows: 160_000, blocks: 6000 },
        { rows: 160_000, blocks: 6000 },
      ],
    ],
    [
      'a page of heartbeats',
      () =>
        heartbeatsStatement(userId, zone, [{ from: 0, to: 4_000_000_000_000_000, offset: 0 }], {}, { ofDay: false, limit: 100, offset: 0 }),
      [
        { rows: 48000, blocks: 1100 },
        { rows: 48000, blocks: 1100 },
      ],
    ],
    [
      'a page of projects',
      () =>
        projectsStatement({
          userId,
          zone,
          now: 1_800_000_000_000,
          which: { archived: false },
          page: { limit: 100, offset: 0 },
          detail: { branches: 100, languages: 100, bytes: 20_000, amounts: true, groups: true },
        }),
      [
        { rows: 48000, blocks: 1100 },
        { rows: 48000, blocks: 1100 },
      ],
    ],
    [
      'heartbeats of a day',
      () => heartbeatsStatement(userId, zone, bounds, {}, { ofDay: true }),
      [
        { rows: 4500, blocks: 2000 },
        { rows: 4500, blocks: 2000 },
      ],
    ],
  ];

  describe.each(['before ANALYZE', 'after ANALYZE'])('%s', (when) => {
    beforeAll(async () => {
      if (when === 'after ANALYZE') await db.query('ANALYZE');
    });

    it.each(STATEMENTS)('%s reads no more than it needs', async (_, statement, most) => {
      const cost = await costOf(statement());
      const { rows, blocks } = most[when === 'after ANALYZE' ? 1 : 0];
      expect(cost.rows).toBeLessThanOrEqual(rows);
      expect(cost.blocks).toBeLessThanOrEqual(blocks);
    });
  });

  // One probe of their index a day that is read live, and nothing of a day that is rolled up.
  describe('where external durations count', () => {
    beforeAll(async () => {
      await db.query('UPDATE users SET counts_external_durations = true WHERE id = $1', [userId]);
      await db.query(
        `INSERT INTO dirty_days (user_id, day) SELECT $1, date '${LAST}' - date '1970-01-01' - n FROM generate_series(0, 6) n`,
        [userId],
      );
    });

    it.each<[string, () => ReadStatement, Cost]>([
      ['the status bar', () => time(1, { times: 'days', dependencies: true }), { rows: 2000, blocks: 200 }],
      ['summaries of a week', () => time(7, { times: 'days', dependencies: true }), { rows: 10_000, blocks: 1000 }],
      ['stats of a year', () => time(365, { times: 'range', hours: true }), { rows: 27_000, blocks: 2000 }],
      ['entities of 30 days', () => time(30, { times: 'range', entities: true }), { rows: 30_000, blocks: 7500 }],
    ])('%s reads no more than it needs', async (_, statement, most) => {
      const cost = await costOf(statement());
      expect(cost.rows).toBeLessThanOrEqual(most.rows);
      expect(cost.blocks).toBeLessThanOrEqual(most.blocks);
    });
  });
});
