import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ComputeLeaders, GetStats, RollUpUser, SweepLeaders } from '@app/analytics';
import { OPERATOR, SERVER } from '@app/core';
import { DeleteUser, EVERYTHING } from '@app/users';
import { validator } from '../contract/schemas.js';
import { type Connection, connect } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

const MOUNTS = ['/api/v1', '/api/v1/compat/waka'];
const RANGES = ['last_7_days', 'last_30_days', 'last_90_days'];
const PUBLIC = { is_profile_private: false, logged_time_public: true, languages_used_public: true, is_on_leaderboard: true };
/** After every entry of before. */
const ANEW = 4e12;

interface Leader {
  rank: number;
  running_total: { total_seconds: number; daily_average: number; languages: { name: string; total_seconds: number }[] };
  user: { username: string; city: { country_code: string } | null };
}

describe('leaders', () => {
  let app: TestApp;
  let db: Connection;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });
  beforeEach(async () => {
    await db.query('UPDATE users SET is_on_leaderboard = false');
    await db.query('DELETE FROM leader_entries');
    await db.query('DELETE FROM jobs');
  });

  const change = async (user: TestUser, flags: object) => {
    const { status, body } = await app.call('PATCH', '/api/v1/users/current', user, flags);
    expect([status, body.error]).toEqual([200, undefined]);
    return body.data;
  };
  /** Somebody on the leaderboard who worked so many minutes today. */
  const coder = async (minutes: number, flags: object = {}, { zone = 'UTC', language = 'Go' } = {}) => {
    const user = await app.newUser({ zone });
    const { username } = await change(user, { ...PUBLIC, ...flags });
    const begin = Date.parse('2026-11-24T08:00:00Z') / 1000;
    await app.send(
      user,
      Array.from({ length: minutes + 1 }, (_, n) => ({ time: begin + n * 60, project: 'engine', language })),
    );
    return { ...user, username };
  };
  const compute = () => app.commands.execute(new ComputeLeaders(SERVER, ANEW));
  const board = async (query = '', viewer: TestUser | null = null, mount = MOUNTS[0]) => {
    const { status, body } = await app.call('GET', `${mount}/leaders${query}`, viewer);
    expect([query, status, validator('leaders')(body)]).toEqual([query, 200, []]);
    return body;
  };
  const names = (body: { data: Leader[] }) => body.data.map(({ user }) => user.username);

  it('45: have a range that is a text where the query has one, else an object, and current_user null or complete', async () => {
    const ada = await coder(30);
    const bob = await app.newUser();
    await compute();
    for (const mount of MOUNTS) {
      const waka = await board('', ada, mount);
      expect(waka.range).toEqual({
        start_date: '2026-11-18T00:00:00Z',
        start_text: 'Wed Nov 18th 2026',
        end_date: '2026-11-24T23:59:59Z',
        end_text: 'Today',
        name: 'last_7_days',
        text: 'Last 7 Days',
      });
      expect(waka.current_user).toMatchObject({
        rank: 1,
        page: 1,
        running_total: {
          total_seconds: 1800,
          daily_average: 1800,
          human_readable_total: '30 mins',
          languages: [{ name: 'Go', percent: 100 }],
        },
        user: { id: ada.publicId, username: ada.username },
      });
      for (const range of RANGES) expect((await board(`?range=${range}&page=1`, ada, mount)).range).toBe(range);
      expect((await board('?cache=false', bob, mount)).current_user).toBeNull();
      expect((await board('', null, mount)).current_user).toBeNull();
    }
  });

  it('are there when nobody is', async () => {
    expect(await board('?range=last_30_days')).toMatchObject({ data: [], page: 1, total_pages: 1, total: 0 });
  });

  it('are only who wants to be, while profile and time are public, and are gone at once', async () => {
    const gone: [string, (user: TestUser) => Promise<unknown>][] = [
      ['left', (user) => change(user, { is_on_leaderboard: false })],
      ['private', (user) => change(user, { is_profile_private: true })],
      ['hides time', (user) => change(user, { logged_time_public: false })],
      ['disabled', (user) => db.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.userId])],
      ['deleted', (user) => app.commands.execute(new DeleteUser(OPERATOR, user.userId))],
    ];
    const stays = await coder(20);
    for (const [how, leave] of gone) {
      const ada = await coder(30);
      await compute();
      for (const query of ['', '?language=Go']) expect([how, names(await board(query))]).toEqual([how, [ada.username, stays.username]]);
      await leave(ada);
      for (const query of ['', '?language=Go', '?range=last_90_days']) {
        const body = await board(query);
        expect([how, names(body), body.total, body.data[0].rank]).toEqual([how, [stays.username], 1, 1]);
      }
      if (!['disabled', 'deleted'].includes(how)) expect((await board('', ada)).current_user).toBeNull();
      await compute();
      expect(names(await board())).toEqual([stays.username]);
    }
    const { rows } = await db.query(
      `SELECT DISTINCT u.is_on_leaderboard, u.disabled_at FROM leader_entries e LEFT JOIN users u ON u.id = e.user_id`,
    );
    expect(rows).toEqual([{ is_on_leaderboard: true, disabled_at: null }]);
  });

  it('have languages, and are ranked by one, only where languages are public', async () => {
    const ada = await coder(30, { languages_used_public: false });
    const bob = await coder(20);
    await compute();
    const all = await board();
    expect(all.data.map((l: Leader) => [l.user.username, l.running_total.languages.map(({ name }) => name)])).toEqual([
      [ada.username, []],
      [bob.username, ['Go']],
    ]);
    for (const spelling of ['Go', 'golang', 'GO']) {
      const ofGo = await board(`?language=${spelling}`, ada);
      expect([spelling, names(ofGo), ofGo.language, ofGo.current_user]).toEqual([spelling, [bob.username], 'Go', null]);
    }
    expect(names(await board('?language=Nothing'))).toEqual([]);
  });

  it('are told apart by country and by who looks for work', async () => {
    const ada = await coder(30, { country_code: 'de', is_hireable: true });
    const bob = await coder(20, { country_code: 'UK' });
    const eve = await coder(10);
    await compute();
    expect(names(await board())).toEqual([ada.username, bob.username, eve.username]);
    expect(names(await board('?country_code=DE'))).toEqual([ada.username]);
    expect((await board('?country_code=gb')).data).toMatchObject([
      { rank: 1, user: { username: bob.username, city: { country_code: 'GB', title: 'United Kingdom' } } },
    ]);
    expect(names(await board('?is_hireable=true'))).toEqual([ada.username]);
    expect(names(await board('?is_hireable=false'))).toEqual([bob.username, eve.username]);
    await change(ada, { country_code: '' });
    expect(names(await board('?country_code=DE'))).toEqual([]);
  });

  it('refuse what they do not know', async () => {
    for (const [query, field] of [
      ['range=last_year', 'range'],
      ['country_code=XX', 'country_code'],
      ['country_code=Germany', 'country_code'],
      ['page=0', 'page'],
      ['page=1000001', 'page'],
      ['is_hireable=maybe', 'is_hireable'],
    ] as const) {
      const { status, body } = await app.call('GET', `/api/v1/leaders?${query}`);
      expect([query, status, Object.keys(body.errors)]).toEqual([query, 400, [field]]);
    }
    const ada = await app.newUser();
    const { status, body } = await app.call('PATCH', '/api/v1/users/current', ada, { country_code: 'XX' });
    expect([status, Object.keys(body.errors)]).toEqual([400, ['country_code']]);
  });

  it('have the ranks and amounts of everybody’s stats, in every zone, rolled up or not', async () => {
    let seed = 7;
    const random = (n: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % n;
    };
    const languages = ['Go', 'Rust', 'Kotlin', ''];
    const people = await Promise.all(
      ['UTC', 'Asia/Tokyo', 'America/Los_Angeles', 'Asia/Kathmandu', 'UTC', 'Asia/Tokyo'].map(async (zone) => {
        const user = await app.newUser({ zone, timeout: 5 + random(20) });
        return { ...user, username: (await change(user, PUBLIC)).username as string };
      }),
    );
    for (const user of people) {
      const beats = Array.from({ length: 60 }, () => {
        const begin = Date.parse('2026-11-24T12:00:00Z') / 1000 - random(100 * 86_400);
        const language = languages[random(languages.length)];
        return Array.from({ length: 4 }, (_, n) => ({ time: begin + n * 300, project: 'p', ...(language && { language }) }));
      });
      await app.send(user, beats.flat());
    }
    await app.commands.execute(new RollUpUser(SERVER, people[0]?.userId ?? 0));
    await app.commands.execute(new RollUpUser(SERVER, people[2]?.userId ?? 0));
    await compute();
    for (const range of RANGES) {
      const stats = await Promise.all(
        people.map(async (user) => ({
          user,
          stats: await app.queries.execute(
            new GetStats(SERVER, { userId: user.userId, visibility: EVERYTHING }, { range, includeToday: true }),
          ),
        })),
      );
      for (const language of ['', 'Go', 'Rust', 'Other']) {
        const expected = stats
          .map(({ user, stats: { lists, days } }) => ({
            name: user.username,
            us: lists.language.filter(({ name }) => language === '' || name === language).reduce((sum, { us }) => sum + us, 0),
            days: days.filter(({ us }) => us > 0).length,
          }))
          .filter(({ us }) => us > 0)
          .toSorted((a, b) => b.us - a.us || (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
        const { data } = await board(`?range=${range}${language && `&language=${language}`}`);
        expect(data.map((l: Leader) => [l.rank, l.user.username, l.running_total.total_seconds, l.running_total.daily_average])).toEqual(
          expected.map(({ name, us, days }, n) => [n + 1, name, us / 1e6, Math.round(Math.round(us / days) / 1e6)]),
        );
      }
    }
  });

  it('keep of more languages than there is room for those with the most time, in each range others', async () => {
    const user = await app.newUser();
    await change(user, PUBLIC);
    // Three days, one in each range alone: 130 languages each, of which the first days of the year have the later ones for longer.
    for (const [n, day] of ['2026-09-01', '2026-11-02', '2026-11-22'].entries()) {
      let time = Date.parse(`${day}T00:00:00Z`) / 1000;
      const beats = Array.from({ length: 131 }, (_, l) => {
        const beat = { time, project: 'p', language: `L${l}` };
        time += n === 0 ? 10 + l * 3 : 10 + ((l * 37 + n) % 131) * 2;
        return beat;
      });
      await app.send(user, beats);
    }
    await compute();
    for (const range of RANGES) {
      const { lists } = await app.queries.execute(
        new GetStats(SERVER, { userId: user.userId, visibility: EVERYTHING }, { range, includeToday: true }),
      );
      const { rows } = await db.query(
        `SELECT language, us::float8 FROM leader_entries WHERE user_id = $1 AND range = $2 AND language <> '' ORDER BY us DESC, language COLLATE "C"`,
        [user.userId, range],
      );
      const most = lists.language.toSorted((a, b) => b.us - a.us || (a.name < b.name ? -1 : 1)).slice(0, 100);
      expect(rows).toEqual(most.map(({ name, us }) => ({ language: name, us })));
    }
  });

  it('come a hundred a page, by time and then by name, and at first the page of who asks', async () => {
    await db.query(
      `INSERT INTO users (public_id, username, display_name, timezone, is_profile_private, logged_time_public, is_on_leaderboard)
       SELECT gen_random_uuid(), 'Many-' || lpad((251 - n)::text, 3, '0'), 'x', 'UTC', false, true, true FROM generate_series(1, 250) n`,
    );
    await db.query(
      `INSERT INTO leader_entries (user_id, range, language, us, active_days)
       SELECT id, 'last_7_days', '', 1000000 * (1 + id % 5), 1 FROM users WHERE username LIKE 'Many-%'`,
    );
    const ada = await app.newUser();
    await change(ada, PUBLIC);
    await db.query(`INSERT INTO leader_entries (user_id, range, language, us, active_days) VALUES ($1, 'last_7_days', '', 1, 1)`, [
      ada.userId,
    ]);
    const pages = [await board('?page=1'), await board('?page=2'), await board('?page=3'), await board('?page=4')];
    expect(pages.map(({ data, total, total_pages: n }) => [data.length, total, n])).toEqual([
      [100, 251, 3],
      [100, 251, 3],
      [51, 251, 3],
      [0, 251, 3],
    ]);
    const all: Leader[] = pages.flatMap(({ data }) => data);
    expect(all.map(({ rank }) => rank)).toEqual(all.map((_, n) => n + 1));
    expect(all).toEqual(
      all.toSorted(
        (a, b) =>
          b.running_total.total_seconds - a.running_total.total_seconds ||
          (a.user.username.toLowerCase() < b.user.username.toLowerCase() ? -1 : 1),
      ),
    );
    expect(await board('', ada)).toMatchObject({ page: 3, current_user: { rank: 251, page: 3 } });
    expect(await board('?page=1', ada)).toMatchObject({ page: 1, current_user: { rank: 251, page: 3 } });
    expect(await board()).toMatchObject({ page: 1, current_user: null });
    await db.query(`DELETE FROM users WHERE username LIKE 'Many-%'`);
  });

  const entries = async () =>
    (await db.query('SELECT user_id, range, language, us, active_days FROM leader_entries ORDER BY 1, 2, 3')).rows;

  it('are the same whichever of two workers computes them, or both at once', async () => {
    for (const zone of ['UTC', 'Asia/Tokyo', 'UTC']) await coder(10, {}, { zone });
    await compute();
    const once = await entries();
    await Promise.all([compute(), compute(), compute()]);
    expect(await entries()).toEqual(once);
    expect(once.length).toBe(3 * 3 * 2);
  });

  it('are computed on from where a worker was killed', async () => {
    for (const zone of ['UTC', 'Asia/Tokyo', 'Europe/Berlin']) await coder(10, {}, { zone });
    const killed = new AbortController();
    const said: [number, number][] = [];
    const first = new ComputeLeaders(SERVER, 1, {
      signal: killed.signal,
      before: { done: 0, total: 0 },
      progress: (done, total) => {
        said.push([done, total]);
        killed.abort(new Error('killed'));
      },
    });
    await expect(app.commands.execute(first)).rejects.toThrow('killed');
    expect(said).toEqual([[1, 3]]);
    expect((await entries()).length).toBe(6);
    const again = new ComputeLeaders(SERVER, 1, {
      signal: new AbortController().signal,
      before: { done: 1, total: 3 },
      progress: (...at) => said.push(at),
    });
    expect(await app.commands.execute(again)).toBe(2);
    expect(said.slice(1)).toEqual([
      [2, 3],
      [3, 3],
      [3, 3],
    ]);
    expect((await entries()).length).toBe(18);
  });

  it('are computed by one job every ten minutes, and sooner for who is new', async () => {
    const sweep = () => app.commands.execute(new SweepLeaders(SERVER));
    const jobs = async () => (await db.query(`SELECT state, payload ->> 'since' AS since FROM jobs ORDER BY created_at`)).rows;
    await sweep();
    expect(await jobs()).toEqual([]);
    await coder(10);
    await Promise.all([sweep(), sweep()]);
    await sweep();
    expect(await jobs()).toEqual([{ state: 'queued', since: expect.stringMatching(/^\d{13}$/) }]);
    await compute();
    await db.query(`UPDATE jobs SET state = 'done', created_at = now() - interval '2 minutes'`);
    await sweep();
    expect((await jobs()).length).toBe(1);
    const eve = await coder(20);
    await sweep();
    expect((await jobs()).map(({ since }) => since).slice(1)).toEqual(['0']);
    await app.commands.execute(new ComputeLeaders(SERVER, 0));
    expect(names(await board())[0]).toBe(eve.username);
    await db.query(`UPDATE jobs SET state = 'done', created_at = created_at - interval '11 minutes'`);
    await sweep();
    expect((await jobs()).at(-1)).toEqual({ state: 'queued', since: expect.stringMatching(/^\d{13}$/) });
  });

  it('are computed by a worker', async () => {
    const ada = await coder(30);
    await app.commands.execute(new SweepLeaders(SERVER));
    const worker = await startWorker(app.databaseUrl);
    try {
      await eventually(async () => (await db.query(`SELECT 1 FROM jobs WHERE state = 'done'`)).rowCount, 30);
    } finally {
      await worker.close();
    }
    const { rows } = await db.query('SELECT DISTINCT user_id FROM leader_entries');
    expect(rows).toEqual([{ user_id: ada.userId }]);
  });
});
