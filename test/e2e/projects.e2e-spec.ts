import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { ChangeTimeSettings } from '@app/users';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validator } from '../contract/schemas.js';
import { connect, type Connection } from '../support/database.js';
import { type Beat, sumBy, timeOf } from '../support/oracle.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const START = NOW / 1000 - 30 * 86_400;
const MOUNTS = ['/api/v1', '/api/v1/compat/waka'];
const HOUR = 3_600;

describe('projects', () => {
  let app: TestApp;
  let db: Connection;
  const problemsOf = validator('projects');

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = NOW;
    db = await connect(app.databaseUrl);
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const list = (user: TestUser, query = ''): Promise<Answer> => app.get(`users/current/projects${query}`, user);
  const names = async (user: TestUser, query = ''): Promise<string[]> =>
    (await list(user, query)).body.data.map(({ name }: { name: string }) => name);
  const one = (user: TestUser, project: string): Promise<Answer> => app.get(`users/current/projects/${project}`, user);

  it('are listed, that of the newest heartbeat first, with what every client reads', async () => {
    const user = await app.newUser();
    await app.send(user, [
      { time: START, project: 'engine', branch: 'main', language: 'Go' },
      { time: START + 60, project: 'engine', branch: 'dev', language: 'Rust' },
      { time: START + 180.5, project: 'engine', branch: 'dev', language: 'Rust' },
      { time: START + 7200, project: 'wheel', entity: '/w/a.ts' },
      { time: START + 9000, project: '' },
    ]);
    for (const mount of MOUNTS) {
      const { status, body } = await app.call('GET', `${mount}/users/current/projects`, user);
      expect(status).toBe(200);
      expect(problemsOf(body)).toEqual([]);
      expect(body).toMatchObject({ total: 2, page: 1, per_page: 100, total_pages: 1, next_page: null, prev_page: null });
      expect(body.data).toMatchObject([
        { name: 'wheel', heartbeat_count: 1, total_seconds: 0, languages: [{ name: 'TypeScript', seconds: 0 }], branches: [] },
        {
          name: 'engine',
          heartbeat_count: 3,
          total_seconds: 180.5,
          human_readable_total: '3 mins',
          languages: [
            { name: 'Rust', seconds: 120.5 },
            { name: 'Go', seconds: 60 },
          ],
          branches: ['dev', 'main'],
          first_heartbeat_at: '2026-10-25T12:00:00Z',
          human_readable_first_heartbeat_at: '1 month ago',
          last_heartbeat_at: '2026-10-25T12:03:00Z',
          human_readable_last_heartbeat_at: '29 days ago',
          clients: [],
          labels: [],
          repository: null,
          badge: null,
          color: null,
          has_public_url: false,
          privacy: 'private',
          archived: false,
          urlencoded_name: 'engine',
        },
      ]);
    }
    const empty = (await list(await app.newUser())).body;
    expect(problemsOf(empty)).toEqual([]);
    expect(empty).toMatchObject({ data: [], total: 0, page: 1, total_pages: 1, next_page: null });
  });

  it('are paged: the last page says that it is the last', async () => {
    const user = await app.newUser();
    const all = Array.from({ length: 1001 }, (_, n) => ({ time: START + n, project: `project ${n}`, entity: `/${n}` }));
    await app.send(user, all.slice(0, 600));
    await app.send(user, all.slice(600));
    const seen: string[] = [];
    for (let page: number | null = 1; page !== null;) {
      const { body }: Answer = await list(user, `?page=${page}`);
      expect(body).toMatchObject({ page, total: 1001, total_pages: 11, prev_page: page === 1 ? null : page - 1 });
      seen.push(...body.data.map(({ name }: { name: string }) => name));
      page = body.next_page;
    }
    expect(seen).toEqual(all.toReversed().map(({ project }) => project));
    expect((await list(user, '?page=12')).body).toMatchObject({ data: [], page: 12, total_pages: 11, next_page: null });
    expect((await list(user, '?page=3&per_page=7')).body).toMatchObject({ per_page: 7, total_pages: 143, next_page: 4, prev_page: 2 });
    expect((await list(user, '?per_page=101')).status).toBe(400);
    expect((await list(user, '?page=0')).status).toBe(400);
  });

  it('are searched by a part of the name, in which no character is special', async () => {
    const user = await app.newUser();
    const all = ['Alpha', 'alphabet', '100%', 'a_b', 'axb', String.raw`back\slash`, '10 percent'];
    await app.send(
      user,
      all.map((project, n) => ({ time: START - n, project, entity: `/${n}` })),
    );
    expect(await names(user, '?q=ALPHA')).toEqual(['Alpha', 'alphabet']);
    expect(await names(user, '?q=%25')).toEqual(['100%']);
    expect(await names(user, '?q=a_b')).toEqual(['a_b']);
    expect(await names(user, `?q=${encodeURIComponent('\\')}`)).toEqual([String.raw`back\slash`]);
    expect(await names(user, '?q=')).toEqual(all);
    expect(await names(user, '?q=nothing')).toEqual([]);
    expect((await list(user, '?q=%00')).status).toBe(400);
  });

  it('are found by every name, and by the id where no address holds the name', async () => {
    const user = await app.newUser();
    const long = 'long '.repeat(800).trim();
    const all = [
      'a/b',
      '100%',
      '.',
      '..',
      'two  blanks',
      'my proj',
      'é'.normalize('NFC'),
      'naïve/%2F',
      '?#&',
      '日本語',
      long,
      'x'.repeat(4096),
    ];
    await app.send(
      user,
      all.map((project, n) => ({ time: START - n, project, entity: `/${n}` })),
    );
    const listed = (await list(user)).body.data;
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(all);
    for (const { id, name, url } of listed) {
      expect((await app.call('GET', url, user)).body.data.name).toBe(name);
      expect((await one(user, id.toUpperCase())).body.data.name).toBe(name);
    }
    for (const name of all.filter((text) => !/^\.+$/.test(text) && text.length < 1000)) {
      expect((await one(user, encodeURIComponent(name))).body.data?.name).toBe(name);
    }
    expect((await one(user, encodeURIComponent('é'.normalize('NFD')))).body.data.name).toBe('é'.normalize('NFC'));
    for (const unknown of ['none', '%20', '5c9ab8b5-6d2c-8f0c-9d6f-3a1f1f5a0c11']) {
      const { status, body } = await one(user, unknown);
      expect([unknown, status, typeof body.error]).toEqual([unknown, 404, 'string']);
    }
  });

  it('are one where two sent names are shown as one, in Unicode’s forms', async () => {
    const user = await app.newUser();
    await app.send(user, [
      { time: START, project: 'café'.normalize('NFC') },
      { time: START + 60, project: 'café'.normalize('NFD') },
      { time: START + 90, project: 'café'.normalize('NFC') },
    ]);
    expect((await list(user)).body.data).toMatchObject([{ name: 'café'.normalize('NFC'), heartbeat_count: 3, total_seconds: 90 }]);
  });

  it('are each user’s own', async () => {
    const [ada, bob] = [await app.newUser(), await app.newUser()];
    await app.send(ada, [{ time: START, project: 'secret' }]);
    await app.send(bob, [{ time: START, project: 'other' }]);
    const { id } = (await list(ada)).body.data[0];
    expect(await names(bob)).toEqual(['other']);
    expect((await one(bob, 'secret')).status).toBe(404);
    expect((await one(bob, id)).status).toBe(404);
  });

  it('go when their heartbeats are deleted', async () => {
    const user = await app.newUser();
    await app.send(user, [
      { time: START, project: 'gone' },
      { time: START + 86_400 * 3, project: 'here' },
    ]);
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    const { body } = await app.get('users/current/heartbeats?project=gone', user);
    await app.call('DELETE', '/api/v1/users/current/heartbeats.bulk', user, { date: '2026-10-25', ids: [body.data[0].id] });
    expect(await names(user)).toEqual(['here']);
    expect((await one(user, 'gone')).status).toBe(404);
  });

  describe('of others', () => {
    const share = (user: TestUser, flags: Record<string, boolean>): Promise<Answer> =>
      app.call('PATCH', '/api/v1/users/current', user, { is_profile_private: false, ...flags });
    const seen = (name: string, as: TestUser | null = null, query = ''): Promise<Answer> =>
      app.call('GET', `/api/v1/users/${name}/projects${query}`, as);

    it('are listed as far as they are public', async () => {
      const [ada, bob] = [await app.newUser(), await app.newUser()];
      await app.send(ada, [
        { time: START, project: 'zebra', branch: 'main', language: 'Kotlin' },
        { time: START + 60, project: 'yak', language: 'Swift' },
        { time: START + 457, project: 'zebra', language: 'Kotlin' },
      ]);
      expect((await seen(ada.publicId)).status).toBe(404);
      await share(ada, { logged_time_public: true, languages_used_public: true });
      expect((await seen(ada.publicId)).body).toMatchObject({ data: [], total: 0, total_pages: 1 });
      expect((await seen(ada.publicId, bob, '?q=zebra')).body).toMatchObject({ data: [], total: 0 });
      await share(ada, { logged_time_public: false, projects_public: true, languages_used_public: false });
      const hidden = (await seen(ada.publicId)).body;
      expect(problemsOf(hidden)).toEqual([]);
      const { body: account } = await app.call('GET', `/api/v1/users/${ada.publicId}`, null);
      const began = account.data.created_at;
      expect(hidden.data).toMatchObject(
        ['yak', 'zebra'].map((name) => ({
          name,
          total_seconds: 0,
          heartbeat_count: 0,
          languages: [],
          last_heartbeat_at: began,
          first_heartbeat_at: began,
          created_at: began,
          privacy: 'public',
        })),
      );
      await share(ada, { languages_used_public: true });
      expect((await seen(ada.publicId)).body.data[1].languages).toEqual([{ name: 'Kotlin', seconds: 0 }]);
      await share(ada, { logged_time_public: true });
      const shown = (await seen(ada.publicId, bob)).body;
      expect(shown.data).toMatchObject([
        { name: 'zebra', total_seconds: 60, heartbeat_count: 2 },
        { name: 'yak', total_seconds: 397 },
      ]);
      expect((await app.call('GET', `/api/v1/users/${ada.publicId}/projects/zebra`, bob)).status).toBe(404);
      expect((await app.call('GET', `/api/v1/users/${ada.publicId}/projects/zebra`, ada)).status).toBe(200);
    });
  });

  const zones = fc.constantFrom(
    'UTC',
    'Asia/Kolkata',
    'America/New_York',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'Australia/Lord_Howe',
  );
  const beats = fc.array(
    fc.record({
      at: fc.nat(24 * 12 * 12),
      project: fc.constantFrom('', 'a', 'b', 'c'),
      language: fc.constantFrom('Go', 'Rust'),
      isWrite: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  const step = fc.record({
    beats,
    rollUp: fc.nat(12),
    zone: fc.option(zones),
    timeout: fc.constantFrom(1, 15, 240),
    writesOnly: fc.boolean(),
  });

  it('have the counts, times and amounts of their heartbeats, whichever days are rolled up', async () => {
    await fc.assert(
      fc.asyncProperty(zones, fc.array(step, { minLength: 1, maxLength: 3 }), async (zone, steps) => {
        const user = await app.newUser({ zone });
        const sent: Beat[] = [];
        for (const { beats: some, rollUp, zone: next, timeout, writesOnly } of steps) {
          await app.commands.execute(
            new ChangeTimeSettings(SERVER, user.userId, { timeout, writesOnly, ...(next !== null && { zone: next }) }),
          );
          const fresh = some.map(({ at, project, language, isWrite }, n): Beat => ({
            id: '',
            // Five minutes apart, and none at the same time.
            time: (START + at * 300) * 1_000_000 + sent.length + n,
            project,
            language,
            isWrite,
            entity: '/a',
            editor: '',
            dependencies: [],
          }));
          const answer = await app.send(
            user,
            fresh.map(({ time, project, language, isWrite }) => ({ time: time / 1e6, project, language, is_write: isWrite })),
          );
          sent.push(...fresh.map((beat, n) => ({ ...beat, id: answer.body.responses[n][0].data.id })));
          await rollUpSome(user, rollUp);
          const gaps = timeOf(sent, [], { timeoutMinutes: timeout, writesOnly, countsExternal: false, dropped: new Set() });
          const expected = [...new Set(sent.map(({ project }) => project))]
            .filter((project) => project !== '')
            .map((project) => {
              const own = sent.filter((beat) => beat.project === project);
              const times = own.map(({ time }) => time).toSorted((a, b) => a - b);
              const us = sumBy(gaps, 0, Infinity, (beat) => (beat.project === project ? [beat.language] : []));
              return {
                name: project,
                heartbeat_count: own.length,
                first_heartbeat_at: isoOf(times[0]),
                last_heartbeat_at: isoOf(times.at(-1)),
                last: times.at(-1) ?? 0,
                total_seconds: Object.values(us).reduce((a, b) => a + b, 0) / 1e6,
                languages: Object.fromEntries([...new Set(own.map(({ language }) => language))].map((l) => [l, (us[l] ?? 0) / 1e6])),
              };
            })
            .toSorted((a, b) => b.last - a.last)
            .map(({ name, ...project }) => ({ name, ...project, last: undefined }));
          const { body } = await list(user);
          expect(problemsOf(body)).toEqual([]);
          expect(
            body.data.map((project: Record<string, unknown> & { languages: { name: string; seconds: number }[] }) => ({
              name: project['name'],
              heartbeat_count: project['heartbeat_count'],
              first_heartbeat_at: project['first_heartbeat_at'],
              last_heartbeat_at: project['last_heartbeat_at'],
              total_seconds: project['total_seconds'],
              languages: Object.fromEntries(project.languages.map(({ name, seconds }) => [name, seconds])),
            })),
          ).toEqual(expected);
          for (const project of expected) {
            expect((await one(user, project.name)).body.data).toMatchObject({
              total_seconds: project.total_seconds,
              heartbeat_count: project.heartbeat_count,
            });
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  const isoOf = (us = 0): string => new Date(Math.floor(us / 1e6) * 1000).toISOString().replace('.000', '');

  /** Some days alone: the others stay dirty. */
  async function rollUpSome(user: TestUser, some: number): Promise<void> {
    await db.query(`CREATE TEMP TABLE IF NOT EXISTS kept (LIKE dirty_days)`);
    await db.query('DELETE FROM kept');
    await db.query(
      'WITH gone AS (DELETE FROM dirty_days WHERE user_id = $1 AND day % 12 >= $2 RETURNING *) INSERT INTO kept SELECT * FROM gone',
      [user.userId, some],
    );
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    await db.query('INSERT INTO dirty_days SELECT * FROM kept ON CONFLICT DO NOTHING');
  }

  it('are right in every zone, hour by hour', async () => {
    const user = await app.newUser({ zone: 'Australia/Lord_Howe' });
    await app.send(
      user,
      Array.from({ length: 72 }, (_, n) => ({ time: START + n * HOUR, project: n % 2 === 0 ? 'even' : 'odd', entity: `/${n}` })),
    );
    await app.commands.execute(new RollUpUser(SERVER, user.userId));
    for (const zone of ['Asia/Kathmandu', 'Pacific/Apia', 'UTC']) {
      await app.commands.execute(new ChangeTimeSettings(SERVER, user.userId, { zone }));
      expect((await list(user)).body.data.map((p: { heartbeat_count: number }) => p.heartbeat_count)).toEqual([36, 36]);
      await app.commands.execute(new RollUpUser(SERVER, user.userId));
      expect((await list(user)).body.data.map((p: { heartbeat_count: number }) => p.heartbeat_count)).toEqual([36, 36]);
    }
  });
});
