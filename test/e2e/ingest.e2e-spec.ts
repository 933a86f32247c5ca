import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

// The numbers are the cases of the contract's section 6.

const GO_UA = 'wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2';
const BULK = '/api/v1/users/current/heartbeats.bulk';
const ONE = '/api/v1/users/current/heartbeats';
const NOON = Date.parse('2026-11-24T12:00:00Z');
const now = (): number => NOON / 1000;

describe('sending heartbeats', () => {
  let app: TestApp;
  let db: Connection;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOON;
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });
  beforeEach(async () => {
    ada = await app.newUser();
  });

  const post = (url: string, body: unknown, headers: Record<string, string> = {}) => app.call('POST', url, ada, body, headers);
  const heartbeat = (more: Record<string, unknown> = {}) => ({ entity: '/p/a.ts', type: 'file', time: now(), ...more });
  const stored = async () => (await app.get('users/current/heartbeats?per_page=100', ada)).body.data;
  const rows = async () => (await db.query('SELECT count(*)::int AS n FROM heartbeats WHERE user_id = $1', [ada.userId])).rows[0].n;
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const pair201 = [{ data: { id: expect.stringMatching(uuid) } }, 201];

  it('1, 2, 8: answers 201 with one pair a heartbeat, in order, and nothing but the id in it', async () => {
    const answer = await post(
      BULK,
      Array.from({ length: 25 }, (_, n) => heartbeat({ entity: `/p/${n}.ts` })),
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ responses: Array.from({ length: 25 }, () => pair201) });
    expect(new Set(answer.body.responses.map((r: [{ data: { id: string } }]) => r[0].data.id)).size).toBe(25);
    expect(await rows()).toBe(25);
  });

  it('3: takes 50 heartbeats with 40 dependencies each', async () => {
    const dependencies = Array.from({ length: 40 }, (_, n) => `dependency-${n}-${'x'.repeat(60)}`);
    const answer = await post(
      BULK,
      Array.from({ length: 50 }, (_, n) => heartbeat({ entity: `/p/${n}.ts`, dependencies })),
    );
    expect(answer.status).toBe(201);
    expect(answer.body.responses).toHaveLength(50);
    expect((await stored())[0].dependencies).toEqual(dependencies);
  });

  it('4: answers a resend as the first time, and stores and counts nothing twice', async () => {
    const t = now() - 100;
    const batch = [heartbeat({ time: t }), heartbeat({ time: t + 60 })];
    const first = await post(BULK, batch);
    const before = await app.get('users/current/summaries?range=today', ada);
    const second = await post(BULK, batch);
    expect(second.body).toEqual(first.body);
    expect(second.status).toBe(201);
    expect(await rows()).toBe(2);
    expect((await app.get('users/current/summaries?range=today', ada)).body.cumulative_total).toEqual(before.body.cumulative_total);
  });

  it('5: refuses a bad item alone, with texts by field', async () => {
    const answer = await post(BULK, [heartbeat(), { type: 'file' }, heartbeat({ entity: '/p/b.ts' })]);
    expect(answer.status).toBe(201);
    expect(answer.body.responses[0]).toEqual(pair201);
    expect(answer.body.responses[1]).toEqual([{ errors: { time: [expect.any(String)], entity: [expect.any(String)] } }, 400]);
    expect(answer.body.responses[2]).toEqual(pair201);
    expect(await rows()).toBe(2);
  });

  it.each([
    ['no entity', { entity: null }, 'entity'],
    ['an entity that is an object', { entity: { path: 'x' } }, 'entity'],
    ['an over-long entity', { entity: 'x'.repeat(4097) }, 'entity'],
    ['an over-long branch', { branch: 'x'.repeat(4097) }, 'branch'],
    ['a time that is none', { time: 'yesterday' }, 'time'],
    ['a time in milliseconds', { time: Date.now() }, 'time'],
    ['a time more than a day ahead', { time: now() + 2 * 86_400 }, 'time'],
    ['a time before 2000', { time: 900_000_000 }, 'time'],
  ])('refuses an item with %s and stores its neighbour', async (_, more, field) => {
    const answer = await post(BULK, [heartbeat(more), heartbeat()]);
    expect(answer.body.responses).toEqual([[{ errors: { [field]: [expect.any(String)] } }, 400], pair201]);
    expect(await rows()).toBe(1);
  });

  it.each([
    ['a NUL', { entity: '/p/\u0000a.ts' }, { entity: '/p/a.ts' }],
    [
      'a wrong type',
      { lines: { a: 1 }, is_write: 'true', dependencies: 'x, y' },
      { lines: null, is_write: true, dependencies: ['x', 'y'] },
    ],
    ['a lone surrogate', { project: 'a\ud800b' }, { project: 'a\ufffdb' }],
    ['empty texts', { entity: '/p/a', project: '', branch: '', language: '' }, { project: null, branch: null, language: null }],
    [
      'quotes and backslashes',
      { dependencies: ['a"b', 'c\\d', 'e,f', '{g}', 'NULL', ' '], project: `O'Neill "x" \\` },
      { dependencies: ['a"b', 'c\\d', 'e,f', '{g}', 'NULL'] },
    ],
  ])('stores an item with %s', async (_, more, expected) => {
    const answer = await post(BULK, [heartbeat(more)]);
    expect(answer.body.responses).toEqual([pair201]);
    expect((await stored())[0]).toMatchObject(expected);
  });

  it('6, 9: answers 201 when every item is bad, and when there is none', async () => {
    expect((await post(BULK, [{}, null, 7, 'x', []])).body.responses.map((r: unknown[]) => r[1])).toEqual([400, 400, 400, 400, 400]);
    expect(await post(BULK, [])).toMatchObject({ status: 201, body: { responses: [] } });
  });

  it('7, 15: takes line 0, cursor -1 and numbers as text', async () => {
    await post(BULK, [
      heartbeat({ lineno: 0, cursorpos: -1 }),
      heartbeat({ entity: '/p/b.ts', lineno: '3', cursorpos: '42', time: String(now() + 1) }),
    ]);
    const [newest, oldest] = await stored();
    expect(oldest).toMatchObject({ lineno: null, cursorpos: null });
    expect(newest).toMatchObject({ lineno: 3, cursorpos: 42 });
  });

  it('13: takes text/plain with ?api_key=, the plugin as user agent, and the last real project', async () => {
    const t = now() - 50;
    await post(BULK, [heartbeat({ time: t - 10, project: 'engine' })]);
    const items = [
      heartbeat({
        time: t.toFixed(3),
        type: 'url',
        entity: 'https://x.org',
        plugin: 'Chrome/114.0.0.0 linux_x86-64 chrome-wakatime/4.1.1',
        project: '<<LAST_PROJECT>>',
      }),
    ];
    const answer = await app.call('POST', `${BULK}?api_key=${ada.key}`, null, JSON.stringify(items), {
      'content-type': 'text/plain;charset=UTF-8',
    });
    expect(answer.body.responses).toEqual([pair201]);
    expect((await stored())[0]).toMatchObject({
      editor: 'Chrome',
      operating_system: 'Linux',
      project: 'engine',
      time: Number(t.toFixed(3)),
    });
  });

  it.each(['garbage', '', 'application/json; charset=utf-16', 'multipart/form-data', 'application/x-www-form-urlencoded'])(
    'takes any Content-Type: "%s"',
    async (type) => {
      const answer = await post(BULK, [heartbeat()], { 'content-type': type });
      expect([answer.status, answer.body.responses]).toEqual([201, [pair201]]);
    },
  );

  it('takes a body that begins with a byte order mark', async () => {
    expect((await post(BULK, `\uFEFF${JSON.stringify([heartbeat()])}`)).status).toBe(201);
  });

  it('14: takes JSON inside a JSON string, and the aliases of VS Code web', async () => {
    const items = [
      heartbeat({ lines_in_file: 12, alternate_project: 'web', is_unsaved_entity: true, ai_line_changes: 3, human_line_changes: 4 }),
    ];
    const answer = await app.call('POST', `${BULK}?api_key=${ada.key}`, null, JSON.stringify(JSON.stringify(items)), {
      'content-type': 'application/json',
    });
    expect(answer.body.responses).toEqual([pair201]);
    expect((await stored())[0]).toMatchObject({ lines: 12, project: 'web', ai_line_changes: 3, human_line_changes: 4 });
  });

  it('16, 21: takes nulls and unknown keys', async () => {
    const answer = await post(BULK, [
      heartbeat({ category: null, dependencies: null, branch: null, project: null, model: 'x', nonsense: { a: [] } }),
    ]);
    expect(answer.body.responses).toEqual([pair201]);
    expect((await stored())[0]).toMatchObject({ category: 'Coding', dependencies: [], branch: null, project: null });
  });

  it('17: takes chronova-cli’s object, editor and system from the user agent or as objects', async () => {
    const item = {
      ...heartbeat(),
      id: 'b1f7c9a2-0000-4000-8000-000000000001',
      editor: null,
      operating_system: null,
      machine: 'devbox',
      user_agent: 'chronova/1.4.0 (debian gnu/linux-6.1.0-26-amd64-12-x86_64) rustc/1.75.0 vscode/1.95.0 vscode-wakatime/24.6.2',
      commit_message: 'Say more\n',
      dependencies: [],
    };
    expect((await post(ONE, item)).status).toBe(201);
    expect((await stored())[0]).toMatchObject({ editor: 'VS Code', operating_system: 'Linux' });
    await post(ONE, { ...item, time: now() + 1, editor: { name: 'Helix', version: null }, operating_system: { name: 'FreeBSD' } });
    expect((await stored())[0]).toMatchObject({ editor: 'helix', operating_system: 'FreeBSD' });
    expect((await app.get('users/current/heartbeats', ada)).body.heartbeats[0].machine).toBe('devbox');
  });

  it('18, 19: takes lists on the single route, like the bulk route', async () => {
    const answer = await post(ONE, [...Array.from({ length: 49 }, (_, n) => heartbeat({ entity: `/${n}` })), { type: 'file' }]);
    expect(answer.status).toBe(201);
    expect(answer.body.responses.map((r: unknown[]) => r[1])).toEqual([...Array.from({ length: 49 }, () => 201), 400]);
    const seed = [
      {
        entity: '/path/to/file.ts',
        type: 'file',
        time: 1640995200,
        language: 'TypeScript',
        editor: 'VS Code',
        project: 'chronova',
        branch: 'main',
        is_write: true,
      },
    ];
    expect((await post(ONE, seed)).body.responses).toEqual([pair201]);
    expect((await app.get('users/current/heartbeats?date=2022-01-01', ada)).body.data).toMatchObject([
      { editor: 'VS Code', project: 'chronova', time: 1640995200 },
    ]);
  });

  it('20: answers one object by itself, and a bad one with 400', async () => {
    const t = now();
    const answer = await post(ONE, heartbeat({ time: t }));
    expect(answer).toMatchObject({
      status: 201,
      body: { data: { id: expect.stringMatching(uuid), entity: '/p/a.ts', type: 'file', time: Math.round(t * 1e6) / 1e6 } },
    });
    expect(await post(ONE, { type: 'file' })).toMatchObject({
      status: 400,
      body: { error: expect.any(String), errors: { time: [expect.any(String)] } },
    });
    expect(await post(BULK, heartbeat({ time: t }))).toMatchObject({
      status: 201,
      body: { responses: [[answer.body, 201]].map(() => pair201) },
    });
  });

  it('22, 24: reads the machine from its header, and lets the item’s user agent win', async () => {
    await post(BULK, [heartbeat()], { 'x-machine-name': 'my+host%C3%A9', 'user-agent': GO_UA });
    await post(BULK, [heartbeat({ time: now() + 1, user_agent: GO_UA.replace('vscode/1.95.0 vscode', 'GoLand/2019.3.4 GoLand') })], {
      'user-agent': GO_UA,
    });
    const { heartbeats } = (await app.get('users/current/heartbeats', ada)).body;
    expect(heartbeats.map((h: { machine: string; editor: string }) => [h.machine, h.editor])).toEqual([
      ['Unknown Hostname', 'GoLand'],
      ['my hosté', 'VS Code'],
    ]);
  });

  it('52: takes heartbeats at the base address itself', async () => {
    for (const base of ['/api/v1', '/api/v1/compat/waka', '/api/v1/']) {
      expect(await post(base, [heartbeat({ entity: base })])).toMatchObject({ status: 201, body: { responses: [pair201] } });
    }
    expect(await rows()).toBe(3);
  });

  it('57: keeps "unknown" as sent, and shows no project for an empty one', async () => {
    const t = now() - 500;
    await post(BULK, [
      heartbeat({ type: 'app', entity: 'Slack', project: '', branch: '', time: t }),
      heartbeat({ type: 'app', entity: 'Slack', project: 'unknown', time: t + 10 }),
      heartbeat({ time: t + 30, project: 'unknown' }),
    ]);
    const { projects } = (await app.get('users/current/summaries?range=today', ada)).body.data[0];
    expect(projects.map((p: { name: string; total_seconds: number }) => [p.name, p.total_seconds])).toEqual([
      ['unknown', 20],
      ['Unknown Project', 10],
    ]);
  });

  it('58: stores the same heartbeat on eight connections at once as one row', async () => {
    const item = heartbeat({ id: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19', project: `p-${ada.userId}` });
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(ONE, item)));
    expect(answers.map((a) => a.status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect(await rows()).toBe(1);
  });

  it('59: counts two heartbeats 20 ms apart as 20 ms', async () => {
    const t = Math.floor(now()) - 100;
    await post(BULK, [heartbeat({ time: t }), heartbeat({ time: t + 0.02 })]);
    expect((await app.get('users/current/statusbar/today', ada)).body.data.grand_total.total_seconds).toBeCloseTo(0.02, 6);
  });

  it.each([
    ['editor', { user_agent: GO_UA }, { user_agent: GO_UA.replace('vscode/1.95.0 vscode', 'vim/9.0 vim') }],
    ['machine', { machine: 'a' }, { machine: 'b' }],
    ['line', { lineno: 1 }, { lineno: 2 }],
    ['write flag', { is_write: true }, { is_write: false }],
    ['AI session', { ai_session: 'a' }, { ai_session: 'b' }],
    ['AI counters', { ai_input_tokens: 5 }, { ai_input_tokens: 6 }],
  ])('takes what differs in %s for another heartbeat', async (_, one, other) => {
    const time = now();
    await post(BULK, [heartbeat({ time, ...one }), heartbeat({ time, ...other }), heartbeat({ time, ...one })]);
    expect(await rows()).toBe(2);
  });

  it('stores AI counters and commit fields', async () => {
    const ai = {
      ai_session: 's1',
      ai_subscription_plan: 'max',
      ai_input_tokens: 100,
      ai_output_tokens: 20,
      ai_cached_input_tokens: 5,
      ai_prompt_length: 300,
      ai_line_changes: -2,
      human_line_changes: 7,
    };
    await post(BULK, [
      heartbeat({ ...ai, commit_hash: 'abc', commit_author: 'Ada', commit_message: 'a\tb\nc\u0007', repository_url: 'https://x.org/r' }),
    ]);
    expect((await stored())[0]).toMatchObject(ai);
    const { rows: commits } = await db.query('SELECT commit_hash, commit_message, repository_url FROM heartbeats WHERE user_id = $1', [
      ada.userId,
    ]);
    expect(commits).toEqual([{ commit_hash: 'abc', commit_message: 'a\tb\nc', repository_url: 'https://x.org/r' }]);
  });

  describe('placeholders', () => {
    const projects = async () => (await stored()).toReversed().map((h: { project: string | null }) => h.project);

    it('take the newest real value from the batch or the store, whichever is newer, never a later one', async () => {
      const t = now() - 1000;
      await post(BULK, [heartbeat({ time: t, project: 'stored' })]);
      await post(BULK, [
        heartbeat({ time: t + 30, project: 'later' }),
        heartbeat({ time: t + 20, project: '<<LAST_PROJECT>>' }),
        heartbeat({ time: t + 10, project: 'batch' }),
        heartbeat({ time: t + 5, project: '<<LAST_PROJECT>>' }),
      ]);
      expect(await projects()).toEqual(['stored', 'stored', 'batch', 'batch', 'later']);
    });

    it('stay none when nothing real is within 24 hours, and are resolved once', async () => {
      const t = now() - 100_000;
      await post(BULK, [heartbeat({ time: t, project: 'old', branch: 'main', language: 'Go' })]);
      const placeholder = heartbeat({
        time: t + 86_401,
        project: '<<LAST_PROJECT>>',
        branch: '<<LAST_BRANCH>>',
        language: '<<LAST_LANGUAGE>>',
      });
      await post(BULK, [placeholder]);
      await post(BULK, [heartbeat({ time: t + 86_400, project: 'new' }), placeholder]);
      expect(await projects()).toEqual(['old', 'new', null]);
      expect(await rows()).toBe(3);
    });
  });

  describe('refuses as a whole', () => {
    it.each([
      ['no JSON', '{"entity":', 400],
      ['nothing', '', 400],
      ['null', 'null', 400],
      ['a number', '5', 400],
      ['text', '"heartbeat"', 400],
      ['more than 5 MB', JSON.stringify([{ entity: 'x'.repeat(5_300_000) }]), 413],
      ['more than 1,000 items', JSON.stringify(Array.from({ length: 1001 }, () => ({}))), 413],
    ])('%s', async (_, body, status) => {
      for (const url of [BULK, ONE, '/api/v1']) {
        const answer = await post(url, body);
        expect([url, answer.status, answer.body]).toEqual([url, status, expect.objectContaining({ error: expect.any(String) })]);
      }
      expect(await rows()).toBe(0);
    });

    it('takes 1,000 heartbeats', async () => {
      const answer = await post(
        BULK,
        Array.from({ length: 1000 }, (_, n) => heartbeat({ entity: `/${n}` })),
      );
      expect(answer.body.responses.filter((r: unknown[]) => r[1] === 201)).toHaveLength(1000);
    });
  });

  it('keeps users apart: the same heartbeat of two is two rows', async () => {
    const bob = await app.newUser();
    const item = heartbeat();
    await post(BULK, [item]);
    await app.send(bob, [item]);
    const { id } = (await stored())[0];
    const mine = (await app.get('users/current/heartbeats', ada)).body;
    expect(mine.total).toBe(1);
    const date = '2026-11-24';
    await app.call('DELETE', BULK, bob, { date, ids: [id] });
    expect((await app.get('users/current/heartbeats', ada)).body.total).toBe(1);
    expect((await app.get('users/current/heartbeats', bob)).body.total).toBe(0);
  });
});

describe('user agents of recorded clients', () => {
  it('61: none and raw UTF-8 are stored as they are', async () => {
    const app = await startApp();
    const ada = await app.newUser();
    expect((await app.get('users/current/statusbar/today', ada)).status).toBe(200);
    const lines = readFileSync('test/contract/recorded/wakatime-cli-1.90.jsonl', 'utf8')
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l));
    const unicode = lines.find((l) => l.label === 'plugin-unicode');
    await app.call('POST', unicode.path, ada, unicode.body, {
      'user-agent': Buffer.from(unicode.headers.find((h: string[]) => h[0] === 'User-Agent')[1], 'utf8').toString('latin1'),
    });
    const db = await connect(app.databaseUrl);
    const { rows } = await db.query('SELECT value FROM user_agents WHERE user_id = $1', [ada.userId]);
    expect(rows).toEqual([{ value: JSON.parse(unicode.body)[0].user_agent }]);
    await db.end();
    await app.close();
  });
});
