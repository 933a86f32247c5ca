import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SERVER } from '@app/core';
import { RollUpUser } from '@app/analytics';
import { validator } from '../contract/schemas.js';
import { connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const NATIVE = '/api/v1/users/current';
const WAKA = '/api/v1/compat/waka/users/current';
const at = (iso: string): number => Date.parse(iso) / 1000;

describe('profile', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    ada = await app.newUser();
  });

  const me = async (user = ada) => (await app.call('GET', NATIVE, user)).body.data;
  const change = (body: unknown, user = ada, url = NATIVE) => app.call('PATCH', url, user, body);
  const column = async (set: string) => {
    const db = await connect(app.databaseUrl);
    await db.query(`UPDATE users SET ${set} WHERE id = $1`, [ada.userId]);
    await db.end();
  };

  it('shows what every client needs, from the account as it is', async () => {
    await column(`plan = 'pro', email = 'ada${ada.userId}@example.com', email_confirmed_at = now()`);
    const answer = await app.call('GET', NATIVE, ada);
    expect(validator('users-current')(answer.body)).toEqual([]);
    expect(answer.body.data).toMatchObject({
      id: ada.publicId,
      email: `ada${ada.userId}@example.com`,
      is_email_confirmed: true,
      plan: 'pro',
      subscriptionPlan: 'pro',
      subscription: { plan: 'pro' },
      has_premium_features: true,
      is_profile_private: true,
      displayMinimumDuration: 0,
    });
    await column(`plan = 'free'`);
    expect(await me()).toMatchObject({ plan: 'free', has_premium_features: false });
  });

  it.each([NATIVE, WAKA])('takes every setting at %s, and answers with the account', async (url) => {
    const fields = {
      display_name: 'Ada L.',
      username: `ada.${ada.userId}`,
      is_profile_private: false,
      logged_time_public: true,
      languages_used_public: true,
      projects_public: true,
      editors_used_public: true,
      os_used_public: true,
      categories_used_public: true,
      machines_public: true,
      displayMinimumDuration: 5,
      timezone: 'America/Sao_Paulo',
      timeout: 20,
      writes_only: true,
      weekday_start: 0,
      day_start: '04:15',
      is_on_leaderboard: true,
      weekly_report: true,
      is_hireable: true,
    };
    const answer = await change(fields, ada, url);
    expect([answer.status, answer.body.data]).toEqual([200, expect.objectContaining(fields)]);
    expect(validator('users-current')(answer.body)).toEqual([]);
    expect(await me()).toEqual(answer.body.data);
    const back = Object.fromEntries(Object.entries(fields).filter(([, value]) => value === true)) as Record<string, boolean>;
    for (const name of Object.keys(back)) {
      const { data } = (await change({ [name]: false }, ada, url)).body;
      expect(data).toEqual({ ...answer.body.data, [name]: false, modified_at: expect.any(String) });
      await change({ [name]: true }, ada, url);
    }
  });

  it('stays as it is when nothing is sent', async () => {
    const before = await me();
    expect(await change({})).toMatchObject({ status: 200, body: { data: before } });
    // No body at all is a mistake of who asks.
    for (const body of [undefined, '']) expect((await change(body)).status).toBe(400);
    expect(await me()).toEqual(before);
  });

  it.each([
    ['an unknown field', { display_name: 'x', colour: 'red' }, ['colour']],
    ['several unknown fields', { shoe: 1, hat: 2 }, ['shoe', 'hat']],
    ['an address', { email: 'eve@example.com' }, ['email']],
    ['a plan of their own', { plan: 'enterprise', is_admin: true, isOwner: true }, ['plan', 'is_admin', 'isOwner']],
    ['an id', { id: 1 }, ['id']],
    ['an unknown zone', { timezone: 'Mars' }, ['timezone']],
    ['an offset as zone', { timezone: '+02:00' }, ['timezone']],
    ['a timeout of 0', { timeout: 0 }, ['timeout']],
    ['a timeout of 241', { timeout: 241 }, ['timeout']],
    ['a timeout with a fraction', { timeout: 1.5 }, ['timeout']],
    ['a timeout as text', { timeout: '15' }, ['timeout']],
    ['a flag as text', { projects_public: 'false' }, ['projects_public']],
    ['a flag as null', { is_profile_private: null }, ['is_profile_private']],
    ['a day start that is no quarter', { day_start: '04:10' }, ['day_start']],
    ['a day start after six', { day_start: '06:15' }, ['day_start']],
    ['a day start in minutes', { day_start: 240 }, ['day_start']],
    ['weekday 7', { weekday_start: 7 }, ['weekday_start']],
    ['a minimum of more than a day', { displayMinimumDuration: 1441 }, ['displayMinimumDuration']],
    ['a minimum below 0', { displayMinimumDuration: -1 }, ['displayMinimumDuration']],
    ['an empty name', { display_name: ' ' }, ['display_name']],
    ['an over-long name', { display_name: 'x'.repeat(101) }, ['display_name']],
    ['a name with NUL', { display_name: 'a\u0000b' }, ['display_name']],
    ['a username of digits', { username: '123' }, ['username']],
    ['the username current', { username: 'Current' }, ['username']],
    ['a username like an id', { username: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19' }, ['username']],
    ['a username with a slash', { username: 'a/b' }, ['username']],
    ['an empty username', { username: '' }, ['username']],
  ])('refuses %s, names the field and changes nothing', async (_, body, fields) => {
    const before = await me();
    const answer = await change({ writes_only: true, ...body });
    expect([answer.status, Object.keys(answer.body), Object.keys(answer.body.errors).toSorted()]).toEqual([
      400,
      ['error', 'errors'],
      fields.toSorted(),
    ]);
    expect(await me()).toEqual(before);
  });

  it.each([[[]], [[{ timeout: 1 }]], ['"x"'], ['7'], ['{']])('refuses %j as a body', async (body) => {
    expect((await change(body)).status).toBe(400);
  });

  it('a username is one person’s in any case, and all or nothing', async () => {
    const bob = await app.newUser();
    const { username } = await me(bob);
    const answer = await change({ username: username.toUpperCase(), timeout: 1, projects_public: true });
    expect([answer.status, answer.body]).toEqual([
      409,
      { error: expect.stringContaining('taken'), errors: { username: [expect.any(String)] } },
    ]);
    expect(await me()).toMatchObject({ timeout: 15, projects_public: false });
    const mine = await change({ username: (await me()).username.toUpperCase() });
    expect(mine.status).toBe(200);
  });

  it('is changed by nobody else, and not by a key that only reads', async () => {
    expect((await app.call('PATCH', NATIVE, null, { timeout: 1 })).status).toBe(401);
    const made = await app.call('POST', `${NATIVE}/api-keys`, ada, { name: 'reads', scopes: ['read'] });
    const refused = await change({ timeout: 1 }, { ...ada, key: made.body.data.key });
    expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('"full"')]);
    expect((await me()).timeout).toBe(15);
  });

  describe.each([false, true])('time settings, rolled up in between: %s', (rolledUp) => {
    const rest = async (user: TestUser) => {
      if (rolledUp) await app.commands.execute(new RollUpUser(SERVER, user.userId));
    };
    const T = at('2026-11-24T02:50:00Z');
    // Gaps of 10, 20 and 5 minutes, over Sao Paulo's midnight; the second save belongs to the last.
    const beats = [0, 600, 1800, 2100].map((s, n) => ({ time: T + s, project: n < 2 ? 'engine' : 'wheel', is_write: n % 2 === 0 }));
    const days = async (user: TestUser) => {
      const answer = await app.get('users/current/summaries?start=2026-11-23&end=2026-11-24', user);
      return answer.body.data.map((d: { grand_total: { total_seconds: number } }) => d.grand_total.total_seconds);
    };

    beforeEach(async () => {
      await app.send(ada, beats);
      await rest(ada);
    });

    it.each([
      ['timezone', { timezone: 'America/Sao_Paulo' }, { zone: 'America/Sao_Paulo' }, [600, 300]],
      ['timeout', { timeout: 20 }, { timeout: 20 }, [0, 2100]],
      ['timeout, shorter', { timeout: 5 }, { timeout: 5 }, [0, 300]],
      ['writes_only', { writes_only: true, timeout: 30 }, { writesOnly: true, timeout: 30 }, [0, 1800]],
      [
        'all of them beside others',
        { timezone: 'America/Sao_Paulo', timeout: 30, writes_only: true, display_name: 'Ada', weekday_start: 0 },
        { zone: 'America/Sao_Paulo', timeout: 30, writesOnly: true },
        [600, 1200],
      ],
    ])('%s is followed at once', async (_, body, settings, expected) => {
      expect(await days(ada)).toEqual([0, 900]);
      expect((await change(body)).status).toBe(200);
      expect(await days(ada)).toEqual(expected);
      await rest(ada);
      expect(await days(ada)).toEqual(expected);

      const always = await app.newUser(settings);
      await app.send(always, beats);
      const question = 'users/current/stats/last_7_days';
      const [changed, born] = [await app.get(question, ada), await app.get(question, always)];
      for (const list of ['languages', 'projects', 'daily_stats', 'hourly_stats', 'total_seconds_including_other_language'])
        expect([list, changed.body.data[list]]).toEqual([list, born.body.data[list]]);
    });
  });

  it('leaves short entries out of lists that ask for it, never out of totals or percentages', async () => {
    const T = at('2026-11-24T10:00:00Z');
    await app.send(ada, [
      { time: T, project: 'long', language: 'Go', branch: 'main', entity: '/a' },
      { time: T + 600, project: 'short', language: 'C', branch: 'main', entity: '/b', dependencies: ['tiny'] },
      { time: T + 800, project: 'none' },
    ]);
    const names = (list: { name: string; percent: number }[]) => list.map((i) => [i.name, i.percent]);
    const look = async (query: string) => {
      const stats = (await app.get(`users/current/stats/today?${query}`, ada)).body.data;
      const summaries = (await app.get(`users/current/summaries?range=today&${query}`, ada)).body;
      expect(stats.total_seconds_including_other_language).toBe(800);
      expect([summaries.cumulative_total.seconds, summaries.data[0].grand_total.total_seconds]).toEqual([800, 800]);
      expect(names(summaries.data[0].projects)).toEqual(names(stats.projects));
      expect(stats.dependencies).toHaveLength(stats.projects.length - 1);
      return names(stats.projects);
    };
    const all = [
      ['long', 75],
      ['short', 25],
    ];
    expect(await look('apply_minimum_duration=true')).toEqual(all);
    await change({ displayMinimumDuration: 5 });
    expect(await look('')).toEqual(all);
    expect(await look('apply_minimum_duration=false')).toEqual(all);
    expect(await look('apply_minimum_duration=true')).toEqual([['long', 75]]);
    await change({ displayMinimumDuration: 10 });
    expect(await look('apply_minimum_duration=1')).toEqual([['long', 75]]);
    const short = await app.get('users/current/summaries?range=today&project=short&apply_minimum_duration=true', ada);
    expect(short.body.data[0]).toMatchObject({ grand_total: { total_seconds: 200 }, branches: [], entities: [], projects: [] });
    expect((await app.get('users/current/stats/today?apply_minimum_duration=maybe', ada)).status).toBe(400);
  });
});
