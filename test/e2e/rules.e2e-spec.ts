import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollUpUser } from '@app/analytics';
import { OPERATOR, SERVER } from '@app/core';
import {
  ApplyRules,
  CreateRule,
  DeleteRule,
  ListRules,
  type NamedField,
  OrderRules,
  RenameValue,
  type RuleForm,
  UndoRename,
} from '@app/heartbeats';
import { type JobContext, UNWATCHED } from '@app/queue';
import { CommandBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { validator } from '../contract/schemas.js';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const MORNING = NOON / 1000 - 10_800;
const RULES = '/api/v1/users/current/rules';
const CUSTOM = '/api/v1/users/current/custom_rules';

describe('rules', () => {
  let app: TestApp;
  /** Another process of the API: what it remembers of rules and renames is old after each change. */
  let other: TestApp;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  let db: Connection;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOON;
    db = await connect(app.databaseUrl);
    other = await startApp({ databaseUrl: app.databaseUrl });
    other.clock.at = NOON;
    worker = await startWorker(app.databaseUrl);
  });
  afterAll(async () => {
    await worker.close();
    await other.close();
    await db.end();
    await app.close();
  });

  /** Five minutes of each entity, one after the other, on one day; with what the test is about. */
  async function userWith(heartbeats: Record<string, unknown>[]): Promise<TestUser> {
    const user = await app.newUser();
    await app.send(user, minutes(heartbeats));
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    return user;
  }

  /** Every heartbeat and one five minutes later, an hour between them and the next. */
  function minutes(heartbeats: Record<string, unknown>[], from = MORNING - 28_800): Record<string, unknown>[] {
    return heartbeats.flatMap((h, n) => [0, 300].map((seconds) => ({ ...h, time: from + n * 3600 + seconds })));
  }

  const make = (user: TestUser, rule: Record<string, unknown>): Promise<Answer> => app.call('POST', RULES, user, rule);

  /** Seconds of the day by the names of a list. */
  async function spent(user: TestUser, list = 'projects'): Promise<Record<string, number>> {
    const { body } = await app.get('users/current/summaries?start=2026-11-24&end=2026-11-24', user);
    return Object.fromEntries(
      body.data[0][list].map(({ name, total_seconds: seconds }: { name: string; total_seconds: number }) => [name, seconds]),
    );
  }

  async function applied(user: TestUser): Promise<void> {
    await eventually(async () => !['queued', 'running'].includes((await app.call('GET', `${RULES}/apply`, user)).body.data.state), 20);
  }

  it.each([
    ['equals', 'engine'],
    ['starts_with', 'eng'],
    ['ends_with', 'ine'],
    ['contains', 'ngin'],
    ['wildcard', 'e*g?n*'],
    ['regex', '^en.*e$'],
  ])('%s %s are true for history at once and for what comes', async (operation, value) => {
    const user = await userWith([{ project: 'engine' }, { project: 'ENGINE' }, { project: 'other' }]);
    const made = await make(user, { field: 'project', operation, value, set: { project: 'Motor', language: 'Go' } });
    expect([made.status, made.body.data]).toEqual([
      201,
      expect.objectContaining({ field: 'project', operation, value, set: { project: 'Motor', language: 'Go' }, drop: false }),
    ]);
    expect(await spent(user)).toEqual({ Motor: 300, ENGINE: 300, other: 300 });
    expect((await db.query('SELECT FROM dirty_days WHERE user_id = $1', [user.userId])).rowCount).toBe(0);
    await app.send(user, minutes([{ project: 'engine', branch: 'new' }], MORNING));
    expect(await spent(user)).toEqual({ Motor: 600, ENGINE: 300, other: 300 });
    expect((await spent(user, 'languages'))['Go']).toBe(600);
    expect((await app.call('DELETE', `${RULES}/${made.body.data.id}`, user)).status).toBe(200);
    expect(await spent(user)).toEqual({ engine: 600, ENGINE: 300, other: 300 });
  });

  it('are looked at in their order, each after what those before it have set', async () => {
    const user = await userWith([{ project: 'a', language: 'Go' }]);
    const first = await make(user, { field: 'project', operation: 'equals', value: 'b', set: { project: 'c' } });
    const second = await make(user, { field: 'project', operation: 'equals', value: 'a', set: { project: 'b' } });
    expect(await spent(user)).toEqual({ b: 300 });
    const ids = [second.body.data.id, first.body.data.id];
    expect((await app.call('PUT', `${RULES}/order`, user, { ids })).body.data.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(await spent(user)).toEqual({ c: 300 });
    expect((await app.call('PUT', `${RULES}/order`, user, { ids: ids.slice(1) })).status).toBe(400);
    await app.commands.execute(new RenameValue(OPERATOR, user.userId, 'project', 'c', 'd'));
    expect(await spent(user)).toEqual({ d: 300 });
    await app.call('PATCH', `${RULES}/${first.body.data.id}`, user, { set: { project: 'x' } });
    expect(await spent(user)).toEqual({ x: 300 });
  });

  it('take categories and what is shown of them for the same', async () => {
    const user = await userWith([{ project: 'a', category: 'writing docs' }]);
    await make(user, { field: 'category', operation: 'equals', value: 'Writing Docs', set: { category: 'Code Reviewing' } });
    expect(await spent(user, 'categories')).toEqual({ 'Code Reviewing': 300 });
    await app.commands.execute(new RenameValue(OPERATOR, user.userId, 'category', 'Code Reviewing', 'Designing'));
    expect(await spent(user, 'categories')).toEqual({ Designing: 300 });
  });

  it('set none where there was something, and something where there was none', async () => {
    const user = await userWith([{ project: 'a', branch: 'b' }, { project: '' }]);
    await make(user, { field: 'project', operation: 'equals', value: '', set: { project: 'Misc' } });
    await make(user, { field: 'project', operation: 'equals', value: 'a', set: { project: '' } });
    expect(await spent(user)).toEqual({ Misc: 300, 'Unknown Project': 300 });
  });

  /** The projects of the heartbeats that count. */
  async function counted({ userId }: TestUser): Promise<string[]> {
    const { rows } = await db.query<{ project: string }>(
      `SELECT DISTINCT a.project FROM heartbeats h JOIN activities a ON a.user_id = h.user_id AND a.id = h.activity_id
        WHERE h.user_id = $1 AND NOT a.dropped ORDER BY 1`,
      [userId],
    );
    return rows.map(({ project }) => project);
  }

  it('leave out what they drop, acknowledge it all the same, and let it come back', async () => {
    const user = await userWith([{ project: 'a' }, { project: 'secret' }]);
    const { body } = await make(user, { field: 'project', operation: 'equals', value: 'secret', drop: true });
    expect([await counted(user), await spent(user)]).toEqual([['a'], { a: 300 }]);
    expect((await db.query('SELECT FROM dirty_days WHERE user_id = $1', [user.userId])).rowCount).toBeGreaterThan(0);
    const sent = await app.send(user, minutes([{ project: 'secret', branch: 'new' }], MORNING));
    expect([sent.status, sent.body.responses.map(([, status]: [unknown, number]) => status)]).toEqual([201, [201, 201]]);
    expect(await spent(user)).toEqual({ a: 300 });
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    expect([await counted(user), await spent(user)]).toEqual([['a'], { a: 300 }]);
    await app.call('DELETE', `${RULES}/${body.data.id}`, user);
    expect(await spent(user)).toEqual({ a: 300, secret: 600 });
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    expect(await spent(user)).toEqual({ a: 300, secret: 600 });
  });

  it('that drop no more since an upgrade, which shows by the next rename, do so exactly at once', async () => {
    const user = await userWith([
      { entity: '/a.md', project: 'p' },
      { entity: '/b.ts', project: 'q' },
    ]);
    // As an earlier version had read it.
    await db.query(`UPDATE activities SET dropped = true WHERE user_id = $1 AND project = 'q'`, [user.userId]);
    await db.query(
      'INSERT INTO dirty_days (user_id, day) SELECT DISTINCT user_id, time / 86400000000 FROM heartbeats WHERE user_id = $1 ON CONFLICT DO NOTHING',
      [user.userId],
    );
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    expect(await spent(user)).toEqual({ p: 300 });
    await app.call('POST', '/api/v1/users/current/renames', user, { dimension: 'project', name: 'p', shown_name: 'P' });
    expect(await spent(user)).toEqual({ P: 300, q: 300 });
  });

  it('that drop no more make those days dirty that have what was dropped, and no others', async () => {
    const user = await app.newUser();
    const day = (n: number): number => MORNING - n * 86_400;
    await app.send(user, [
      ...minutes([{ project: 'a' }], day(9)),
      ...minutes([{ project: 'secret' }], day(5)),
      ...minutes([{ project: 'a' }], day(2)),
    ]);
    const { body } = await make(user, { field: 'project', operation: 'equals', value: 'secret', drop: true });
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    await app.call('DELETE', `${RULES}/${body.data.id}`, user);
    const { rows } = await db.query('SELECT day FROM dirty_days WHERE user_id = $1', [user.userId]);
    expect(rows).toEqual([{ day: Math.floor(day(5) / 86_400) }]);
  });

  it('on the entity count from now on, for history by a job with progress, and are taken back by one', async () => {
    const user = await userWith([
      { entity: '/docs/a.md', project: 'p', language: 'Markdown' },
      { entity: '/src/a.ts', project: 'p', language: 'TypeScript' },
    ]);
    const { body } = await make(user, {
      field: 'entity',
      operation: 'ends_with',
      value: '.md',
      set: { language: 'Prose', project: 'docs' },
    });
    expect(await spent(user)).toEqual({ p: 600 });
    await app.send(user, minutes([{ entity: '/docs/a.md', project: 'p', language: 'Markdown' }], MORNING));
    expect(await spent(user)).toEqual({ p: 600, docs: 300 });
    const job = await app.call('POST', `${RULES}/apply`, user);
    expect([job.status, job.body.data]).toMatchObject([202, { state: 'queued' }]);
    await applied(user);
    expect((await app.call('GET', `${RULES}/apply`, user)).body.data).toEqual({
      job_id: job.body.data.job_id,
      state: 'done',
      days_done: 1,
      days_total: 1,
    });
    const progress = await app.call('GET', `${CUSTOM}_progress?job_id=${job.body.data.job_id}`, user);
    expect(progress.body).toEqual({ data: { progress: 100, job_id: job.body.data.job_id } });
    expect(await spent(user)).toEqual({ p: 300, docs: 600 });
    expect(await spent(user, 'languages')).toEqual({ TypeScript: 300, Prose: 600 });
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    expect(await spent(user)).toEqual({ p: 300, docs: 600 });
    await app.call('DELETE', `${RULES}/${body.data.id}`, user);
    await app.call('POST', `${RULES}/apply`, user);
    await applied(user);
    expect(await spent(user)).toEqual({ p: 900 });
    expect(await spent(user, 'languages')).toEqual({ TypeScript: 300, Markdown: 600 });
  });

  describe('on the entity that change while they are applied', () => {
    const rule = (user: TestUser, value: string): Promise<Answer> =>
      make(user, { field: 'entity', operation: 'ends_with', value, set: { project: value } });

    /** A user with a rule, which is applied; `change` is done when the heartbeats that there are have been looked at. */
    async function changedMeanwhile(change: (user: TestUser) => Promise<void>, context: JobContext = UNWATCHED): Promise<TestUser> {
      const user = await userWith([
        { entity: '/a.md', project: 'p' },
        { entity: '/b.ts', project: 'p' },
      ]);
      await rule(user, '.md');
      const [first, second] = [await connect(app.databaseUrl), await connect(app.databaseUrl)];
      const isMoved = `SELECT FROM heartbeats h JOIN activities a ON a.user_id = h.user_id AND a.id = h.activity_id WHERE h.user_id = $1 AND a.project = '.md'`;
      const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      try {
        await first.query('BEGIN');
        await first.query('SELECT FROM heartbeats WHERE user_id = $1 FOR UPDATE', [user.userId]);
        const applying = worker.get(CommandBus).execute(new ApplyRules(SERVER, user.userId, context));
        await eventually(async () => Boolean((await db.query(waits)).rowCount), 20);
        // Once it has moved the heartbeats, by the first rule alone, it waits here.
        await second.query('BEGIN; LOCK TABLE external_durations');
        await first.query('COMMIT');
        await eventually(async () => (await db.query(isMoved, [user.userId])).rowCount === 2, 20);
        await change(user);
        await second.query('COMMIT');
        await applying;
      } finally {
        await first.end();
        await second.end();
      }
      return user;
    }

    it('are applied to all of history too', async () => {
      const user = await changedMeanwhile(async (one) => {
        expect((await rule(one, '.ts')).status).toBe(201);
      });
      expect(await spent(user)).toEqual({ '.md': 300, '.ts': 300 });
    });

    it('go on where only other rules and names change', async () => {
      const said: number[] = [];
      const user = await changedMeanwhile(
        async (one) => {
          await make(one, { field: 'language', operation: 'equals', value: 'Go', set: { language: 'Golang' } });
          const renamed = await app.call('POST', '/api/v1/users/current/renames', one, {
            dimension: 'project',
            name: '.md',
            shown_name: 'docs',
          });
          expect(renamed.status).toBe(201);
          await app.send(one, minutes([{ entity: '/c.md', project: 'p' }], MORNING));
        },
        { ...UNWATCHED, progress: (done) => void said.push(done) },
      );
      expect(await spent(user)).toEqual({ docs: 600, p: 300 });
      // It says 0 where it begins.
      expect(said.filter((done) => done === 0)).toHaveLength(1);
    });

    it('and back leave nothing of what was between', async () => {
      const user = await changedMeanwhile(async (one) => {
        const { body } = await rule(one, '.ts');
        await app.send(one, minutes([{ entity: '/b.ts', project: 'p' }], MORNING));
        expect((await app.call('DELETE', `${RULES}/${body.data.id}`, one)).status).toBe(200);
      });
      expect(await spent(user)).toEqual({ '.md': 300, p: 600 });
    });
  });

  it('on the entity drop, and other rules see what they set', async () => {
    const user = await app.newUser();
    await make(user, { field: 'entity', operation: 'contains', value: '/tmp/', drop: true });
    await make(user, { field: 'language', operation: 'equals', value: 'Prose', set: { category: 'Writing Docs' } });
    await make(user, { field: 'entity', operation: 'wildcard', value: '*.md', set: { language: 'Prose' } });
    await app.send(
      user,
      minutes([
        { entity: '/tmp/a.md', project: 'p' },
        { entity: '/a.md', project: 'p' },
      ]),
    );
    expect(await spent(user)).toEqual({ p: 300 });
    const { rows } = await db.query('SELECT category, dropped FROM activities WHERE user_id = $1 ORDER BY dropped', [user.userId]);
    expect(rows).toEqual([
      { category: 'writing docs', dropped: false },
      { category: '', dropped: true },
    ]);
  });

  it('are previewed on history: what would change, and how much time', async () => {
    const user = await userWith([
      { entity: '/a.md', project: 'p', language: 'Markdown' },
      { entity: '/b.ts', project: 'p', language: 'TypeScript' },
      { entity: '/c.ts', project: 'q', language: 'TypeScript' },
    ]);
    const rules = [
      { field: 'project', operation: 'equals', value: 'p', set: { project: 'P' } },
      { field: 'entity', operation: 'ends_with', value: '.md', set: { language: 'Prose' } },
      { field: 'project', operation: 'equals', value: 'q', drop: true },
    ];
    const preview = async (body: unknown): Promise<unknown> => (await app.call('POST', `${RULES}/preview`, user, body)).body.data;
    const stays = { dropped_before: false, dropped_after: false, total_seconds: 300, heartbeats: 2 };
    const toProse = { before: { language: 'Markdown' }, after: { language: 'Prose' }, ...stays };
    expect(await preview({ rules, days: 2 })).toEqual({
      start: '2026-11-22T12:00:00Z',
      end: '2026-11-24T12:00:00Z',
      pairs: expect.arrayContaining([
        { before: { project: 'p', language: 'Markdown' }, after: { project: 'P', language: 'Prose' }, ...stays },
        { before: { project: 'p' }, after: { project: 'P' }, ...stays },
        { before: {}, after: {}, ...stays, dropped_after: true },
      ]),
      others: { pairs: 0, total_seconds: 0, heartbeats: 0 },
      is_complete: true,
    });
    expect(await counted(user)).toEqual(['p', 'q']);
    for (const rule of rules.slice(0, 2)) await make(user, rule);
    // What applying them to history would do.
    expect(await preview({})).toMatchObject({ pairs: [toProse] });
    await app.call('POST', `${RULES}/apply`, user);
    await applied(user);
    expect(await preview({})).toMatchObject({ pairs: [] });
    expect([await spent(user), await spent(user, 'languages')]).toEqual([
      { P: 600, q: 300 },
      { Prose: 300, TypeScript: 600 },
    ]);
    expect(await preview({ rules: [] })).toMatchObject({
      pairs: expect.arrayContaining([
        { before: { project: 'P', language: 'Prose' }, after: { project: 'p', language: 'Markdown' }, ...stays },
      ]),
    });
    const bad = await app.call('POST', `${RULES}/preview`, user, { rules: [rules[0], { ...rules[1], value: 5 }], days: 0 });
    expect([bad.status, Object.keys(bad.body.errors)]).toEqual([400, ['rules[1].value', 'days']]);
    const worse = await app.call('POST', `${RULES}/preview`, user, { rules: [{ ...rules[1], operation: 'regex', value: '(' }] });
    expect([worse.status, Object.keys(worse.body.errors)]).toEqual([400, ['rules[0].value']]);
  });

  it('with bad expressions are refused, with slow ones answered at once', async () => {
    const user = await userWith([{ project: 'a'.repeat(4000), entity: `/${'a'.repeat(4000)}` }]);
    for (const value of ['(', '(?=a)', '(a)\\1', '((a{1,100}){1,100}){1,100}', 'a'.repeat(257)]) {
      const { status, body } = await make(user, { field: 'project', operation: 'regex', value, set: { project: 'x' } });
      expect([value, status, Object.keys(body.errors ?? {})]).toEqual([value, 400, ['value']]);
    }
    for (const value of ['(a+)+$', '^(a|aa)+$', '(a*)*b', '(.*.*.*.*)x']) {
      for (const field of ['project', 'entity']) {
        expect((await make(user, { field, operation: 'regex', value, set: { project: 'x' } })).status).toBe(201);
      }
    }
    expect((await app.send(user, minutes([{ project: 'a'.repeat(3999), entity: `/${'a'.repeat(3999)}` }], MORNING))).status).toBe(201);
    expect(await spent(user)).toEqual({ x: 600 });
  });

  it.each([
    [{ field: 'nothing', operation: 'equals', value: 'a', set: { project: 'x' } }, 'field'],
    [{ field: 'project', operation: 'like', value: 'a', set: { project: 'x' } }, 'operation'],
    [{ field: 'project', operation: 'contains', value: '', set: { project: 'x' } }, 'value'],
    [{ field: 'project', operation: 'equals', value: 5, set: { project: 'x' } }, 'value'],
    [{ field: 'project', operation: 'equals', value: 'a', set: { entity: 'x' } }, 'set'],
    [{ field: 'project', operation: 'equals', value: 'a', set: { project: 5 } }, 'set'],
    [{ field: 'project', operation: 'equals', value: 'a', set: 'x' }, 'set'],
    [{ field: 'project', operation: 'equals', value: 'a' }, 'set'],
    [{ field: 'project', operation: 'equals', value: 'a', set: { project: 'x' }, drop: true }, 'drop'],
    [{ field: 'project', operation: 'equals', value: 'a', set: { project: 'x\u202E' } }, 'set.project'],
    [{ field: 'project', operation: 'equals', value: 'a\0', set: { project: 'x' } }, 'value'],
  ])('that cannot be are refused with what to do: %j', async (rule, field) => {
    const user = await app.newUser();
    const { status, body } = await make(user, rule);
    expect([status, Object.keys(body.errors)]).toEqual([400, [field]]);
  });

  it('of WakaTime that cannot be are refused with all that is wrong', async () => {
    const user = await app.newUser();
    const put = async (rules: unknown[]): Promise<unknown> => {
      const { status, body } = await app.call('PUT', CUSTOM, user, rules);
      return [status, Object.keys(body.errors)];
    };
    expect(
      await put([
        custom({ action: 'drop', source: 'x', source_value: 5 }),
        7,
        custom(),
        custom({ operation: 'is', destination: 'entity' }),
      ]),
    ).toEqual([
      400,
      ['rules[0].action', 'rules[0].source', 'rules[0].source_value', 'rules[1]', 'rules[3].operation', 'rules[3].destination'],
    ]);
    expect(
      await put([custom({ operation: 'regex', source_value: '(', destination_value: 'a\u202E' }), custom({ source_value: '' })]),
    ).toEqual([400, ['rules[0].value', 'rules[0].set.project', 'rules[1].value']]);
  });

  it('of WakaTime name the job while it waits or runs', async () => {
    const user = await app.newUser();
    const job = async (): Promise<unknown> => (await app.call('GET', CUSTOM, user)).body.job_id;
    expect(await job()).toBeUndefined();
    await db.query(
      `INSERT INTO jobs (id, queue, name, payload, user_id, due_at) VALUES ($1, 'rules', 'apply-rules', '{}', $2, now() + interval '1 day')`,
      ['0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', user.userId],
    );
    expect(await job()).toBe('0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19');
    await db.query(`UPDATE jobs SET state = 'done' WHERE user_id = $1`, [user.userId]);
    expect(await job()).toBeUndefined();
  });

  it('are 200 at most', async () => {
    const user = await app.newUser();
    const rules = Array.from({ length: 200 }, (_, n) => custom({ source_value: `p${n}` }));
    expect((await app.call('PUT', CUSTOM, user, rules)).status).toBe(200);
    const { status, body } = await make(user, { field: 'project', operation: 'equals', value: 'a', set: { project: 'x' } });
    expect([status, body.error]).toEqual([409, expect.stringContaining('200')]);
    expect((await app.call('PUT', CUSTOM, user, [...rules, custom()])).status).toBe(400);
  });

  it('of others are not there', async () => {
    const [user, stranger] = [await app.newUser(), await app.newUser()];
    const { body } = await make(user, { field: 'project', operation: 'equals', value: 'a', set: { project: 'x' } });
    const { body: job } = await app.call('POST', `${RULES}/apply`, user);
    for (const [method, url] of [
      ['PATCH', `${RULES}/${body.data.id}`],
      ['DELETE', `${RULES}/${body.data.id}`],
      ['DELETE', `${CUSTOM}/${body.data.id}`],
      ['GET', `${CUSTOM}_progress?job_id=${job.data.job_id}`],
      ['DELETE', `${CUSTOM}_progress?job_id=${job.data.job_id}`],
    ] as const) {
      expect([url, (await app.call(method, url, stranger, method === 'PATCH' ? { value: 'b' } : undefined)).status]).toEqual([url, 404]);
    }
    expect((await app.call('GET', RULES, user)).body.data).toHaveLength(1);
  });

  const custom = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
    action: 'change',
    source: 'project',
    operation: 'starts with',
    source_value: 'a',
    destination: 'project',
    destination_value: 'A',
    ...more,
  });

  it.each(['/api/v1', '/api/v1/compat/waka'])(
    'of WakaTime are replaced as a whole, and the same list twice changes nothing: %s',
    async (mount) => {
      const url = `${mount}/users/current/custom_rules`;
      const user = await userWith([{ project: 'abc', entity: '/a.md' }]);
      const list = [
        custom(),
        custom({ source: 'entity', operation: 'ends with', source_value: '.md', destination: 'language' }),
        custom({ action: 'delete', source_value: 'x' }),
      ];
      const first = await app.call('PUT', url, user, list);
      expect([first.status, first.body]).toEqual([
        200,
        {
          data: {
            changes: { added: [expect.anything(), expect.anything(), expect.anything()], removed: [], rearranged: [] },
            job_id: expect.any(String),
          },
        },
      ]);
      const listed = (await app.call('GET', url, user)).body;
      expect(validator('custom_rules')(listed)).toEqual([]);
      expect(validator('custom_rules-changes')(first.body)).toEqual([]);
      const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(listed.data[0]).toEqual({
        id: expect.any(String),
        action: 'change',
        source: 'project',
        operation: 'starts with',
        source_value: 'a',
        destinations: [{ id: expect.any(String), destination: 'project', destination_value: 'A' }],
        priority: 1,
        created_at: iso,
        modified_at: iso,
      });
      expect(listed.data[2]).toMatchObject({ action: 'delete', destinations: [], priority: 3 });
      const again = await app.call('PUT', url, user, list);
      expect(again.body).toEqual({ data: { changes: { added: [], removed: [], rearranged: [] }, job_id: null } });
      expect((await app.call('GET', url, user)).body).toEqual(listed);
      // What is listed can be sent back as it is.
      expect((await app.call('PUT', url, user, listed)).body.data.changes).toEqual({ added: [], removed: [], rearranged: [] });
      const swapped = await app.call('PUT', url, user, [list[2], list[0]]);
      expect(swapped.body.data.changes).toMatchObject({
        added: [],
        removed: [{ source: 'entity' }],
        rearranged: [{ action: 'delete' }, { action: 'change' }],
      });
      await applied(user);
      const progress = await app.call('GET', `${url}_progress?job_id=${swapped.body.data.job_id}`, user);
      expect(validator('custom_rules-progress')(progress.body)).toEqual([]);
      expect([progress.status, progress.body]).toEqual([200, { data: { progress: 100, job_id: swapped.body.data.job_id } }]);
      expect((await app.call('DELETE', `${url}_progress`, user)).status).toBe(404);
      const gone = await app.call('DELETE', `${url}/${listed.data[0].id}`, user);
      expect([gone.status, gone.body]).toEqual([200, { data: {} }]);
    },
  );

  it('that drop stop dropping when they are told what to set', async () => {
    const user = await userWith([{ project: 'a' }]);
    const url = `${RULES}/${(await make(user, { field: 'project', operation: 'equals', value: 'a', drop: true })).body.data.id}`;
    const refused = await app.call('PATCH', url, user, { drop: false });
    expect([refused.status, refused.body.errors]).toEqual([400, { drop: [expect.stringContaining('{"set": {"project": "engine"}}')] }]);
    expect((await app.call('PATCH', url, user, { drop: false, set: { project: 'b' } })).body.data).toMatchObject({ drop: false });
    expect((await app.call('PATCH', url, user, { drop: false, value: 'a' })).status).toBe(200);
    expect(await spent(user)).toEqual({ b: 300 });
  });

  it.each([
    ['source', { toString: 1 }],
    ['operation', { toString: 1 }],
    ['destination', { toString: 1 }],
    ['source_value', '\ud800'],
    ['destination_value', '\ud800'],
  ])('of WakaTime with a %s that is none are refused: %j', async (field, value) => {
    const user = await app.newUser();
    expect((await app.call('PUT', CUSTOM, user, [custom({ [field]: value })])).status).toBe(400);
  });

  it('leave a row in the audit log', async () => {
    const user = await app.newUser();
    await make(user, { field: 'project', operation: 'equals', value: 'a', drop: true });
    const { rows } = await db.query('SELECT message, details FROM audit_log WHERE subject_id = $1 AND message = $2', [
      user.userId,
      'CreateRule',
    ]);
    expect(rows).toEqual([{ message: 'CreateRule', details: { field: 'project', operation: 'equals', value: 'a', sets: null } }]);
  });

  describe('and renames', () => {
    const projects = ['a', 'b', 'ab', ''];
    const languages = ['Go', 'Rust'];
    const entities = ['/a/1.md', '/b/1.ts', '/a/2.ts', '/b/2.md', '/c/3.md', '/c/4.ts', '/a/5.md', '/b/6.md'];
    const set = fc.record({ project: fc.constantFrom('a', 'b', 'x'), language: fc.constantFrom('Go', 'C') }, { requiredKeys: [] });
    const sets = fc.option(
      set.filter((one) => Object.keys(one).length > 0),
      { freq: 3 },
    );
    const activityRule = fc.record({
      field: fc.constantFrom('project' as const, 'language' as const),
      operation: fc.constantFrom('equals' as const, 'contains' as const),
      value: fc.constantFrom('a', 'b', 'x', 'Go'),
      sets,
    });
    const entityRule = fc.record({
      field: fc.constant('entity' as const),
      operation: fc.constantFrom('starts_with' as const, 'ends_with' as const),
      value: fc.constantFrom('/a', '/b', '.md', '.ts'),
      sets,
    });
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('send' as const),
        project: fc.constantFrom(...projects),
        language: fc.constantFrom(...languages),
        entity: fc.constantFrom(...entities),
        branch: fc.constantFrom('m', 'n'),
      }),
      fc.record({ kind: fc.constant('rule' as const), rule: fc.oneof(activityRule, entityRule) }),
      fc.record({
        kind: fc.constant('rename' as const),
        dimension: fc.constantFrom('project' as const, 'language' as const),
        name: fc.constantFrom('a', 'b', 'x', 'Go'),
        to: fc.constantFrom('a', 'b', 'y'),
      }),
      fc.record({
        kind: fc.constantFrom('delete' as const, 'undo' as const, 'turn' as const, 'apply' as const, 'roll up' as const),
        n: fc.nat(5),
      }),
    );
    type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

    /** What the definition says of a heartbeat. */
    function defined(
      sent: { project: string; language: string; entity: string },
      rules: readonly RuleForm[],
      renames: readonly { dimension: string; name: string; shown_name: string }[],
    ): unknown {
      const now = { project: sent.project, language: sent.language };
      let dropped = false;
      const ordered = [...rules.filter(({ field }) => field === 'entity'), ...rules.filter(({ field }) => field !== 'entity')];
      for (const { field, operation, value, sets: given } of ordered) {
        const text = field === 'entity' ? sent.entity : field === 'project' ? now.project : now.language;
        const matches = {
          equals: text === value,
          contains: text.includes(value),
          starts_with: text.startsWith(value),
          ends_with: text.endsWith(value),
        };
        if (dropped || !(matches as Record<string, boolean>)[operation]) continue;
        if (given === null) dropped = true;
        else Object.assign(now, given);
      }
      const shown = (dimension: 'project' | 'language'): string =>
        renames.find((r) => r.dimension === dimension && r.name === now[dimension])?.shown_name ?? now[dimension];
      return dropped ? 'dropped' : { project: shown('project'), language: shown('language') };
    }

    it('show what the definition says, after whatever was done in whatever order', async () => {
      let time = MORNING - 40_000;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 8 }), async (rounds) => {
          const user = await app.newUser();
          const { userId } = user;
          const run = async (one: Step): Promise<void> => {
            const rules = await app.queries.execute(new ListRules(OPERATOR, userId));
            if (one.kind === 'send') await (time % 20 === 0 ? app : other).send(user, [{ ...one, time: (time += 10) }]);
            else if (one.kind === 'rule') await app.commands.execute(new CreateRule(OPERATOR, userId, one.rule as RuleForm));
            else if (one.kind === 'rename')
              await app.commands.execute(new RenameValue(OPERATOR, userId, one.dimension as NamedField, one.name, one.to));
            else if (one.kind === 'delete') await app.commands.execute(new DeleteRule(OPERATOR, userId, rules[one.n]?.id ?? ''));
            else if (one.kind === 'undo')
              await app.commands.execute(new UndoRename(OPERATOR, userId, { dimension: 'project', shown: 'y' }));
            else if (one.kind === 'turn')
              await app.commands.execute(new OrderRules(OPERATOR, userId, rules.map(({ id }) => id).toReversed()));
            else if (one.kind === 'apply') await worker.get(CommandBus).execute(new ApplyRules(SERVER, userId));
            else await app.commands.execute(new RollUpUser(SERVER, userId));
          };
          // What is done at the same time: what is refused, such as a rule that another one deleted, changes nothing.
          for (const round of rounds) await Promise.allSettled(round.map(run));
          const rules = await app.queries.execute(new ListRules(OPERATOR, userId));
          const { rows: renames } = await db.query('SELECT dimension, name, shown_name FROM renames WHERE user_id = $1', [userId]);
          await worker.get(CommandBus).execute(new ApplyRules(SERVER, userId));
          const { rows } = await db.query(
            `SELECT a.sent_project, a.sent_language, e.name AS entity, a.project, a.language, a.dropped
               FROM heartbeats h JOIN activities a ON a.user_id = h.user_id AND a.id = h.activity_id
               JOIN entities e ON e.user_id = h.user_id AND e.id = h.entity_id WHERE h.user_id = $1`,
            [userId],
          );
          for (const { sent_project: project, sent_language: language, entity, dropped, ...shown } of rows) {
            expect(dropped ? 'dropped' : shown).toEqual(defined({ project, language, entity }, rules, renames));
          }
          expect(rows.length).toBe(rounds.flat().filter(({ kind }) => kind === 'send').length);
        }),
        { numRuns: 25 },
      );
    }, 180_000);
  });
});
