import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { validator } from './schemas.js';

/** What strictly typed clients decode after they have written something, in the order of their own tests (waka 0.3 on crates.io). */
describe.each(['/api/v1', '/api/v1/compat/waka'])('what clients write under %s', (mount) => {
  let app: TestApp;
  let ada: TestUser;
  const now = Math.floor(Date.now() / 1000) + 0.25;
  const today = new Date().toISOString().slice(0, 10);

  beforeAll(async () => {
    app = await startApp();
    ada = await app.newUser();
  });
  afterAll(() => app.close());

  async function decoded(
    schema: string,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    status = 200,
  ): Promise<Answer['body']> {
    const answer = await app.call(method, `${mount}/users/current/${path}`, ada, body);
    expect([path, answer.status, validator(schema)(answer.body)]).toEqual([path, status, []]);
    return answer.body;
  }

  it('external durations: one, many, listed, deleted with a JSON answer', async () => {
    const external = (id: string, ago: number): object => ({
      external_id: id,
      entity: 'Planning',
      type: 'app',
      start_time: now - ago,
      end_time: now - ago + 60,
    });
    const { data } = await decoded('external_duration', 'POST', 'external_durations', external('x1', 300), 201);
    await decoded('external_durations-bulk', 'POST', 'external_durations.bulk', [external('x2', 200), external('x3', 100), {}], 201);
    await decoded('external_durations', 'GET', `external_durations?date=${today}`);
    const gone = await app.call('DELETE', `${mount}/users/current/external_durations.bulk`, ada, { date: today, ids: [data.id] });
    expect([gone.status, gone.body]).toEqual([200, { data: {} }]);
  });

  it('custom rules: put, listed, their progress, deleted with a JSON answer', async () => {
    const rule = { action: 'change', source: 'entity', operation: 'ends with', source_value: '.foo', priority: 1 };
    await decoded('custom_rules', 'GET', 'custom_rules');
    await decoded('custom_rules-changes', 'PUT', 'custom_rules', [{ ...rule, destination: 'language', destination_value: 'Go' }]);
    const { data } = await decoded('custom_rules', 'GET', 'custom_rules');
    await decoded('custom_rules-progress', 'GET', 'custom_rules_progress');
    for (const path of [`custom_rules/${data[0].id}`, 'custom_rules_progress']) {
      const gone = await app.call('DELETE', `${mount}/users/current/${path}`, ada);
      expect([path, gone.status, typeof gone.body]).toEqual([path, 200, 'object']);
    }
  });

  it('heartbeats: one, many, listed, deleted with a JSON answer', async () => {
    const one = await app.call('POST', `${mount}/users/current/heartbeats`, ada, { entity: '/p/a.rs', type: 'file', time: now });
    expect([one.status, typeof one.body.data.id]).toEqual([201, 'string']);
    await decoded('heartbeats-bulk', 'POST', 'heartbeats.bulk', [{ entity: '/p/b.rs', type: 'file', time: now - 1 }], 201);
    await decoded('heartbeats-list', 'GET', `heartbeats?date=${today}`);
    const gone = await app.call('DELETE', `${mount}/users/current/heartbeats.bulk`, ada, { date: today, ids: [one.body.data.id] });
    expect([gone.status, gone.body]).toEqual([200, { data: {} }]);
  });
});
