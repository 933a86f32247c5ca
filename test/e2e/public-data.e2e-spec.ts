import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GetAllTime, GetDurations, GetStats, GetSummaries, ListHeartbeats, RollUpUser } from '@app/analytics';
import { SERVER, STRANGER } from '@app/core';
import { EVERYTHING, hashOfSecret, type Visibility } from '@app/users';
import { validator } from '../contract/schemas.js';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const MOUNTS = ['/api/v1', '/api/v1/compat/waka'];
const ALL_FLAGS = {
  logged_time_public: true,
  languages_used_public: true,
  projects_public: true,
  editors_used_public: true,
  os_used_public: true,
  categories_used_public: true,
  machines_public: true,
};
const PATHS = [
  '',
  '/stats',
  '/stats/today',
  '/stats/last_7_days',
  '/stats/all_time',
  '/summaries?range=today',
  '/summaries?start=2026-11-23&end=2026-11-24',
  '/all_time_since_today',
];

describe('others’ data', () => {
  let app: TestApp;
  let client: Connection;
  let ada: TestUser;
  let bob: TestUser;
  let username: string;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    client = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await client.end();
    await app.close();
  });
  beforeEach(async () => {
    ada = await app.newUser();
    bob = await app.newUser();
    // Answers tell when an account was made. The present time may look like an amount: 04:10:24 has 0:24 in it.
    await client.query(`UPDATE users SET created_at = '2026-11-01T08:00:00Z'`);
    username = (await app.get('users/current', ada)).body.data.username;
    await app.send(
      ada,
      [
        { project: 'zebra', branch: 'b-zebra', language: 'Kotlin', entity: '/home/zebra/src/a.kt', dependencies: ['libzebra'], s: 0 },
        { project: 'zebra', branch: 'main', language: 'Kotlin', entity: '/home/zebra/src/b.kt', s: 457 },
        { project: 'yak', branch: 'main', language: 'Swift', entity: '/home/zebra/c.swift', category: 'debugging', s: 1211 },
        { project: 'yak', entity: '/home/zebra/d', s: 1320 },
        { project: 'yak', entity: '/home/zebra/d', s: 1453 },
      ].map(({ s, ...beat }) => ({ ...beat, time: Date.parse('2026-11-24T09:00:00Z') / 1000 + s })),
      { 'x-machine-name': 'zebra-host', 'user-agent': 'wakatime/v1.90.0 (linux-6.1-x86_64) go1.22 vim/9.0 vim-wakatime/11.1' },
    );
    await app.commands.execute(new RollUpUser(SERVER, ada.userId));
  });

  const publish = async (flags: object = {}) => {
    const answer = await app.call('PATCH', '/api/v1/users/current', ada, { is_profile_private: false, ...flags });
    expect(answer.status).toBe(200);
  };
  const look = (path: string, viewer: TestUser | null = null, name = username, mount = MOUNTS[0]) =>
    app.call('GET', `${mount}/users/${name}${path}`, viewer);
  const names = (list: { name: string }[]) => list.map((item) => item.name);

  it('is not even read where it is not public, by any query of time', async () => {
    const words = {
      projects: /"zebra"|yak|b-zebra|libzebra/,
      languages: /Kotlin|Swift/,
      categories: /debugging/i,
      editors: /Vim/,
      machines: /zebra-host/,
    };
    const seen: Visibility = { ...EVERYTHING, own: false };
    const read = async (visibility: Visibility, project?: string) => {
      const subject = { userId: ada.userId, visibility };
      return {
        stats: await app.queries.execute(new GetStats(STRANGER, subject, { range: 'all_time', includeToday: true, project })),
        summaries: await app.queries.execute(new GetSummaries(STRANGER, subject, { range: 'today', project, timeout: 240 })),
        allTime: await app.queries.execute(new GetAllTime(STRANGER, subject, { project })),
      };
    };
    for (const [flag, secret] of Object.entries(words)) {
      const { stats, summaries } = await read({ ...seen, [flag]: false });
      expect([flag, JSON.stringify([stats.lists, summaries]).match(secret)]).toEqual([flag, null]);
      const all = await read(seen);
      expect([flag, secret.test(JSON.stringify([all.stats.lists, all.summaries]))]).toEqual([flag, true]);
    }
    const { stats, summaries, allTime } = await read({ ...seen, projects: false }, 'zebra');
    expect([stats.lists.dependency, summaries.filter, summaries.availableBranches]).toEqual([[], {}, []]);
    expect(summaries.days.flatMap(({ lists }) => [...lists.dependency, ...lists.entity])).toEqual([]);
    expect(allTime.us).toBe(1_453_000_000);

    const without = await read({ ...seen, loggedTime: false });
    expect(without.stats.days.map(({ us }) => us)).toEqual([0]);
    expect(without.stats.hours).toEqual(Array.from({ length: 24 }, () => 0));
    expect(without.summaries.timeout).toBe(15);
    expect(without.allTime).toMatchObject({ us: 0, activeDays: 0, first: { date: '2026-11-24' }, last: { date: '2026-11-24' } });
  });

  it('has no heartbeats and no durations of others, whatever is public', async () => {
    const subject = { userId: ada.userId, visibility: { ...EVERYTHING, own: false } };
    const refused = { kind: 'forbidden', code: 'time.private' };
    await expect(app.queries.execute(new ListHeartbeats(STRANGER, subject, {}, {}))).rejects.toMatchObject(refused);
    await expect(app.queries.execute(new GetDurations(STRANGER, subject, {}))).rejects.toMatchObject(refused);
  });

  it('38: gives github-readme-stats its card without credentials', async () => {
    await publish(ALL_FLAGS);
    for (const mount of MOUNTS) {
      const { status, body } = await look('/stats?is_including_today=true', null, username, mount);
      expect([status, validator('stats')(body)]).toEqual([200, []]);
      expect(names(body.data.languages)).toEqual(['Kotlin', 'Other', 'Swift']);
      expect(body.data).toMatchObject({
        username,
        range: 'last_7_days',
        is_including_today: true,
        is_coding_activity_visible: true,
        is_other_usage_visible: true,
        total_seconds: 1211 + 109,
      });
    }
    expect((await look('/stats?is_including_today=false')).body.data.languages).toEqual([]);
  });

  it('is found by username, @username and public id, in any case', async () => {
    await publish(ALL_FLAGS);
    for (const path of ['', '/stats/today', '/summaries?range=today', '/all_time_since_today']) {
      const answer = await look(path);
      expect([path, answer.status]).toEqual([path, 200]);
      for (const name of [username.toUpperCase(), `@${username}`, `%40${username.toUpperCase()}`, ada.publicId, ada.publicId.toUpperCase()])
        expect((await look(path, null, name)).body).toEqual(answer.body);
    }
  });

  it('is everything for oneself, private or not, by any of one’s names', async () => {
    for (const mount of MOUNTS) {
      for (const path of ['', '/stats/today', '/summaries?range=today&project=zebra', '/all_time_since_today?project=yak']) {
        const current = await look(path, ada, 'current', mount);
        expect([path, current.status]).toEqual([path, 200]);
        for (const name of [username, `@${username}`, ada.publicId])
          expect((await look(path, ada, name, mount)).body).toEqual(current.body);
      }
    }
  });

  it('is not there when it is private, disabled or of nobody, and nothing tells which', async () => {
    const nobody = [
      'nobody-at-all',
      '00000000-0000-4000-8000-000000000000',
      'CURRENT',
      '@current',
      '%00',
      "a'--",
      '@',
      '12345',
      'x'.repeat(300),
    ];
    const carol = await app.newUser();
    await app.call('PATCH', '/api/v1/users/current', carol, { is_profile_private: false, ...ALL_FLAGS });
    const db = await connect(app.databaseUrl);
    await db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [carol.userId]);
    await db.end();
    for (const viewer of [null, bob]) {
      for (const path of PATHS) {
        const answers = [];
        for (const name of [username, ada.publicId, carol.publicId, ...nobody]) {
          const { status, body } = await look(path, viewer, name);
          answers.push({ status, body });
        }
        expect(answers[0]).toEqual({ status: 404, body: { error: expect.any(String) } });
        for (const answer of answers) expect(answer).toEqual(answers[0]);
      }
    }
  });

  it('"current" is nobody without credentials', async () => {
    for (const path of PATHS) expect((await look(path, null, 'current')).status).toBe(401);
  });

  it('is what a stranger gets with a wrong key, and with somebody else’s of any scope', async () => {
    await publish({ ...ALL_FLAGS, projects_public: false });
    const narrow = await app.call('POST', '/api/v1/users/current/api-keys', bob, { name: 'n', scopes: ['write_heartbeats'] });
    const wrong = { ...bob, key: 'waka_00000000-0000-4000-8000-000000000000' };
    for (const path of PATHS) {
      const stranger = await look(path);
      expect([path, stranger.status]).toEqual([path, 200]);
      for (const viewer of [bob, wrong, { ...bob, key: narrow.body.data.key }])
        expect((await look(path, viewer)).body).toEqual(stranger.body);
    }
  });

  it('by one’s own key needs the scope, by name as by "current"', async () => {
    await publish();
    const { key } = (await app.call('POST', '/api/v1/users/current/api-keys', ada, { name: 'w', scopes: ['write_heartbeats'] })).body.data;
    for (const name of ['current', username, ada.publicId]) {
      const [user, stats] = [await look('', { ...ada, key }, name), await look('/stats', { ...ada, key }, name)];
      expect([user.status, user.body.error]).toEqual([403, expect.stringContaining('"read"')]);
      expect([stats.status, stats.body.error]).toEqual([403, expect.stringContaining('"read_stats"')]);
    }
  });

  it('shows of a person only name, picture, zone and what is public', async () => {
    const db = await connect(app.databaseUrl);
    await db.query(`UPDATE users SET email = $1, email_confirmed_at = now(), plan = 'team', is_admin = true WHERE id = $2`, [
      `zebra${ada.userId}@example.com`,
      ada.userId,
    ]);
    await db.end();
    await publish({ languages_used_public: true, displayMinimumDuration: 7 });
    const { body, text } = await look('');
    expect(validator('users-current')(body)).toEqual([]);
    expect(body.data).toMatchObject({
      id: ada.publicId,
      username,
      display_name: username,
      timezone: 'UTC',
      photo: expect.stringContaining(ada.publicId),
      email: null,
      public_email: null,
      is_email_confirmed: false,
      plan: 'free',
      last_heartbeat_at: null,
      last_plugin: null,
      last_project: null,
      last_branch: null,
      modified_at: null,
      displayMinimumDuration: 0,
      languages_used_public: true,
      logged_time_public: false,
    });
    expect(text).not.toContain('zebra');
  });

  it('has no name and no amount when nothing is public', async () => {
    await publish();
    const secret = /zebra|yak|kotlin|swift|debugging|vim|linux|zebra-host|\/home/i;
    // Every amount of hers, as any answer writes it: in seconds, in words, in digits.
    const amounts =
      /1453|1320|1211|1102|754|457|\b133\b|\b109\b|\b24 mins|\b22 mins|\b20 mins|\b18 mins|\b12 mins|\b7 mins|0:24|0:22|0:20|0:18|0:12|0:07/;
    for (const mount of MOUNTS) {
      for (const path of [
        ...PATHS,
        '/stats/today?project=zebra',
        '/summaries?range=today&project=zebra&branches=main',
        '/all_time_since_today?project=yak',
      ]) {
        for (const query of ['timeout=3', 'writes_only=false', 'timezone=Asia/Tokyo', 'apply_minimum_duration=true']) {
          for (const viewer of [null, bob]) {
            const answer = await look(`${path}${path.includes('?') ? '&' : '?'}${query}`, viewer, username, mount);
            expect([path, answer.status]).toEqual([path, 200]);
            // Ids are made of digits, too: some would look like an amount.
            const told = answer.text.replaceAll(username, '').replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');
            expect([path, told.match(secret), told.match(amounts)]).toEqual([path, null, null]);
          }
        }
      }
    }
    const { body } = await look('/stats/today');
    expect(validator('stats')(body)).toEqual([]);
    expect(body.data).toMatchObject({
      languages: [],
      projects: [],
      total_seconds: 0,
      days_minus_holidays: 0,
      is_coding_activity_visible: false,
    });
    expect(validator('summaries')((await look('/summaries?range=today')).body)).toEqual([]);
    expect(validator('all_time_since_today')((await look('/all_time_since_today')).body)).toEqual([]);
  });

  it.each([
    ['languages_used_public', 'languages', 'is_language_usage_visible'],
    ['editors_used_public', 'editors', 'is_editor_usage_visible'],
    ['os_used_public', 'operating_systems', 'is_os_usage_visible'],
    ['categories_used_public', 'categories', 'is_category_usage_visible'],
    ['projects_public', 'projects', undefined],
    ['machines_public', 'machines', undefined],
  ])('shows with %s the list %s, and no other', async (flag, list, visible) => {
    await publish({ [flag]: true });
    const { data } = (await look('/stats/today')).body;
    const own = (await look('/stats/today', ada)).body.data;
    const [day] = (await look('/summaries?range=today')).body.data;
    for (const name of ['languages', 'editors', 'operating_systems', 'categories', 'projects', 'machines', 'dependencies']) {
      const shown = name === list || (name === 'dependencies' && list === 'projects');
      for (const answer of [data, day]) expect([name, names(answer[name])]).toEqual([name, shown ? names(own[name]) : []]);
      expect(data[name].map((i: { total_seconds: number }) => i.total_seconds).filter((s: number) => s > 0)).toEqual([]);
      if (shown)
        expect(data[name].map((i: { percent: number }) => i.percent)).toEqual(own[name].map((i: { percent: number }) => i.percent));
    }
    for (const name of ['is_language_usage_visible', 'is_editor_usage_visible', 'is_os_usage_visible', 'is_category_usage_visible'])
      expect([name, data[name]]).toEqual([name, name === visible]);
    expect(data).toMatchObject({ is_coding_activity_visible: false, is_other_usage_visible: true });
  });

  it('does not tell since when somebody works where the amount is not public', async () => {
    await app.send(ada, [{ time: Date.parse('2025-03-05T09:00:00Z') / 1000 }]);
    await publish({ languages_used_public: true });
    for (const mount of MOUNTS) {
      const answer = await look('/stats/all_time', null, username, mount);
      expect(answer.body.data).toMatchObject({
        start: '2026-11-24T00:00:00Z',
        days_including_holidays: 1,
        languages: [{ name: 'Kotlin' }, {}, {}],
      });
      expect(answer.text).not.toContain('2025-');
    }
    await publish({ logged_time_public: true });
    expect((await look('/stats/all_time')).body.data.start).toBe('2025-03-05T00:00:00Z');
  });

  it('filters by project only where projects are public: a hidden one is as one that never was', async () => {
    await publish({ ...ALL_FLAGS, projects_public: false });
    for (const path of ['/stats/today?x', '/summaries?range=today', '/all_time_since_today?x']) {
      const plain = await look(path);
      expect((await look(`${path}&project=zebra`)).body).toEqual(plain.body);
      expect((await look(`${path}&project=unheard-of&branches=main`)).body).toEqual(plain.body);
    }
    await publish({ projects_public: true });
    const shown = (await look('/summaries?range=today&project=zebra')).body;
    expect(shown.cumulative_total.seconds).toBe(1211);
    expect(names(shown.data[0].branches)).toEqual(['main', 'b-zebra']);
    expect(shown.data[0].entities).toEqual([]);
    expect((await look('/all_time_since_today?project=zebra')).body.data.total_seconds).toBe(1211);
  });

  it('is by the owner’s own rules where the amount is not public: percentages by others would tell it', async () => {
    await publish({ languages_used_public: true });
    for (const path of ['/stats/today?x', '/summaries?range=today']) {
      const plain = await look(path);
      for (const rule of ['timeout=3', 'timeout=240', 'writes_only=true', 'timezone=Asia/Tokyo'])
        expect([rule, (await look(`${path}&${rule}`)).body]).toEqual([rule, plain.body]);
    }
  });

  it('is hidden again from the moment its owner says so', async () => {
    await publish(ALL_FLAGS);
    expect((await look('/stats')).status).toBe(200);
    await app.call('PATCH', '/api/v1/users/current', ada, { is_profile_private: true });
    expect((await look('/stats')).status).toBe(404);
  });

  it('refuses bad questions to strangers as to everybody', async () => {
    await publish(ALL_FLAGS);
    for (const path of ['/stats/never', '/summaries', '/stats/today?timeout=0', '/stats/today?timezone=Mars'])
      expect([path, (await look(path)).status]).toEqual([path, 400]);
  });

  describe('CORS', () => {
    const origin = 'https://editor.example.com';
    const preflight = (url: string, method = 'POST') =>
      app.nest.inject({
        method: 'OPTIONS',
        url,
        headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': ASKED.join(',') },
      });
    // VS Code web asks for User-Agent, too.
    const ASKED = ['authorization', 'content-type', 'user-agent', 'x-api-key', 'x-machine-name', 'x-wakatime-plugin'];

    it.each([
      '/api/v1/users/current/heartbeats.bulk',
      '/api/v1/users/current',
      '/api/v1/compat/waka/users/x/stats',
      '/api/v1/nothing',
      '/api/v1',
    ])('lets every site ask before it calls %s', async (url) => {
      for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
        const answer = await preflight(url, method);
        expect(answer.statusCode).toBe(204);
        expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-max-age': expect.any(String) });
        expect(answer.headers['access-control-allow-methods']).toContain(method);
        for (const header of ASKED) expect(answer.headers['access-control-allow-headers']).toContain(header);
        expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
      }
    });

    it('is in every answer, refusals too, with what a client must read', async () => {
      const answers = [
        await app.call('GET', '/api/v1/users/current', ada, undefined, { origin }),
        await app.call('GET', '/api/v1/users/current', null, undefined, { origin }),
        await app.call('GET', '/api/v1/nothing', ada, undefined, { origin }),
        await app.call('POST', '/api/v1/users/current/heartbeats.bulk', ada, '{', { origin }),
      ];
      expect(answers.map((a) => a.status)).toEqual([200, 401, 404, 400]);
      for (const { headers } of answers) {
        expect(headers).toMatchObject({
          'access-control-allow-origin': '*',
          'access-control-expose-headers': expect.stringMatching(
            /Retry-After.*X-RateLimit-Limit.*X-RateLimit-Remaining.*X-RateLimit-Reset/,
          ),
        });
        expect(headers).not.toHaveProperty('access-control-allow-credentials');
      }
    });

    it.each([
      ['/docs', 405],
      ['/health/live', 405],
      ['/api/auth/login', 405],
      ['/api/v10/users', 404],
    ])('says nothing at %s', async (url, status) => {
      const headers = [(await preflight(url)).headers, (await app.call('GET', url, null, undefined, { origin })).headers];
      for (const h of headers) expect(Object.keys(h).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect((await preflight(url)).statusCode).toBe(status);
    });

    it('never takes a cookie from another origin', async () => {
      const secret = randomUUID();
      const db = await connect(app.databaseUrl);
      await db.query(
        `INSERT INTO sessions (user_id, public_id, hash, user_agent, address, expires_at) VALUES ($1, $2, $3, '', '', now() + interval '1 day')`,
        [ada.userId, randomUUID(), hashOfSecret(secret)],
      );
      await db.end();
      const by = async (headers: Record<string, string>, url = '/api/v1/users/current') =>
        (await app.call('GET', url, null, undefined, { cookie: `chronova_session=${secret}`, ...headers })).status;
      expect(await by({})).toBe(200);
      expect(await by({ origin: 'http://localhost', host: 'localhost' })).toBe(200);
      expect(await by({ origin, host: 'localhost' })).toBe(401);
      expect(await by({ origin: 'null', host: 'localhost' })).toBe(401);
      expect(await by({ origin: 'http://localhost:5173', host: 'localhost' })).toBe(401);
      expect(await by({ origin, host: 'localhost' }, `/api/v1/users/${username}`)).toBe(404);
      expect(await by({}, `/api/v1/users/${username}`)).toBe(200);
    });
  });
});
