import { RollUpUser } from '@app/analytics';
import { OPERATOR } from '@app/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validator } from '../contract/schemas.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

const DAY = 86_400;

describe('file experts', () => {
  let app: TestApp;
  const now = Date.UTC(2026, 10, 24, 12) / 1000;

  beforeAll(async () => {
    app = await startApp();
    app.clock.at = now * 1000;
  });
  afterAll(() => app.close());

  const ask = (user: TestUser, body: unknown, mount = '/api/v1'): Promise<Answer> =>
    app.call('POST', `${mount}/users/current/file_experts`, user, body);

  it.each(['/api/v1', '/api/v1/compat/waka'])('tell one’s own time on a file of a project under %s', async (mount) => {
    const ada = await app.newUser();
    const { id, display_name, username } = (await app.get('users/current', ada)).body.data;
    await app.send(ada, [
      { time: now - 9_000, entity: '/p/a.ts', project: 'engine' },
      { time: now - 8_400, entity: '/p/b.ts', project: 'engine' },
      { time: now - 8_000, entity: '/p/a.ts', project: 'wheel' },
      { time: now - 7_900, entity: '/p/a.ts', project: 'engine' },
      { time: now - 7_870.5, entity: '/p/b.ts', project: 'engine' },
    ]);
    for (const rolledUp of [false, true]) {
      if (rolledUp) await app.commands.execute(new RollUpUser(OPERATOR, ada.userId));
      const answer = await ask(ada, { entity: '/p/a.ts', project: 'engine', project_root_count: 1 }, mount);
      expect([answer.status, answer.body]).toEqual([
        200,
        {
          data: [
            {
              total: { decimal: '0.17', digital: '0:10', text: '10 mins', total_seconds: 629.5 },
              user: { id, is_current_user: true, long_name: display_name, name: username },
            },
          ],
        },
      ]);
      expect(validator('file_experts')(answer.body)).toEqual([]);
      expect((await ask(ada, { entity: '/p/a.ts' }, mount)).body.data[0].total.total_seconds).toBe(729.5);
    }
    for (const nothing of [
      { entity: '/p/c.ts', project: 'engine' },
      { entity: '/p/a.ts', project: 'other' },
      { entity: '/p/a.ts', project: 'a\0' },
    ]) {
      const answer = await ask(ada, { ...nothing, more: true }, mount);
      expect(answer.status).toBe(200);
      expect(validator('file_experts')(answer.body)).toEqual([]);
    }
    expect((await ask(ada, { entity: '/p/a.ts', project: 'other' }, mount)).body).toEqual({ data: [] });
  });

  it('tell nothing of others, nor what is older than 31 days', async () => {
    const [ada, bob] = [await app.newUser(), await app.newUser()];
    const work = (at: number): Record<string, unknown>[] => [
      { time: at, entity: '/p/a.ts' },
      { time: at + 60, entity: '/p/a.ts' },
    ];
    await app.send(bob, work(now - 100));
    await app.send(ada, work(now - 32 * DAY));
    expect((await ask(ada, { entity: '/p/a.ts' })).body).toEqual({ data: [] });
    await app.send(ada, work(now - 30 * DAY));
    expect((await ask(ada, { entity: '/p/a.ts' })).body.data).toMatchObject([{ total: { total_seconds: 60 } }]);
  });

  it('count external durations where their owner does', async () => {
    const ada = await app.newUser();
    await app.send(ada, [
      { time: now - 3600, entity: '/p/a.ts', project: 'engine' },
      { time: now - 3540, entity: '/p/a.ts', project: 'engine' },
    ]);
    const external = { external_id: 'x', entity: '/p/a.ts', type: 'file', project: 'engine', start_time: now - 3600, end_time: now - 3000 };
    expect((await app.call('POST', '/api/v1/users/current/external_durations', ada, external)).status).toBe(201);
    const seconds = async (): Promise<number> =>
      (await ask(ada, { entity: '/p/a.ts', project: 'engine' })).body.data[0].total.total_seconds;
    expect(await seconds()).toBe(60);
    expect((await app.call('PATCH', '/api/v1/users/current', ada, { counts_external_durations: true })).status).toBe(200);
    expect(await seconds()).toBe(600);
  });

  it('say which field a body lacks', async () => {
    const ada = await app.newUser();
    for (const body of [undefined, [], {}, { entity: '' }, { entity: 5 }]) {
      expect(await ask(ada, body)).toMatchObject({ status: 400, body: { errors: { entity: [expect.any(String)] } } });
    }
  });
});
