import { SERVER } from '@app/core';
import { PrunePluginErrors } from '@app/users';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const KEY = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
const REPORT = {
  architecture: 'amd64',
  cli_version: 'v1.90.0',
  is_panic: true,
  logs: `{"msg":"Authorization: Basic ${Buffer.from(KEY).toString('base64')}"}\nread /home/ada/.wakatime.cfg`,
  error_message: `bad key ${KEY}`,
  platform: 'linux',
  plugin: 'vscode/1.95.0 vscode-wakatime/24.6.2',
  stacktrace: 'goroutine 1 [running]:\nmain.main()',
};

describe('errors that plugins report', () => {
  let app: TestApp;
  let db: Connection;
  let admin: TestUser;

  beforeAll(async () => {
    app = await startApp();
    db = await connect(app.databaseUrl);
    admin = await app.newUser();
    await db.query('UPDATE users SET is_admin = true WHERE id = $1', [admin.userId]);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const report = (body: unknown, headers: Record<string, string> = {}, mount = '/api/v1'): Promise<Answer> =>
    app.call('POST', `${mount}/plugins/errors`, null, body, headers);
  const list = (query = ''): Promise<Answer> => app.get(`admin/plugin-errors${query}`, admin);

  it('are taken with and without a key, at both mounts, and shown to administrators without secrets', async () => {
    const ada = await app.newUser();
    const basic = { authorization: `Basic ${Buffer.from(ada.key).toString('base64')}` };
    expect((await report(REPORT, basic)).status).toBe(201);
    expect((await report({ ...REPORT, is_panic: undefined }, { authorization: 'Basic bm8=' }, '/api/v1/compat/waka')).status).toBe(201);
    const { status, body } = await list();
    const { username } = (await app.get('users/current', ada)).body.data;
    const shown = {
      architecture: 'amd64',
      cli_version: 'v1.90.0',
      error_message: 'bad key ***',
      platform: 'linux',
      plugin: REPORT.plugin,
      stacktrace: REPORT.stacktrace,
      logs: expect.stringContaining('/home/***/.wakatime.cfg'),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    };
    expect([status, body]).toEqual([
      200,
      {
        data: [
          { ...shown, id: expect.any(String), is_panic: false, username: null },
          { ...shown, id: expect.any(String), is_panic: true, username },
        ],
        total: 2,
        page: 1,
        per_page: 20,
        total_pages: 1,
      },
    ]);
    const { rows } = await db.query('SELECT p::text AS row FROM plugin_errors p');
    for (const { row } of rows) expect(row).not.toMatch(new RegExp(`${KEY}|${Buffer.from(KEY).toString('base64').slice(0, 20)}`));
    expect((await app.get('admin/plugin-errors', ada)).status).toBe(403);
  });

  it('are taken whatever they look like; only what is no object is refused, and what is too long', async () => {
    await db.query('DELETE FROM plugin_errors');
    const odd = [
      undefined,
      '',
      {},
      { error_message: '' },
      { error_message: 5, logs: ['a', { b: 1 }], plugin: null, more: 1 },
      { logs: 'a\0b' },
    ];
    for (const body of odd) expect((await report(body)).status).toBe(201);
    expect((await report({ ...REPORT, logs: 'x'.repeat(20_000) }, { 'content-type': 'text/plain' })).status).toBe(201);
    for (const body of ['"text"', '[]', '5', 'no json']) {
      expect(await report(body)).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    }
    expect(await report({ logs: 'x'.repeat(70_000) })).toMatchObject({ status: 413, body: { error: expect.any(String) } });
    const { body } = await list();
    expect(body.data.map(({ error_message, logs }: Record<string, string>) => [error_message, logs?.length])).toEqual([
      ['bad key ***', 16_000],
      ['', 2],
      ['5', '["a",{"b":1}]'.length],
    ]);
  });

  it('are read page by page', async () => {
    await db.query('DELETE FROM plugin_errors');
    for (const n of [1, 2, 3]) await report({ error_message: `error ${n}` });
    expect((await list('?per_page=2&page=2')).body).toMatchObject({
      data: [{ error_message: 'error 1' }],
      total: 3,
      page: 2,
      total_pages: 2,
    });
  });

  it('are at most 2,000, the newest, and none is older than 30 days', async () => {
    await db.query('DELETE FROM plugin_errors');
    const fill = `INSERT INTO plugin_errors (at, user_id, plugin, cli_version, platform, architecture, message, stacktrace, logs, is_panic)
      SELECT $1::timestamptz, NULL, '', '', '', '', n::text, '', '', false FROM generate_series(1, $2::int) n`;
    await db.query(fill, [new Date(Date.now() - 29 * 86_400_000), 1_990]);
    await db.query(fill, [new Date(Date.now() - 31 * 86_400_000), 10]);
    for (const n of [1, 2]) await report({ error_message: `new ${n}` });
    expect((await list('?per_page=2')).body).toMatchObject({
      total: 2_000,
      data: [{ error_message: 'new 2' }, { error_message: 'new 1' }],
    });
    expect(await app.commands.execute(new PrunePluginErrors(SERVER))).toBe(10);
    expect((await list()).body).toMatchObject({ total: 1_990 });
  });
});

describe('a flood of reports', () => {
  it('is refused beyond 60 an hour from one address', async () => {
    const app = await startApp({ limited: true });
    const answers = [];
    for (let n = 0; n < 61; n++) answers.push(await app.call('POST', '/api/v1/plugins/errors', null, { error_message: 'x' }));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(60);
    expect(answers.at(-1)).toMatchObject({ status: 429, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    await app.close();
  });
});
