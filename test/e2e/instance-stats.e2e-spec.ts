import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ComputeInstanceStats, SweepInstanceStats } from '@app/analytics';
import { SERVER } from '@app/core';
import { validator } from '../contract/schemas.js';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const PUBLIC = {
  is_profile_private: false,
  logged_time_public: true,
  languages_used_public: true,
  editors_used_public: true,
  os_used_public: true,
  categories_used_public: true,
};

describe('statistics of the instance', () => {
  let app: TestApp;
  let db: Connection;
  const people: TestUser[] = [];

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = Date.parse('2026-11-24T12:00:00Z');
    db = await connect(app.databaseUrl);
    for (const [n, zone] of ['UTC', 'Asia/Tokyo', 'UTC', 'America/Los_Angeles', 'UTC', 'UTC'].entries()) {
      const user = await app.newUser({ zone });
      people.push(user);
      // Ten, twenty … minutes; the last in a language of its own, and one in last year.
      for (const day of ['2026-11-22', '2025-06-01'])
        await app.send(
          user,
          Array.from({ length: (n + 1) * 10 + 1 }, (_, m) => ({
            time: Date.parse(`${day}T12:00:00Z`) / 1000 + m * 60,
            language: n === 5 ? 'Zig' : 'Go',
          })),
          { 'user-agent': 'wakatime/v1.90.0 (linux-6.1-x86_64) go1.22 vim/9.0 vim-wakatime/11.1' },
        );
      if (n < 4) await publish(user, PUBLIC);
    }
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const publish = (user: TestUser | undefined, flags: object) => app.call('PATCH', '/api/v1/users/current', user, flags);
  const compute = (range = 'last_7_days') => app.commands.execute(new ComputeInstanceStats(SERVER, range));
  const look = (range = 'last_7_days', mount = '/api/v1') => app.call('GET', `${mount}/stats/${range}`);

  it('are not there before five people share them, nor before they are computed', async () => {
    expect((await look()).status).toBe(404);
    await compute();
    const { status, body } = await look();
    expect([status, body.error]).toEqual([404, expect.stringContaining('5 people')]);
  });

  it('are those of who made them public, in lists of five people or more', async () => {
    await publish(people[4], PUBLIC);
    expect((await look()).status).toBe(404);
    for (const range of ['last_7_days', 'last_30_days', '2025']) {
      await compute(range);
      for (const mount of ['/api/v1', '/api/v1/compat/waka']) {
        const { status, body } = await look(range, mount);
        expect([range, status, validator('stats-aggregated')(body)]).toEqual([range, 200, []]);
        const measures = {
          average: { seconds: 1800, text: '30 mins' },
          count: { text: '5 people' },
          max: { seconds: 3000, text: '50 mins' },
          median: { seconds: 1800, text: '30 mins' },
          sum: { seconds: 9000, text: '2 hrs 30 mins' },
        };
        expect(body.data.total).toEqual(measures);
        expect(body.data.languages).toEqual([{ name: 'Go', is_verified: true, ...measures }]);
        for (const [list, name] of [
          ['editors', 'Vim'],
          ['operating_systems', 'Linux'],
          ['categories', 'Coding'],
        ])
          expect(body.data[list ?? '']).toEqual([{ name, is_verified: true, ...measures }]);
      }
    }
    expect((await look('2025')).body.range).toMatchObject({ name: '2025', start_date: '2025-01-01', end_date: '2025-12-31' });
    expect((await look()).body.range).toMatchObject({ start_date: '2026-11-17', end_date: '2026-11-23', start_text: 'Tue Nov 17th 2026' });
  });

  it('leave a name out that fewer than five make public, and count only who does', async () => {
    await publish(people[5], PUBLIC);
    await compute();
    const { body } = await look();
    expect(body.data.total).toMatchObject({ count: { text: '6 people' }, max: { seconds: 3600 } });
    expect(body.data.languages.map(({ name }: { name: string }) => name)).toEqual(['Go']);
    expect(JSON.stringify(body)).not.toContain('Zig');
    await publish(people[0], { editors_used_public: false });
    await publish(people[1], { languages_used_public: false });
    await compute();
    const { data } = (await look()).body;
    expect([data.total.count.text, data.languages, data.editors[0].count.text]).toEqual(['6 people', [], '5 people']);
  });

  it('forget who hides', async () => {
    await publish(people[0], { logged_time_public: false });
    await publish(people[1], { is_profile_private: true });
    await compute();
    expect((await look()).status).toBe(404);
  });

  it('refuse ranges that they do not have', async () => {
    for (const range of ['last_year', 'today', '2026', '2019', 'all_time', '%00']) {
      const { status, body } = await look(range);
      expect([range, status, Object.keys(body.errors ?? {})]).toEqual([range, 400, ['range']]);
    }
  });

  it('are computed one range after another, by one job each', async () => {
    await db.query('DELETE FROM instance_stats');
    const seen: string[] = [];
    for (let n = 0; n < 7; n++) {
      await Promise.all([app.commands.execute(new SweepInstanceStats(SERVER)), app.commands.execute(new SweepInstanceStats(SERVER))]);
      const { rows } = await db.query(`DELETE FROM jobs RETURNING payload ->> 'range' AS range`);
      for (const { range } of rows) {
        seen.push(range);
        await compute(range);
      }
    }
    expect(seen.toSorted()).toEqual(expect.arrayContaining(['2023', '2024', '2025', 'last_30_days', 'last_7_days']));
    expect(new Set(seen).size).toBe(5);
  });

  it('of before an upgrade, which do not say whose time they have, are computed anew', async () => {
    const due = async (): Promise<string[]> => {
      await app.commands.execute(new SweepInstanceStats(SERVER));
      return (await db.query(`DELETE FROM jobs RETURNING payload ->> 'range' AS range`)).rows.map(({ range }) => range);
    };
    for (const user of people) await publish(user, PUBLIC);
    for (const range of ['last_7_days', 'last_30_days', '2025', '2024', '2023']) await compute(range);
    expect(await due()).toEqual([]);
    await db.query(`UPDATE instance_stats SET counted = '{}', counted_lists = '{}' WHERE range = 'last_30_days'`);
    expect(await due()).toEqual(['last_30_days']);
    await compute('last_30_days');
    expect(await due()).toEqual([]);
  });

  it.each([{ languages_used_public: false }, { logged_time_public: false }, { is_profile_private: true }])(
    'are computed anew when somebody withdraws what is in them: %j',
    async (flags) => {
      const due = async (): Promise<string[]> => {
        await app.commands.execute(new SweepInstanceStats(SERVER));
        return (await db.query(`DELETE FROM jobs RETURNING payload ->> 'range' AS range`)).rows.map(({ range }) => range);
      };
      for (const user of people) await publish(user, user === people[1] ? { ...PUBLIC, editors_used_public: false } : PUBLIC);
      for (const range of ['last_7_days', 'last_30_days', '2025', '2024', '2023']) await compute(range);
      expect(await due()).toEqual([]);
      await publish(people[1], { editors_used_public: true });
      expect(await due()).toEqual([]);
      await publish(people[0], flags);
      for (let n = 0; n < 3; n++) {
        const [range = ''] = await due();
        expect(['last_7_days', 'last_30_days', '2025']).toContain(range);
        await compute(range);
      }
      expect(await due()).toEqual([]);
    },
  );
});
