import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { validator } from '../contract/schemas.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const MOUNTS = ['/api/v1', '/api/v1/compat/waka'];
const LISTS = ['projects', 'languages', 'editors', 'categories', 'machines', 'operating_systems'];
const TYPES = ['stats', 'weekday', 'weekdays', 'days', 'ai_days', 'best_day', 'daily_average', ...LISTS];
const RANGES = ['last_7_days', 'last_30_days', 'last_6_months', 'last_year', 'all_time', '2026', '2026-11', '2025'];

describe('insights', () => {
  let app: TestApp;
  let ada: TestUser;
  let bob: TestUser;
  let username: string;

  beforeAll(async () => {
    app = await startApp();
    // A Tuesday.
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    ada = await app.newUser();
    bob = await app.newUser();
    username = (await app.get('users/current', ada)).body.data.username;
    const at = (iso: string, s: number) => Date.parse(iso) / 1000 + s;
    const beats = [
      ...[0, 600, 1200].map((s) => ({ time: at('2026-11-24T09:00:00Z', s), project: 'zebra', language: 'Kotlin' })),
      ...[0, 300].map((s) => ({ time: at('2026-11-23T09:00:00Z', s), project: 'zebra', language: 'Swift', category: 'debugging' })),
      ...[0, 120].map((s) => ({ time: at('2026-11-17T09:00:00Z', s), project: 'yak' })),
      ...[0, 60].map((s) => ({ time: at('2025-03-05T09:00:00Z', s), project: 'old' })),
    ];
    await app.send(ada, beats, {
      'x-machine-name': 'zebra-host',
      'user-agent': 'wakatime/v1.90.0 (linux-6.1-x86_64) go1.22 vim/9.0 vim-wakatime/11.1',
    });
  });
  afterAll(() => app.close());

  const insight = async (path: string, user: TestUser = ada, mount = MOUNTS[0]) =>
    (await app.call('GET', `${mount}/users/current/insights/${path}`, user)).body.data;

  it('have their shape, of every type and range, under both mounts, of somebody without time too', async () => {
    for (const mount of MOUNTS)
      for (const type of TYPES)
        for (const range of RANGES)
          for (const user of [ada, bob]) {
            const answer = await app.call('GET', `${mount}/users/current/insights/${type}/${range}`, user);
            expect([type, range, answer.status, validator('insights')(answer.body)]).toEqual([type, range, 200, []]);
            expect(answer.body.data).toHaveProperty(type);
          }
  });

  it('say what stats of the same range say, rolled up or not', async () => {
    for (const rolledUp of [false, true]) {
      if (rolledUp) await app.commands.execute(new RollUpUser(SERVER, ada.userId));
      for (const range of ['last_7_days', 'all_time', '2026-11'])
        for (const query of ['', '?timeout=3', '?timezone=Asia/Tokyo', '?writes_only=true', '?is_including_today=false']) {
          const stats = (await app.get(`users/current/stats/${range}${query}`, ada)).body.data;
          for (const list of LISTS) expect((await insight(`${list}/${range}${query}`))[list]).toEqual(stats[list]);
          expect((await insight(`best_day/${range}${query}`)).best_day).toEqual(stats.best_day);
          const short = (await insight(`stats/${range}${query}`)).stats;
          expect(short).toEqual(Object.fromEntries(Object.keys(short).map((key) => [key, stats[key]])));
          const days = await insight(`days/${range}${query}`);
          expect(days.days.map(({ date, total }: { date: string; total: number }) => [date, total])).toEqual(
            stats.daily_stats.map((day: { date: string; total_seconds: number }) => [day.date, day.total_seconds]),
          );
          const average = await insight(`daily_average/${range}${query}`);
          expect(Math.round(average.daily_average.seconds)).toBe(stats.daily_average);
          expect(average.daily_average.text).toBe(stats.human_readable_daily_average);
          expect(average.current_user.total).toEqual({ seconds: stats.total_seconds, text: stats.human_readable_total });
          for (const head of ['range', 'human_readable_range', 'start', 'end', 'timezone', 'timeout', 'writes_only', 'is_including_today'])
            expect(days[head]).toEqual(stats[head]);
        }
    }
  });

  it('add up by weekday, over the days that have time', async () => {
    const { weekdays } = await insight('weekdays/last_30_days');
    const seen = weekdays.map(({ name, count, total, average }: Record<string, unknown>) => [name, count, total, average]);
    expect(seen.slice(0, 3)).toEqual([
      ['Monday', 1, 300, 300],
      ['Tuesday', 2, 1320, 660],
      ['Wednesday', 0, 0, 0],
    ]);
    expect(weekdays[0].categories).toEqual([
      { name: 'Debugging', total: 300, human_readable_total: '5 mins', average: 300, human_readable_average: '5 mins' },
    ]);
    expect(weekdays[1].categories).toEqual([
      { name: 'Coding', total: 1320, human_readable_total: '22 mins', average: 660, human_readable_average: '11 mins' },
    ]);
    expect((await insight('weekday/last_30_days')).weekday).toEqual(weekdays);
  });

  it('of days may be those of one weekday, by number or name', async () => {
    const dates = async (weekday: string) =>
      (await insight(`days/last_30_days?weekday=${weekday}`)).days.map(({ date }: { date: string }) => date);
    for (const weekday of ['1', 'tuesday', 'Tuesday'])
      expect(await dates(weekday)).toEqual(['2026-10-27', '2026-11-03', '2026-11-10', '2026-11-17', '2026-11-24']);
    for (const weekday of ['7', '-1', 'funday', '1.0']) {
      const { status, body } = await app.get(`users/current/insights/days/last_30_days?weekday=${weekday}`, ada);
      expect([status, body.errors.weekday]).toEqual([400, [expect.stringContaining('0 (Monday)')]]);
    }
    expect((await app.get('users/current/insights/languages/last_7_days?weekday=funday', ada)).status).toBe(200);
  });

  it('of days with an AI tell it from the rest, one’s own alone', async () => {
    const user = await app.newUser();
    const { username: name } = (await app.get('users/current', user)).body.data;
    const begin = Date.parse('2026-11-24T09:00:00Z') / 1000;
    await app.send(user, [
      { time: begin, category: 'ai coding' },
      { time: begin + 60, category: 'coding' },
      { time: begin + 360, category: 'coding' },
    ]);
    expect((await insight('ai_days/last_7_days', user)).ai_days.at(-1)).toEqual({
      date: '2026-11-24',
      total: 360,
      ai_total: 60,
      human_total: 300,
    });
    await app.call('PATCH', '/api/v1/users/current', user, {
      is_profile_private: false,
      logged_time_public: true,
      categories_used_public: true,
    });
    const { body } = await app.call('GET', `/api/v1/users/${name}/insights/ai_days/last_7_days`, bob);
    expect(body.data.ai_days.at(-1)).toEqual({ date: '2026-11-24', total: 360 });
  });

  it('refuse what they do not know, and say what they do', async () => {
    for (const [path, field] of [
      ['nothing/last_7_days', 'insight_type'],
      ['days/whenever', 'range'],
      ['days/last_7_days?timezone=Mars', 'timezone'],
      ['days/last_7_days?timeout=0', 'timeout'],
    ] as const) {
      const { status, body } = await app.get(`users/current/insights/${path}`, ada);
      expect([path, status, Object.keys(body.errors)]).toEqual([path, 400, [field]]);
    }
  });

  it('end yesterday under WakaTime’s mount', async () => {
    expect((await insight('days/last_7_days', ada, MOUNTS[1])).is_including_today).toBe(false);
    expect((await insight('days/last_7_days?is_including_today=true', ada, MOUNTS[1])).is_including_today).toBe(true);
  });

  describe('of others', () => {
    const look = (path: string, viewer: TestUser | null = null) => app.call('GET', `/api/v1/users/${username}/insights/${path}`, viewer);
    const publish = (flags: object) => app.call('PATCH', '/api/v1/users/current', ada, flags);
    const FLAGS = {
      projects: 'projects_public',
      languages: 'languages_used_public',
      editors: 'editors_used_public',
      categories: 'categories_used_public',
      machines: 'machines_public',
      operating_systems: 'os_used_public',
    };
    const NONE = Object.fromEntries([...Object.values(FLAGS), 'logged_time_public'].map((flag) => [flag, false]));

    it('are not there where the profile is private', async () => {
      await publish({ is_profile_private: true });
      for (const viewer of [null, bob]) expect((await look('days/last_7_days', viewer)).status).toBe(404);
      expect((await look('days/last_7_days', ada)).status).toBe(200);
    });

    it('have no amount and no name that is not public', async () => {
      await publish({ is_profile_private: false, ...NONE });
      for (const type of TYPES)
        for (const range of ['last_30_days', 'all_time']) {
          const { status, text, body } = await look(`${type}/${range}?timeout=3&timezone=Asia/Tokyo`, bob);
          expect([type, status, validator('insights')(body)]).toEqual([type, 200, []]);
          expect(text).not.toMatch(/zebra|yak|Kotlin|Swift|Debugging|Vim|Linux|2025-|Asia/i);
          expect(text).not.toMatch(/:(1320|1200|300|1620|660|1680)\b|\d min/);
        }
    });

    it.each(Object.entries(FLAGS))('show %s with %s, with names and percentages alone', async (list, flag) => {
      await publish({ is_profile_private: false, ...NONE, [flag]: true });
      const own = (await insight(`${list}/last_30_days`))[list];
      for (const other of LISTS) {
        const seen = (await look(`${other}/last_30_days`)).body.data[other];
        expect(
          seen.map((item: { name: string; percent: number; total_seconds: number }) => [item.name, item.percent, item.total_seconds]),
        ).toEqual(other === list ? own.map((item: { name: string; percent: number }) => [item.name, item.percent, 0]) : []);
      }
      expect((await look('days/last_30_days')).body.data.days.flatMap((day: { categories: unknown[] }) => day.categories)).toEqual([]);
    });

    it('show the amount, and categories of days only where they are public', async () => {
      await publish({ is_profile_private: false, ...NONE, logged_time_public: true });
      const { data } = (await look('days/last_30_days')).body;
      expect(data.days.at(-1)).toEqual({ date: '2026-11-24', total: 1200, categories: [] });
      expect((await look('weekdays/last_30_days')).body.data.weekdays[1]).toMatchObject({ total: 1320, categories: [] });
      await publish({ categories_used_public: true });
      expect((await look('weekdays/last_30_days')).body.data.weekdays[0].categories).toMatchObject([{ name: 'Debugging', total: 300 }]);
    });
  });
});
