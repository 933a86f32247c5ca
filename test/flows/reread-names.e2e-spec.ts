import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollUpUser } from '@app/analytics';
import { OPERATOR, SERVER } from '@app/core';
import { ApplyRules, CreateRule, RereadNames, SweepNames } from '@app/heartbeats';
import { ListJobs } from '@app/queue';
import { CommandBus } from '@nestjs/cqrs';
import { READER_VERSION } from '../../libs/heartbeats/src/reread/reader-version.js';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const DAY = 86_400;
const AGENT = 'wakatime/v2.22.2 (linux-x86_64) go1.26.5 opus/5 claude-code/2.1.236 cursor/1.105.1 vscode-wakatime/30.2.1';
const OTHER = 'wakatime/v2.22.2 (linux-x86_64) go1.26.5 vscode/1.105.1 vscode-wakatime/30.2.1';
const DECOMPOSED = 'cafe\u0301';

/** Two forms of one name, neither of which is NFC. */
const FORMS = ['o\u0323\u0302', '\u1ecd\u0302'];

/** Three days, of which each kind of name is read otherwise today. */
const HEARTBEATS = [0, 1, 2].flatMap((day) =>
  [
    { user_agent: AGENT, entity: '/x/a.py', project: DECOMPOSED },
    { user_agent: AGENT, entity: '/x/b.rs', project: 'caf\u00e9', category: 'Debugging' },
    { user_agent: AGENT, entity: '/x/c.rs', editor: 'Sublime Text', language: 'csharp' },
    { user_agent: OTHER, entity: `/x/${DECOMPOSED}`, project: 'p' },
    { user_agent: OTHER, entity: '/x/d', language: 'Go' },
  ].map((heartbeat, n) => ({ ...heartbeat, time: NOON / 1000 - day * DAY - 3600 + n * 60 })),
);

describe('what an older version read', () => {
  let app: TestApp;
  let db: Connection;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOON;
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  /** Turns a user's rows into those of before: agents taken for editors, families of models, names as sent, no languages of files. */
  async function makeOld({ userId }: TestUser): Promise<void> {
    await db.query(
      `UPDATE user_agents SET reader_version = 0, ai_agent = '', editor = CASE WHEN ai_agent = '' THEN editor ELSE ai_agent END WHERE user_id = $1`,
      [userId],
    );
    const { rows } = await db.query(
      `UPDATE activities
          SET sent_editor = CASE WHEN sent_ai_agent <> '' AND sent_editor = 'Cursor' THEN sent_ai_agent ELSE sent_editor END, sent_ai_agent = '',
              sent_ai_model = CASE WHEN sent_ai_model = '' THEN '' ELSE 'Opus' END
        WHERE user_id = $1
       RETURNING id, array[sent_project, sent_branch, sent_language, sent_category, sent_type, sent_editor, sent_operating_system, sent_machine,
                           sent_ai_model] AS sent`,
      [userId],
    );
    const kept = new Map<string, number>();
    for (const { id, sent } of rows) {
      const text = JSON.stringify(sent);
      const twin = kept.get(text);
      if (twin === undefined) {
        kept.set(text, id);
        await db.query('UPDATE activities SET digest = $3 WHERE user_id = $1 AND id = $2', [userId, id, digestOf(text)]);
      } else {
        await db.query('UPDATE heartbeats SET activity_id = $3 WHERE user_id = $1 AND activity_id = $2', [userId, id, twin]);
        await db.query('DELETE FROM activities WHERE user_id = $1 AND id = $2', [userId, id]);
      }
    }
    await db.query(
      `UPDATE activities SET project = sent_project, language = sent_language, category = sent_category, editor = sent_editor, ai_agent = '',
              ai_model = sent_ai_model, file_language = ''
        WHERE user_id = $1`,
      [userId],
    );
    await db.query('UPDATE entities SET name = $2 WHERE user_id = $1 AND name = $3', [userId, `/x/${DECOMPOSED}`, '/x/caf\u00e9']);
    for (const [n, name] of [DECOMPOSED, ...FORMS].entries()) {
      await db.query('INSERT INTO projects (user_id, id, digest, sent_name) VALUES ($1, $2, $3, $4)', [
        userId,
        1000 + n,
        digestOf(name),
        name,
      ]);
    }
    await db.query('DELETE FROM rollups WHERE user_id = $1', [userId]);
    await db.query('DELETE FROM daily_rollups WHERE user_id = $1', [userId]);
    await db.query(
      'INSERT INTO dirty_days (user_id, day) SELECT DISTINCT user_id, (time / 86400000000)::int FROM heartbeats WHERE user_id = $1 ON CONFLICT DO NOTHING',
      [userId],
    );
    await app.commands.execute(new RollUpUser(SERVER, userId));
  }

  const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 16);

  /** Everything that is shown of a user's time. */
  async function shown(user: TestUser): Promise<unknown> {
    const days = 'start=2026-11-22&end=2026-11-24';
    const answers = await Promise.all([
      app.get(`users/current/summaries?${days}`, user),
      app.get(`users/current/summaries?${days}&project=caf%C3%A9`, user),
      app.get('users/current/durations?date=2026-11-23&slice_by=language', user),
      app.get('users/current/durations?date=2026-11-23&slice_by=editor', user),
    ]);
    const { rows } = await db.query(
      `SELECT DISTINCT ai_agent, ai_model FROM activities WHERE user_id = $1 AND id IN (SELECT activity_id FROM heartbeats WHERE user_id = $1) ORDER BY 1, 2`,
      [user.userId],
    );
    return [...answers.map(({ body }) => body.data), rows];
  }

  async function oldUser(): Promise<TestUser> {
    const user = await app.newUser();
    await app.send(user, HEARTBEATS);
    await makeOld(user);
    return user;
  }

  it('is read again by a worker, in a job with progress, and is then as if it came today', async () => {
    const old = await oldUser();
    const fresh = await app.newUser();
    await app.send(fresh, HEARTBEATS);
    const expected = await shown(fresh);
    expect(await shown(old)).not.toEqual(expected);

    const worker = await startWorker(app.databaseUrl);
    try {
      // Twice: there is one job all the same.
      for (let n = 0; n < 2; n++) await worker.get(CommandBus).execute(new SweepNames(SERVER));
      await eventually(async () => (await db.query(`SELECT FROM jobs WHERE state = 'done'`)).rowCount === 1, 20);
      expect(await app.queries.execute(new ListJobs(SERVER))).toMatchObject([{ name: 'reread-names', done: 3, total: 3, attempts: 1 }]);
      expect(await shown(old)).toEqual(expected);
      expect(await worker.get(CommandBus).execute(new RereadNames(SERVER, null))).toBe(0);
    } finally {
      await worker.close();
    }
    await app.commands.execute(new RollUpUser(SERVER, old.userId));
    expect(await shown(old)).toEqual(expected);
    const { rows } = await db.query('SELECT DISTINCT reader_version FROM user_agents');
    expect(rows).toEqual([{ reader_version: READER_VERSION }]);
    const projects = await db.query('SELECT sent_name FROM projects WHERE user_id = $1 ORDER BY sent_name COLLATE "C"', [old.userId]);
    expect(projects.rows).toEqual(['caf\u00e9', 'p', '\u1ed9'].map((name) => ({ sent_name: name })));
  });

  it('is read again by the command, after it was stopped in between too', async () => {
    const old = await oldUser();
    const fresh = await app.newUser();
    await app.send(fresh, HEARTBEATS);
    const expected = await shown(fresh);
    const stop = new AbortController();
    const worker = await startWorker(app.databaseUrl);
    try {
      const stopped = worker.get(CommandBus).execute(
        new RereadNames(SERVER, old.userId, {
          signal: stop.signal,
          before: { done: 0, total: 0 },
          progress: (done) => done === 1 && stop.abort(),
        }),
      );
      await expect(stopped).rejects.toThrow('aborted');
    } finally {
      await worker.close();
    }
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--import', '@swc-node/register/esm-register', 'apps/cli/src/main.ts', 'names:reread'],
      { env: { PATH: process.env['PATH'], DATABASE_URL: app.databaseUrl }, encoding: 'utf8' },
    );
    expect([stdout, status]).toEqual([expect.stringContaining('All names are as this version reads them.'), 0]);
    expect(await shown(old)).toEqual(expected);
  });

  describe('is read again while rules are applied to history', () => {
    /** Another process: the first remembers rows as they were before they were made old. */
    let other: TestApp;

    beforeAll(async () => {
      other = await startApp({ databaseUrl: app.databaseUrl });
    });
    afterAll(() => other.close());

    /** Two users with the same rule and heartbeats, one of whom an older version read. History is not ruled yet. */
    async function ruledUsers(entity: string): Promise<{ old: TestUser; fresh: TestUser }> {
      const heartbeats = [
        ...HEARTBEATS,
        { user_agent: AGENT, entity: '/x/last.py', project: 'q', time: NOON / 1000 - 3_300 },
        { user_agent: OTHER, entity: '/x/d', language: 'Go', time: NOON / 1000 - 3_240 },
      ];
      const form = { field: 'entity', operation: 'equals', value: entity, sets: { project: 'ruled' } } as const;
      const [old, fresh] = [await app.newUser(), await app.newUser()];
      await app.send(old, heartbeats);
      await makeOld(old);
      for (const { userId } of [old, fresh]) await app.commands.execute(new CreateRule(OPERATOR, userId, form));
      await app.send(fresh, heartbeats);
      return { old, fresh };
    }

    /** Both jobs, where the reader cannot move the heartbeats of the second day before the rules are applied or are waiting for it. */
    async function runBoth({ userId }: TestUser, rulesWait: boolean): Promise<void> {
      const holder = await connect(app.databaseUrl);
      const waiting = (n: number): Promise<boolean> =>
        eventually(
          async () =>
            (await db.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rows.length >=
            n,
          20,
        );
      try {
        await holder.query('BEGIN');
        await holder.query('SELECT FROM heartbeats WHERE user_id = $1 AND time = $2 FOR UPDATE', [
          userId,
          (NOON - DAY * 1000 - 3_600_000) * 1000,
        ]);
        const reading = other.commands.execute(new RereadNames(SERVER, userId));
        await waiting(1);
        const applying = other.commands.execute(new ApplyRules(SERVER, userId));
        await (rulesWait ? waiting(2) : applying);
        await holder.query('COMMIT');
        await Promise.all([reading, applying]);
      } finally {
        await holder.end();
      }
    }

    it.each([
      ['which move the same heartbeats at the same time', '/x/a.py', true],
      ['which have moved what is yet to be read', '/x/last.py', false],
    ])('%s', async (_, entity, rulesWait) => {
      const { old, fresh } = await ruledUsers(entity);
      await runBoth(old, rulesWait);
      expect(await shown(old)).toEqual(await shown(fresh));
    });
  });
});
