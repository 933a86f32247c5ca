import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

// Only some routes knew a user's own name: /users/ada/heartbeats.bulk was 404.
const { paths }: { paths: Record<string, Record<string, unknown>> } = JSON.parse(readFileSync('openapi.json', 'utf8'));
const routes = Object.keys(paths).filter((path) => path.includes('/users/current'));
const reads = routes
  .filter((path) => paths[path]?.['get'])
  .map((path) => path.replace('{range}', 'last_7_days').replace('{id}', '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19'));

let app: TestApp;
let ada: TestUser;
let bob: TestUser;
let names: string[];

beforeAll(async () => {
  app = await startApp();
  ada = await app.newUser();
  bob = await app.newUser();
  app.clock.at = Date.now();
  const db = await connect(app.databaseUrl);
  // What others made public is no business of these routes.
  const { rows } = await db.query('UPDATE users SET is_profile_private = false, logged_time_public = true RETURNING id, username');
  await db.end();
  const { username } = rows.find(({ id }) => id === ada.userId);
  names = [username, `@${username}`, username.toUpperCase(), encodeURIComponent(`@${username}`), ada.publicId, ada.publicId.toUpperCase()];
  await app.send(ada, [{ time: Math.floor(Date.now() / 1000) - 60, project: 'engine' }]);
});
afterAll(() => app.close());

const at = (path: string, name: string): string => path.replace('/users/current', `/users/${name}`);

it('is met by many routes', () => {
  expect(reads.length).toBeGreaterThan(15);
});

it.each(reads)('GET %s answers a name of one’s own like "current"', async (path) => {
  const { status, body } = await app.call('GET', path, ada);
  for (const name of names) {
    const named = await app.call('GET', at(path, name), ada);
    expect([named.status, named.body]).toEqual([status, body]);
  }
});

it.each(routes.flatMap((path) => Object.keys(paths[path] ?? {}).map((method): [string, string] => [method.toUpperCase(), path])))(
  '%s %s is nobody else’s and needs a key',
  async (method, path) => {
    const isPublic = paths[path.replace('/users/current', '/users/{user}')]?.[method.toLowerCase()] !== undefined;
    const url = at(path, names[0] ?? '').replace('{range}', 'last_7_days');
    const send = (user: TestUser | null) => app.call(method as 'GET', url, user, method === 'GET' ? undefined : {});
    if (isPublic) return expect((await send(bob)).status).not.toBe(404);
    expect(await send(bob)).toMatchObject({ status: 404, body: { error: 'There is no such user, or the profile is private.' } });
    return expect((await send(null)).status).toBe(401);
  },
);

it('heartbeats are stored and deleted under a name of one’s own, in large bodies too', async () => {
  const [name = ''] = names;
  const time = Math.floor(Date.now() / 1000) - 30;
  const items = Array.from({ length: 1000 }, (_, n) => ({ entity: `/p/${'x'.repeat(100)}-${n}.ts`, type: 'file', time }));
  for (const base of ['/api/v1', '/api/v1/compat/waka']) {
    const stored = await app.call('POST', `${base}/users/${name}/heartbeats.bulk`, ada, items);
    expect([stored.status, stored.body.responses.length]).toEqual([201, 1000]);
    const [{ data }] = stored.body.responses[0];
    expect((await app.call('POST', `${base}/users/${name}/heartbeats`, ada, items[0])).status).toBe(201);
    const date = new Date(time * 1000).toISOString().slice(0, 10);
    expect((await app.call('DELETE', `${base}/users/${name}/heartbeats.bulk`, ada, { date, ids: [data.id] })).status).toBe(200);
  }
});
