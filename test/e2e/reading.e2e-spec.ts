import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SERVER } from '@app/core';
import { RollUpUser } from '@app/analytics';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

// The numbers are the cases of the contract's section 6. Each runs on the live window and again on roll-ups.

const at = (iso: string): number => Date.parse(iso) / 1000;

describe.each(['live', 'rolled up'])('reading time, %s', (mode) => {
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

  const send = async (heartbeats: Record<string, unknown>[], user = ada) => {
    await app.send(user, heartbeats);
    if (mode === 'rolled up') await app.commands.execute(new RollUpUser(SERVER, user.userId));
  };
  const get = async (url: string, user = ada) => {
    const answer = await app.get(`users/current/${url}`, user);
    expect([url, answer.status, answer.body.error]).toEqual([url, 200, undefined]);
    return answer.body;
  };
  const T = at('2026-11-24T10:00:00Z');
  const times = (list: { name: string; total_seconds: number }[]) => Object.fromEntries(list.map((l) => [l.name, l.total_seconds]));

  it('25: joins what is within the timeout into two blocks', async () => {
    await send([0, 120, 180, 1380, 1410].map((s) => ({ time: T + s })));
    expect((await get('statusbar/today')).data.grand_total.total_seconds).toBe(210);
    const { data } = await get('durations?date=2026-11-24');
    expect(data.map((d: { time: number; duration: number }) => [d.time, d.duration])).toEqual([
      [T, 180],
      [T + 1380, 30],
    ]);
  });

  it('26: counts one heartbeat as nothing, in every answer', async () => {
    await send([{ time: T }]);
    expect((await get('statusbar/today')).data.grand_total).toMatchObject({ total_seconds: 0, text: '0 secs', hours: 0, minutes: 0 });
    expect((await get('stats/today')).data).toMatchObject({ total_seconds: 0, human_readable_total: '0 secs', languages: [] });
    expect((await get('all_time_since_today')).data).toMatchObject({ total_seconds: 0, text: '0 secs' });
  });

  it('27: gives a gap to the earlier file', async () => {
    await send([
      { time: T, entity: '/a', language: 'Go' },
      { time: T + 28, entity: '/b', language: 'C' },
      { time: T + 39, entity: '/a', language: 'Go' },
    ]);
    const { data } = await get('durations?date=today');
    expect(data.map((d: { entity: string; duration: number }) => [d.entity, d.duration])).toEqual([
      ['/a', 28],
      ['/b', 11],
      ['/a', 0],
    ]);
    const [day] = (await get('summaries?range=today')).data;
    expect(times(day.languages)).toEqual({ Go: 28, C: 11 });
    expect(day.grand_total.total_seconds).toBe(39);
  });

  it.each([
    [
      'entity',
      [
        ['/a', 10],
        ['/b', 10],
        ['/c', 10],
      ],
      'entity',
    ],
    [
      'language',
      [
        ['Go', 20],
        ['Other', 10],
      ],
      'language',
    ],
    [
      'category',
      [
        ['Coding', 20],
        ['AI Coding', 10],
      ],
      'category',
    ],
    [
      'os',
      [
        ['Linux', 20],
        ['Unknown', 10],
      ],
      'os',
    ],
    [
      'editor',
      [
        ['VS Code', 20],
        ['Unknown', 10],
      ],
      'editor',
    ],
    [
      'machine',
      [
        ['laptop', 20],
        ['Unknown Hostname', 10],
      ],
      'machine',
    ],
    ['project', [['Unknown Project', 30]], 'project'],
    [
      'dependencies',
      [
        [['pg'], 20],
        [[], 10],
      ],
      'dependencies',
    ],
  ])('cuts durations by %s', async (slice, expected, field) => {
    const agent = 'wakatime/v1.90.0 (linux-6.1.0-x86_64) go1.22.1 vscode/1.95.0 vscode-wakatime/24.6.2';
    const full = { language: 'Go', user_agent: agent, machine: 'laptop', dependencies: ['pg'] };
    await send([
      { time: T, entity: '/a', category: 'coding', ...full },
      { time: T + 10, entity: '/b', ...full },
      { time: T + 20, entity: '/c', category: 'ai coding' },
      { time: T + 30, entity: '/c', category: 'ai coding' },
    ]);
    const { data } = await get(`durations?date=today&slice_by=${slice}`);
    expect(data.map((d: Record<string, unknown>) => [d[field], d['duration']])).toEqual(expected);
  });

  it('28: gives the same numbers for any order and any repetition', async () => {
    const beats = Array.from({ length: 40 }, (_, n) => ({ time: T + n * 61, project: n % 3 ? 'engine' : 'wheel' }));
    await send(beats);
    const bob = await app.newUser();
    await send(beats.toReversed().slice(0, 25), bob);
    await send(beats.toReversed().slice(15), bob);
    const [one, other] = await Promise.all([ada, bob].map((u) => get('summaries?range=today', u)));
    expect(other.data).toEqual(one.data);
    expect(one.cumulative_total.seconds).toBe(39 * 61);
  });

  it('29, 30: takes timeout and writes_only from the question', async () => {
    await send([0, 90, 180].map((s, n) => ({ time: T + s, is_write: n !== 1 })));
    const total = async (query: string) => (await get(`summaries?range=today&${query}`)).cumulative_total.seconds;
    expect([
      await total('timeout=1'),
      await total('timeout=2'),
      await total('writes_only=true'),
      await total('writes_only=true&timeout=2'),
    ]).toEqual([0, 180, 180, 0]);
    expect((await get('durations?date=today&timeout=1')).data.map((d: { duration: number }) => d.duration)).toEqual([0, 0, 0]);
    expect((await get('stats/today?timeout=2&writes_only=false')).data).toMatchObject({ timeout: 2, writes_only: false });
  });

  it('a gap of exactly the timeout counts, one of a microsecond more does not', async () => {
    await send([{ time: T }, { time: T + 900 }, { time: T + 1800.000001 }]);
    expect((await get('statusbar/today')).data.grand_total.total_seconds).toBe(900);
  });

  it('31: cuts days in the user’s zone', async () => {
    const joao = await app.newUser({ zone: 'America/Sao_Paulo' });
    app.clock.at = Date.parse('2026-01-30T12:00:00Z');
    await send([{ time: at('2026-01-30T02:00:00Z') }, { time: at('2026-01-30T02:10:00Z') }], joao);
    const { data } = await get('summaries?start=2026-01-29&end=2026-01-30', joao);
    expect(data.map((d: { grand_total: { total_seconds: number } }) => d.grand_total.total_seconds)).toEqual([600, 0]);
    expect(data[0].range).toMatchObject({
      date: '2026-01-29',
      start: '2026-01-29T03:00:00Z',
      end: '2026-01-30T02:59:59Z',
      timezone: 'America/Sao_Paulo',
    });
    const utc = await get('summaries?start=2026-01-29&end=2026-01-30&timezone=UTC', joao);
    expect(utc.data.map((d: { grand_total: { total_seconds: number } }) => d.grand_total.total_seconds)).toEqual([0, 600]);
  });

  it('32, 33: writes the status bar as every client reads it', async () => {
    await send(Array.from({ length: 6 }, (_, n) => ({ time: T + n * 866.1, language: 'Go', project: 'engine', category: 'coding' })));
    const bar = await get('statusbar/today');
    expect(bar).toMatchObject({ text: '1 hr 12 mins', has_team_features: false, cached_at: '2026-11-24T12:00:00Z' });
    expect(bar.data.grand_total).toEqual({
      text: '1 hr 12 mins',
      digital: '1:12',
      decimal: '1.20',
      hours: 1,
      minutes: 12,
      total_seconds: 4330.5,
    });
    expect(bar.data.languages).toEqual([
      {
        name: 'Go',
        total_seconds: 4330.5,
        percent: 100,
        digital: '1:12:10',
        decimal: '1.20',
        text: '1 hr 12 mins',
        hours: 1,
        minutes: 12,
        seconds: 10,
      },
    ]);
    const again = await app.call('GET', '/api/v1/compat/waka/users/current/status_bar/today', ada);
    expect(again.body).toEqual(bar);
  });

  it('34: takes "today", cache=false and empty filters', async () => {
    await send([{ time: T }, { time: T + 60 }]);
    const plain = await get('summaries?start=today&end=today&cache=false');
    expect(plain.data).toHaveLength(1);
    expect(plain.data[0].grand_total.total_seconds).toBe(60);
    expect(await get('summaries?start=today&end=today&cache=false&branches=&project=')).toEqual(plain);
    expect(await get('summaries?start=2026-11-24&end=2026-11-24&range=Last%20Month')).toEqual(plain);
  });

  it('35: lists every day, and its total is the sum', async () => {
    await send([0, 1, 3].flatMap((day) => [0, 600].map((s) => ({ time: T - day * 86_400 + s + day * 7 }))));
    const week = await get('summaries?start=2026-11-18&end=2026-11-24');
    expect(week.data.map((d: { range: { date: string } }) => d.range.date)).toEqual(
      ['18', '19', '20', '21', '22', '23', '24'].map((d) => `2026-11-${d}`),
    );
    const sum = week.data.reduce((all: number, d: { grand_total: { total_seconds: number } }) => all + d.grand_total.total_seconds, 0);
    expect(week.cumulative_total.seconds).toBe(sum);
    expect(sum).toBe(1800);
    expect(week.daily_average).toMatchObject({ days_including_holidays: 7, days_minus_holidays: 3, holidays: 4 });
  });

  it('36: shows branches and entities with a project, and only then', async () => {
    await send([
      { time: T, project: 'engine', branch: 'main', entity: '/a' },
      { time: T + 60, project: 'engine', branch: 'dev', entity: '/b' },
      { time: T + 90, project: 'wheel', branch: 'main', entity: '/c' },
      { time: T + 100 },
    ]);
    const [all] = (await get('summaries?range=today')).data;
    expect([all.branches, all.entities]).toEqual([undefined, undefined]);
    const engine = await get('summaries?range=today&project=engine');
    expect(times(engine.data[0].branches)).toEqual({ main: 60, dev: 30 });
    expect(times(engine.data[0].entities)).toEqual({ '/a': 60, '/b': 30 });
    expect(engine).toMatchObject({ available_branches: ['dev', 'main'], color: null });
    expect(engine.data[0].grand_total.total_seconds).toBe(90);
    for (const query of ['branches=dev', 'branches=dev&branches=none', 'branches=none,dev']) {
      expect((await get(`summaries?range=today&project=engine&${query}`)).cumulative_total.seconds).toBe(30);
      expect((await get(`durations?date=today&project=engine&${query}`)).data.map((d: { duration: number }) => d.duration)).toEqual([30]);
    }
  });

  it('finds a branch with a comma in its name, and lists beside it', async () => {
    await send([
      { time: T, project: 'engine', branch: 'fix,comma', entity: '/a' },
      { time: T + 60, project: 'engine', branch: 'fix', entity: '/b' },
      { time: T + 90, project: 'engine', branch: 'main', entity: '/c' },
      { time: T + 100, project: 'wheel', branch: 'fix,main', entity: '/d' },
    ]);
    for (const [query, branches, seconds] of [
      ['branches=fix%2Ccomma', ['fix,comma'], 60],
      ['branches=%20fix,comma%20', ['fix,comma'], 60],
      ['branches=fix,comma&branches=main', ['fix,comma', 'main'], 70],
      // Another project's branch is none of this one.
      ['branches=fix,main', ['fix', 'main'], 40],
      ['branches=fix,,%20main,', ['fix', 'main'], 40],
      ['branches=fix,comma,main', ['fix', 'comma', 'main'], 40],
    ] as const) {
      const summaries = await get(`summaries?range=today&project=engine&${query}`);
      expect([query, summaries.branches, summaries.cumulative_total.seconds]).toEqual([query, branches, seconds]);
      const durations = await get(`durations?date=today&project=engine&${query}`);
      const sum = durations.data.reduce((us: number, { duration }: { duration: number }) => us + duration, 0);
      expect([query, durations.branches, sum]).toEqual([query, branches, seconds]);
    }
    const none = await get('summaries?range=today&project=engine&branches=,');
    expect(none.branches).toEqual(['fix', 'fix,comma', 'main']);
  });

  it('37: answers every range with 200 and its own name', async () => {
    await send([{ time: T - 86_400 }, { time: T - 86_400 + 300, language: 'Go' }, { time: T }, { time: T + 500 }]);
    const ranges = [
      'today',
      'yesterday',
      'last_7_days',
      'last_14_days',
      'last_30_days',
      'last_90_days',
      'last_3_months',
      'last_6_months',
      'last_year',
      'all_time',
      '2025',
      '2026',
      '2025-06',
      '2026-11-01_to_2026-11-24',
    ];
    for (const range of ranges) {
      const { data } = await get(`stats/${range}`);
      expect(data.range).toBe(range);
      expect(data.hourly_stats).toHaveLength(24);
      expect(typeof data.best_day.date).toBe('string');
      expect(Array.isArray(data.daily_stats)).toBe(true);
    }
    const native = (await get('stats/last_7_days')).data;
    const waka = (await app.call('GET', '/api/v1/compat/waka/users/current/stats/last_7_days', ada)).body.data;
    expect([native.is_including_today, native.start, native.end]).toEqual([true, '2026-11-18T00:00:00Z', '2026-11-24T23:59:59Z']);
    expect([waka.is_including_today, waka.start, waka.end]).toEqual([false, '2026-11-17T00:00:00Z', '2026-11-23T23:59:59Z']);
    expect(native.total_seconds_including_other_language).toBe(800);
    expect(waka.total_seconds_including_other_language).toBe(300);
    expect(
      (await app.call('GET', '/api/v1/compat/waka/users/current/stats/last_7_days?is_including_today=true', ada)).body.data
        .total_seconds_including_other_language,
    ).toBe(800);
    expect((await get('stats/last_7_days?is_including_today=false')).data.total_seconds_including_other_language).toBe(300);
    expect((await get('stats')).data.range).toBe('last_7_days');
  });

  it('leaves the language Other out of the totals of stats, and out of nothing else', async () => {
    await send([
      { time: T, language: 'Go' },
      { time: T + 100, entity: '/p/a' },
      { time: T + 150, language: 'Go' },
    ]);
    const { data } = await get('stats/today');
    expect([data.total_seconds, data.total_seconds_including_other_language, data.best_day.total_seconds]).toEqual([100, 150, 150]);
    expect(times(data.languages)).toEqual({ Go: 100, Other: 50 });
    expect((await get('statusbar/today')).data.grand_total.total_seconds).toBe(150);
  });

  it('counts from today when the only heartbeat is of tomorrow', async () => {
    await send([{ time: at('2026-11-25T09:00:00Z') }]);
    expect((await get('stats/all_time')).data).toMatchObject({ total_seconds: 0, start: '2026-11-24T00:00:00Z' });
    expect((await get('all_time_since_today')).data.range.start_date).toBe('2026-11-24');
  });

  it('takes empty parameters for left out ones', async () => {
    await send([{ time: T, project: 'engine' }, { time: T + 60 }]);
    const { data } = await get('stats/today?project=&timeout=&writes_only=&is_including_today=&timezone=');
    expect(data.total_seconds_including_other_language).toBe(60);
    expect((await get('heartbeats?page=&per_page=&date=&project=')).total).toBe(2);
  });

  it('filters by branch only with a project, and knows time without a branch as "Unknown"', async () => {
    await send([
      { time: T, project: 'engine', branch: 'main' },
      { time: T + 60, project: 'engine' },
      { time: T + 90, project: 'engine' },
    ]);
    expect((await get('summaries?range=today&branches=main')).cumulative_total.seconds).toBe(90);
    expect((await get('durations?date=today&branches=main')).data.map((d: { duration: number }) => d.duration)).toEqual([90]);
    const engine = await get('summaries?range=today&project=engine');
    expect(times(engine.data[0].branches)).toEqual({ main: 60, Unknown: 30 });
    expect((await get('summaries?range=today&project=engine&branches=Unknown')).cumulative_total.seconds).toBe(30);
    expect((await get('durations?date=today&project=engine&branches=Unknown')).data.map((d: { duration: number }) => d.duration)).toEqual([
      30,
    ]);
  });

  it('39: gives all time, up to date', async () => {
    await send([at('2024-02-29T08:00:00Z'), T].flatMap((t) => [{ time: t, project: 'engine' }, { time: t + 60 }]));
    const { data } = await get('all_time_since_today');
    expect(data).toMatchObject({ total_seconds: 120, text: '2 mins', is_up_to_date: true, percent_calculated: 100, timeout: 15 });
    expect(data.range).toMatchObject({ start_date: '2024-02-29', end_date: '2026-11-24', timezone: 'UTC' });
    await send([{ time: at('2020-05-05T05:00:00Z') }]);
    expect((await get('all_time_since_today')).data.range.start_date).toBe('2020-05-05');
    expect((await get('all_time_since_today?project=wheel')).data.total_seconds).toBe(0);
  });

  it('42, 43, 44: lists heartbeats as WakaTime and chronova-mcp read them', async () => {
    await send(
      Array.from({ length: 150 }, (_, n) => ({
        time: T + n,
        project: n % 2 ? 'my proj/x' : 'a',
        language: n % 2 ? 'C++' : 'Go',
        dependencies: ['x'],
      })),
    );
    const page = await get('heartbeats?per_page=10');
    expect([page.data.length, page.heartbeats.length, page.total, page.page, page.per_page, page.total_pages]).toEqual([
      10, 10, 150, 1, 10, 15,
    ]);
    expect([page.data[0].time, page.heartbeats[0].time]).toEqual([T + 149, '2026-11-24T10:02:29Z']);
    expect((await get('heartbeats?per_page=10&page=15')).data.at(-1).time).toBe(T);
    const day = await get('heartbeats?date=2026-11-24');
    expect([day.data.length, day.data[0].time, day.start, day.end, day.timezone]).toEqual([
      150,
      T,
      '2026-11-24T00:00:00Z',
      '2026-11-24T23:59:59Z',
      'UTC',
    ]);
    const filtered = await get('heartbeats?language=C%2B%2B&project=my%20proj%2Fx');
    expect([filtered.total, filtered.data[0].project]).toEqual([75, 'my proj/x']);
    expect((await get('heartbeats?start=2026-11-01&end=2026-11-23')).total).toBe(0);
  });

  it('deletes heartbeats of a day, and their time at once', async () => {
    await send([0, 100, 200].map((s) => ({ time: T + s })));
    const [, middle, last] = (await get('heartbeats?date=2026-11-24')).data;
    const url = '/api/v1/users/current/heartbeats.bulk';
    expect(await app.call('DELETE', url, ada, { date: '2026-11-23', ids: [last.id] })).toMatchObject({ status: 200, body: { data: {} } });
    expect((await get('statusbar/today')).data.grand_total.total_seconds).toBe(200);
    expect(await app.call('DELETE', url, ada, { date: '2026-11-24', ids: [last.id, middle.id] })).toMatchObject({
      status: 200,
      body: { data: {} },
    });
    expect((await get('statusbar/today')).data.grand_total.total_seconds).toBe(0);
    await send([{ time: T + 200 }]);
    expect((await get('statusbar/today')).data.grand_total.total_seconds).toBe(200);
  });

  it('takes an instant where a day is asked for', async () => {
    await send([{ time: T }, { time: T + 200 }]);
    const instant = encodeURIComponent(new Date(T * 1000).toISOString().replace('Z', '+00:00'));
    const [day] = (await get('summaries?range=today')).data;
    expect((await get(`summaries?start=${instant}&end=${instant}`)).data[0].grand_total).toEqual(day.grand_total);
    expect((await get(`durations?date=${instant}`)).data).toHaveLength(1);
    expect((await get(`heartbeats?date=${instant}`)).data).toHaveLength(2);
    expect((await get(`heartbeats?start=${instant}`)).data).toHaveLength(2);
    const [{ id }] = (await get('heartbeats?date=today')).data;
    const date = new Date(T * 1000).toISOString();
    await app.call('DELETE', '/api/v1/users/current/heartbeats.bulk', ada, { date, ids: [id] });
    expect((await get('heartbeats?date=today')).data).toHaveLength(1);
  });

  it('shows a site without a category as browsing, and what was sent as it was sent', async () => {
    await send([
      { time: T, entity: 'site.example', type: 'domain' },
      { time: T + 10, entity: 'https://site.example/a', type: 'url' },
      { time: T + 30, entity: 'https://site.example/b', type: 'url', category: 'researching' },
      { time: T + 60, entity: 'Figma', type: 'app' },
      { time: T + 100, entity: '/a' },
    ]);
    const [day] = (await get('summaries?range=today')).data;
    expect(times(day.categories)).toEqual({ Browsing: 30, Researching: 30, Coding: 40 });
  });

  it('groups by what is shown, whatever was sent', async () => {
    await send([
      { time: T, category: 'coding', machine: 'm' },
      { time: T + 10, category: 'Coding' },
      { time: T + 20, category: 'ai coding' },
      { time: T + 30 },
    ]);
    const [day] = (await get('summaries?range=today')).data;
    expect(times(day.categories)).toEqual({ Coding: 20, 'AI Coding': 10 });
    expect(times(day.machines)).toEqual({ m: 10, 'Unknown Hostname': 20 });
    expect(times(day.projects)).toEqual({ 'Unknown Project': 30 });
    expect((await get('summaries?range=today&project=Unknown%20Project')).cumulative_total.seconds).toBe(30);
  });

  it.each([
    ['stats/last_8_days', 'range'],
    ['stats/2026-02-30', 'range'],
    ['stats/2026-11-24_to_2026-11-01', 'range'],
    ['stats/2020-01-01_to_2026-01-01', 'range'],
    ['summaries', 'start'],
    ['summaries?start=2026-11-24', 'end'],
    ['summaries?start=24.11.2026&end=today', 'start'],
    ['summaries?start=2026-11-24&end=2026-11-23', 'end'],
    ['summaries?start=2020-01-01&end=2026-01-01', 'end'],
    ['summaries?range=Next%20Week', 'range'],
    ['summaries?range=today&timezone=Mars/Olympus', 'timezone'],
    ['stats/today?timeout=0', 'timeout'],
    ['stats/today?timeout=soon', 'timeout'],
    ['stats/today?writes_only=perhaps', 'writes_only'],
    ['durations', 'date'],
    ['durations?date=2026-13-01', 'date'],
    ['durations?date=today&slice_by=mood', 'slice_by'],
    ['heartbeats?date=gestern', 'date'],
    ['heartbeats?page=0', 'page'],
    ['heartbeats?per_page=1000', 'per_page'],
  ])('refuses %s and names the parameter', async (url, name) => {
    const answer = await app.get(`users/current/${url}`, ada);
    expect([answer.status, Object.keys(answer.body.errors ?? {}), typeof answer.body.error]).toEqual([400, [name], 'string']);
  });
});
