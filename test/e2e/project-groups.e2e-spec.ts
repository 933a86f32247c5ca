import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const START = Date.parse('2026-11-20T09:00:00Z') / 1000;

describe('labels and clients', () => {
  let app: TestApp;
  let ada: TestUser;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    ada = await app.newUser();
  });
  afterAll(() => app.close());

  const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, user: TestUser, body?: unknown): Promise<Answer> =>
    app.call(method, `/api/v1/users/current/${path}`, user, body);

  /** Somebody with three projects: 60 s of one, 120 s of two, 240 s of three, and 30 s without one. */
  async function worker(): Promise<TestUser> {
    const user = await app.newUser();
    await app.send(user, [
      { time: START, project: 'one' },
      { time: START + 60, project: 'two' },
      { time: START + 180, project: 'three/x' },
      { time: START + 420, project: '' },
      { time: START + 450, project: '' },
    ]);
    return user;
  }

  it('are made, listed, changed and deleted', async () => {
    const user = await worker();
    for (const [kind, more, none] of [
      ['labels', { color: '#ABCDEF' }, { color: null }],
      ['clients', { rate: 80.5, timeout: 20 }, { rate: null, timeout: null }],
    ] as const) {
      expect((await call('GET', kind, user)).body).toEqual({ data: [], total: 0, page: 1, per_page: 100, total_pages: 1 });
      const made = await call('POST', kind, user, { name: ' Work ', ...more, projects: ['two', 'three/x'] });
      expect(made.status).toBe(201);
      expect(made.body.data).toMatchObject({ name: 'Work', ...more, projects: ['three/x', 'two'] });
      const { id } = made.body.data;
      const other = await call('POST', kind, user, { name: 'Alone' });
      expect(other.body.data).toMatchObject({ name: 'Alone', ...none, projects: [] });
      expect((await call('GET', kind, user)).body).toMatchObject({ total: 2, data: [{ name: 'Alone' }, { name: 'Work', id }] });
      expect((await call('PATCH', `${kind}/Work`, user, { name: 'Job', projects: ['one', 'one'] })).body.data).toMatchObject({
        id,
        name: 'Job',
        ...more,
        projects: ['one'],
      });
      expect((await call('PATCH', `${kind}/${id}`, user, none)).body.data).toMatchObject({ name: 'Job', ...none, projects: ['one'] });
      expect((await call('DELETE', `${kind}/${id}`, user)).status).toBe(200);
      expect((await call('DELETE', `${kind}/${id}`, user)).status).toBe(404);
      expect((await call('GET', kind, user)).body.total).toBe(1);
    }
  });

  it('refuse what cannot be', async () => {
    const user = await worker();
    for (const kind of ['labels', 'clients']) {
      await call('POST', kind, user, { name: 'A' });
      await call('POST', kind, user, { name: 'B' });
      const statuses = async (...calls: Promise<Answer>[]): Promise<number[]> => (await Promise.all(calls)).map(({ status }) => status);
      expect(
        await statuses(
          call('POST', kind, user, { name: 'A' }),
          call('PATCH', `${kind}/B`, user, { name: 'A' }),
          call('POST', kind, user, { name: '  ' }),
          call('POST', kind, user, {}),
          call('POST', kind, user, { name: 'C', projects: ['nothing'] }),
          call('POST', kind, user, { name: 'C', projects: 'one' }),
          call('POST', kind, user, { name: 'C', projects: [''] }),
          call('POST', kind, user, { name: 'C', unknown: 1 }),
          call('POST', kind, user, { name: 'C', projects: Array.from({ length: 501 }, () => 'one') }),
          call('PATCH', `${kind}/none`, user, { name: 'C' }),
          call('PATCH', `${kind}/A`, ada, { name: 'C' }),
        ),
      ).toEqual([409, 409, 400, 400, 400, 400, 400, 400, 400, 404, 404]);
      expect((await call('PATCH', `${kind}/B`, user, { name: 'B' })).status).toBe(200);
      expect((await call('GET', kind, user)).body.total).toBe(2);
    }
    expect((await call('POST', 'labels', user, { name: 'C', color: 'red' })).status).toBe(400);
    expect((await call('POST', 'clients', user, { name: 'C', rate: -1 })).status).toBe(400);
    expect((await call('POST', 'clients', user, { name: 'C', timeout: 0 })).status).toBe(400);
  });

  it('are at most 100 of a kind, however many are made at once', async () => {
    const user = await app.newUser();
    for (let n = 0; n < 98; n++) await call('POST', 'labels', user, { name: `L${n}` });
    const answers = await Promise.all(Array.from({ length: 4 }, (_, n) => call('POST', 'labels', user, { name: `M${n}` })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409]);
    expect((await call('POST', 'clients', user, { name: 'C' })).status).toBe(201);
  });

  it('are with the projects in their list: several labels, one client', async () => {
    const user = await worker();
    const { id } = (await call('GET', 'projects/two', user)).body.data;
    await call('POST', 'labels', user, { name: 'Work', projects: ['one', id] });
    await call('POST', 'labels', user, { name: 'Fun', projects: ['one'] });
    await call('POST', 'clients', user, { name: 'Acme', projects: ['one', 'two'] });
    await call('POST', 'clients', user, { name: 'Zeta', rate: 10, projects: ['two'] });
    const projects = Object.fromEntries(
      (await call('GET', 'projects', user)).body.data.map(
        ({ name, labels, clients }: { name: string; labels: string[]; clients: { name: string }[] }) => [
          name,
          [labels, clients.map((client) => client.name)],
        ],
      ),
    );
    expect(projects).toEqual({ one: [['Fun', 'Work'], ['Acme']], two: [['Work'], ['Zeta']], 'three/x': [[], []] });
    expect((await call('GET', 'clients', user)).body.data).toMatchObject([
      { name: 'Acme', projects: ['one'] },
      { name: 'Zeta', projects: ['two'] },
    ]);
    await app.call('PATCH', '/api/v1/users/current', user, { is_profile_private: false, projects_public: true });
    const { data } = (await app.call('GET', `/api/v1/users/${user.publicId}/projects`, null)).body;
    expect(data).toMatchObject([
      { labels: [], clients: [] },
      { labels: [], clients: [] },
      { labels: [], clients: [] },
    ]);
  });

  it('narrow time to their projects', async () => {
    const user = await worker();
    await call('POST', 'labels', user, { name: 'Work', projects: ['one', 'two'] });
    await call('POST', 'labels', user, { name: 'Empty' });
    await call('POST', 'clients', user, { name: 'Acme', projects: ['two', 'three/x'] });
    const { id } = (await call('GET', 'labels', user)).body.data[1];
    const seconds = async (query: string): Promise<unknown[]> => {
      const [stats, summaries, allTime, durations] = await Promise.all([
        app.get(`users/current/stats/last_7_days?${query}`, user),
        app.get(`users/current/summaries?range=last_7_days&${query}`, user),
        app.get(`users/current/all_time_since_today?${query}`, user),
        app.get(`users/current/durations?date=2026-11-20&${query}`, user),
      ]);
      const sum = durations.body.data.reduce((all: number, { duration }: { duration: number }) => all + duration, 0);
      return [
        stats.body.data.total_seconds_including_other_language,
        summaries.body.cumulative_total.seconds,
        allTime.body.data.total_seconds,
        sum,
      ];
    };
    const all = (n: number): number[] => [n, n, n, n];
    expect(await seconds('')).toEqual(all(450));
    expect(await seconds('label=Work')).toEqual(all(180));
    expect(await seconds(`label=${id}`)).toEqual(all(180));
    expect(await seconds('label=Empty')).toEqual(all(0));
    expect(await seconds('client=Acme')).toEqual(all(360));
    expect(await seconds('client=Acme&label=Work')).toEqual(all(120));
    expect(await seconds('label=Work&project=one')).toEqual(all(60));
    expect(await seconds('label=Work&project=three%2Fx')).toEqual(all(0));
    await call('POST', 'projects/one/merge', user, { into: 'three/x' });
    expect(await seconds('label=Work')).toEqual(all(420));
    for (const path of ['stats/today', 'summaries?range=today', 'all_time_since_today', 'durations?date=2026-11-20']) {
      const answer = await app.get(`users/current/${path}${path.includes('?') ? '&' : '?'}label=Nothing`, user);
      expect([path, answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([path, 400, ['label']]);
    }
    // Of others they count for nothing: else they would tell which labels there are.
    await app.call('PATCH', '/api/v1/users/current', user, {
      is_profile_private: false,
      projects_public: true,
      languages_used_public: true,
      logged_time_public: true,
    });
    for (const label of ['Work', 'Nothing']) {
      const { status, body } = await app.call('GET', `/api/v1/users/${user.publicId}/stats/last_7_days?label=${label}`, ada);
      expect([status, body.data.total_seconds_including_other_language]).toEqual([200, 450]);
    }
  });

  it('are lists of time where there are any: labels overlap, clients add up', async () => {
    const user = await worker();
    const lists = async (): Promise<unknown[]> => {
      const { body: stats } = await app.get('users/current/stats/last_7_days', user);
      const { body: summaries } = await app.get('users/current/summaries?start=2026-11-20&end=2026-11-21', user);
      return [stats.data, ...summaries.data].map(({ labels, clients }) =>
        [labels, clients].map(
          (list?: { name: string; total_seconds: number; percent: number }[]) =>
            list && list.map((item) => [item.name, item.total_seconds, item.percent]),
        ),
      );
    };
    expect(await lists()).toEqual(Array.from({ length: 3 }, () => [undefined, undefined]));
    await call('POST', 'labels', user, { name: 'Work', projects: ['one', 'two'] });
    await call('POST', 'labels', user, { name: 'Fun', projects: ['two'] });
    await call('POST', 'clients', user, { name: 'Acme', projects: ['two', 'three/x'] });
    const day = [
      [
        ['Work', 180, 40],
        ['Fun', 120, 26.67],
      ],
      [
        ['Acme', 360, 80],
        ['No client', 90, 20],
      ],
    ];
    expect(await lists()).toEqual([day, day, [[], []]]);
    await call('POST', 'projects/one/merge', user, { into: 'two' });
    expect((await lists())[0]).toEqual([
      [
        ['Fun', 180, 40],
        ['Work', 180, 40],
      ],
      [
        ['Acme', 420, 93.33],
        ['No client', 30, 6.67],
      ],
    ]);
    await call('DELETE', 'clients/Acme', user);
    expect((await lists())[0]).toEqual([expect.any(Array), undefined]);
    await app.call('PATCH', '/api/v1/users/current', user, { is_profile_private: false, projects_public: true });
    const { body } = await app.call('GET', `/api/v1/users/${user.publicId}/stats/last_7_days`, ada);
    expect([body.data.labels, body.data.clients]).toEqual([undefined, undefined]);
  });
});
