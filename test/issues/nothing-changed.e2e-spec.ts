import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Connection, connect } from '../support/database.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let client: Connection;

beforeAll(async () => {
  app = await startApp();
  client = await connect(app.databaseUrl);
});
afterAll(async () => {
  await client.end();
  await app.close();
});

// Clients save whole forms: all of history was computed anew for values that were so already.
it('a change that changes nothing makes no day dirty', async () => {
  const ada = await app.newUser({ zone: 'Europe/Berlin', timeout: 20, writesOnly: false });
  await app.send(
    ada,
    Array.from({ length: 30 }, (_, day) => ({ time: 1_767_607_200 + day * 86_400 })),
  );
  await app.commands.execute(new RollUpUser(SERVER, ada.userId));
  const dirtyDays = async (): Promise<number> =>
    (await client.query('SELECT count(*)::int AS n FROM dirty_days WHERE user_id = $1', [ada.userId])).rows[0].n;
  expect(await dirtyDays()).toBe(0);
  const form = { display_name: 'Ada', timezone: 'europe/berlin', timeout: 20, writes_only: false };
  expect((await app.call('PATCH', '/api/v1/users/current', ada, form)).status).toBe(200);
  expect(await dirtyDays()).toBe(0);
  // What does change something makes them all dirty.
  expect((await app.call('PATCH', '/api/v1/users/current', ada, { ...form, timeout: 21 })).status).toBe(200);
  expect(await dirtyDays()).toBeGreaterThan(29);
});
