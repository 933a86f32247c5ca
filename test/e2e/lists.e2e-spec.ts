import { OPERATOR } from '@app/core';
import { RollUpUser } from '@app/analytics';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validator } from '../contract/schemas.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const LINUX = 'wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2';
const MAC = 'wakatime/v1.90.0 (darwin-24.0.0-arm64) go1.23 Xcode/16.0 macos-wakatime/5.1.0';
const BROWSER = 'Chrome/114.0.0.0 linux_x86-64 chrome-wakatime/4.1.1';
const DAY = 86_400;
const BOTH = ['/api/v1', '/api/v1/compat/waka'];

const iso = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
const namesIn = (body: { data: { name: string }[] }): string[] => body.data.map(({ name }) => name);

describe('lists of what heartbeats came from', () => {
  let app: TestApp;
  const now = Date.UTC(2026, 10, 24, 12) / 1000;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = now * 1000;
  });
  afterAll(() => app.close());

  const rollUp = (user: TestUser): Promise<void> => app.commands.execute(new RollUpUser(OPERATOR, user.userId));

  it.each(BOTH)('are empty first, with one page, under %s', async (mount) => {
    const ada = await app.newUser();
    for (const list of ['machine_names', 'user_agents']) {
      const { status, body } = await app.call('GET', `${mount}/users/current/${list}`, ada);
      expect([status, body]).toEqual([200, { data: [], total: 0, page: 1, per_page: 100, total_pages: 1 }]);
      expect(validator(list)(body)).toEqual([]);
    }
  });

  it('tell machines as heartbeats and stats do, at once and after roll-ups, also far from UTC', async () => {
    const ada = await app.newUser({ zone: 'Pacific/Kiritimati' });
    const sent = [
      { time: now - 40 * DAY, machine: 'old' },
      { time: now - 9 * DAY, machine: 'devbox' },
      { time: now - 9 * DAY + 60, machine: 'devbox' },
    ];
    await app.send(ada, sent);
    const expected = (devboxAt: number): object[] => [
      {
        name: 'devbox',
        value: 'devbox',
        last_seen_at: iso(devboxAt),
        created_at: iso(now - 9 * DAY),
        timezone: 'Pacific/Kiritimati',
        ip: null,
      },
      { name: 'old', value: 'old', last_seen_at: iso(now - 40 * DAY), created_at: iso(now - 40 * DAY) },
    ];
    const list = async (): Promise<{ data: { id: string; name: string }[] }> => (await app.get('users/current/machine_names', ada)).body;
    expect(await list()).toMatchObject({ data: expected(now - 9 * DAY + 60), total: 2, page: 1, total_pages: 1 });
    await rollUp(ada);
    const rolledUp = await list();
    expect(rolledUp).toMatchObject({ data: expected(now - 9 * DAY + 60) });
    expect(validator('machine_names')(rolledUp)).toEqual([]);
    // The day before is clean and the day itself is not; then the newest heartbeat comes, and goes again.
    const late = { time: now - 8 * DAY, machine: 'devbox', entity: '/p/late.ts' };
    const [[stored]] = (await app.send(ada, [late])).body.responses;
    expect(await list()).toMatchObject({ data: expected(now - 8 * DAY) });
    await rollUp(ada);
    expect(await list()).toMatchObject({ data: expected(now - 8 * DAY) });
    const date = new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Kiritimati' }).format(late.time * 1000);
    await app.call('DELETE', '/api/v1/users/current/heartbeats.bulk', ada, { date, ids: [stored.data.id] });
    expect(await list()).toMatchObject({ data: expected(now - 9 * DAY + 60) });
    await rollUp(ada);
    expect(await list()).toMatchObject({ data: expected(now - 9 * DAY + 60) });

    const id = rolledUp.data.find(({ name }) => name === 'devbox')?.id;
    const heartbeats = await app.get('users/current/heartbeats?per_page=1', ada);
    const stats = await app.get('users/current/stats/last_30_days', ada);
    expect(heartbeats.body.data[0].machine_name_id).toBe(id);
    expect(stats.body.data.machines).toEqual([expect.objectContaining({ name: 'devbox', machine_name_id: id })]);
  });

  it('tell user agents as heartbeats do, at once, after roll-ups and after deletion', async () => {
    const ada = await app.newUser();
    await app.send(ada, [{ time: now - 3 * DAY }], { 'user-agent': LINUX });
    await app.send(ada, [{ time: now - 2 * DAY }], { 'user-agent': MAC });
    const [[browsed]] = (await app.send(ada, [{ time: now, type: 'domain', entity: 'example.com' }], { 'user-agent': BROWSER })).body
      .responses;
    await app.send(ada, [{ time: now - DAY }], { 'user-agent': LINUX });
    const list = async (): Promise<{ data: { id: string; value: string }[] }> => (await app.get('users/current/user_agents', ada)).body;
    const browser = { value: BROWSER, editor: 'Chrome', os: 'Linux', is_browser_extension: true, is_desktop_app: false, go_version: null };
    const linux = {
      value: LINUX,
      editor: 'VS Code',
      version: '24.6.2',
      os: 'Linux',
      cli_version: 'v1.90.0',
      go_version: '1.22.1',
      is_browser_extension: false,
      is_desktop_app: false,
      first_seen_at: iso(now - 3 * DAY),
      last_seen_at: iso(now - DAY),
    };
    const mac = { value: MAC, editor: 'Xcode', os: 'Mac', go_version: '1.23', is_desktop_app: true };
    const live = await list();
    expect(live).toMatchObject({ data: [browser, linux, mac], total: 3 });
    expect(validator('user_agents')(live)).toEqual([]);
    await rollUp(ada);
    expect(await list()).toEqual(live);
    expect((await app.get('users/current/heartbeats?per_page=1', ada)).body.data[0].user_agent_id).toBe(live.data[0]?.id);

    await app.call('DELETE', '/api/v1/users/current/heartbeats.bulk', ada, { date: '2026-11-24', ids: [browsed.data.id] });
    expect(await list()).toMatchObject({ data: [linux, mac], total: 2 });
    await rollUp(ada);
    expect(await list()).toMatchObject({ data: [linux, mac], total: 2 });
  });

  it('are read page by page', async () => {
    const ada = await app.newUser();
    await app.send(
      ada,
      [1, 2, 3, 4, 5].map((n) => ({ time: now - n * DAY, machine: `m${n}`, user_agent: `vim/9.${n} vim-wakatime/11.${n}` })),
    );
    for (const list of ['machine_names', 'user_agents']) {
      const seen: string[] = [];
      for (let page = 1; ; page++) {
        const { body } = await app.get(`users/current/${list}?per_page=2&page=${page}`, ada);
        expect(body).toMatchObject({ total: 5, page, per_page: 2, total_pages: 3 });
        seen.push(...body.data.map((item: { value: string }) => item.value));
        if (body.page === body.total_pages) break;
      }
      expect(seen).toHaveLength(5);
      expect(seen.map((value) => value.at(-1))).toEqual(['1', '2', '3', '4', '5']);
      expect((await app.get(`users/current/${list}?page=9`, ada)).body).toMatchObject({ data: [], total: 5, page: 9, total_pages: 1 });
      expect((await app.get(`users/current/${list}?per_page=0`, ada)).status).toBe(400);
    }
  });

  it('tell the names that were seen, none among them, and categories once in whatever case', async () => {
    const ada = await app.newUser();
    await app.send(ada, [
      { time: now - 300, entity: '/p/a.ts', category: 'Coding' },
      { time: now - 200, entity: '/p/b', category: 'ai coding' },
      { time: now - 100, language: 'typescript', entity: '/p/c' },
    ]);
    for (const rolledUp of [false, true]) {
      if (rolledUp) await rollUp(ada);
      const answer = async (list: string): Promise<string[]> => namesIn((await app.get(`users/current/${list}`, ada)).body);
      expect(await answer('languages')).toEqual(['TypeScript', 'Other']);
      expect(await answer('categories')).toEqual(['Coding', 'AI Coding']);
      expect(await answer('editors')).toEqual(['Unknown']);
      expect(await answer('operating_systems')).toEqual(['Unknown']);
    }
    const { body } = await app.get('users/current/languages?per_page=1&page=2', ada);
    expect(body).toEqual({
      data: [{ name: 'Other', first_seen_at: iso(now - 200), last_seen_at: iso(now - 200) }],
      total: 2,
      page: 2,
      per_page: 1,
      total_pages: 2,
    });
  });

  it('are of oneself alone', async () => {
    const [ada, bob] = [await app.newUser(), await app.newUser()];
    await app.send(bob, [{ time: now, machine: 'bobs', language: 'Go' }]);
    for (const list of ['machine_names', 'user_agents', 'languages', 'editors']) {
      expect((await app.get(`users/current/${list}`, ada)).body).toMatchObject({ data: [], total: 0 });
      expect((await app.get(`users/${bob.publicId}/${list}`, ada)).status).toBeGreaterThanOrEqual(403);
    }
  });
});

describe('the names that there are', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it.each(BOTH.flatMap((mount) => ['editors', 'program_languages', 'meta'].map((list) => [mount, list])))(
    '%s/%s: for everybody, and by ETag',
    async (mount, list) => {
      const first = await app.call('GET', `${mount}/${list}`);
      expect(first).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=3600', etag: expect.any(String) } });
      expect(validator(list)(first.body)).toEqual([]);
      const known = await app.call('GET', `${mount}/${list}`, null, undefined, {
        'if-none-match': `"other", ${String(first.headers['etag'])}`,
      });
      expect([known.status, known.text, known.headers['etag']]).toEqual([304, '', first.headers['etag']]);
      expect((await app.call('GET', `${mount}/${list}`, null, undefined, { 'if-none-match': '"other"' })).status).toBe(200);
    },
  );

  it('have ids of their own, are whole, and colours of Linguist', async () => {
    const { body: editors } = await app.call('GET', '/api/v1/editors?unreleased=true');
    const { body: languages } = await app.call('GET', '/api/v1/program_languages');
    for (const { data, total, page, total_pages } of [editors, languages]) {
      expect([total, page, total_pages]).toEqual([data.length, 1, 1]);
      expect(new Set(data.map(({ id }: { id: string }) => id)).size).toBe(total);
      expect(new Set(namesIn({ data })).size).toBe(total);
    }
    expect(editors.data).toContainEqual(expect.objectContaining({ id: 'vscode', name: 'VS Code', released: true, hidden: false }));
    expect(languages.data).toContainEqual(expect.objectContaining({ id: '378', name: 'TypeScript', color: '#3178c6' }));
    expect(languages.total).toBeGreaterThan(700);
  });
});
