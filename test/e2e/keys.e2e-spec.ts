import { OPERATOR } from '@app/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateApiKey, EnsureOwner, RevokeApiKey, SetPassword } from '@app/users';
import { connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

describe('API keys', () => {
  let app: TestApp;
  let ada: TestUser;
  let bare: string;

  beforeAll(async () => {
    app = await startApp();
    ada = await app.newUser();
    bare = ada.key.replace('waka_', '');
  });
  afterAll(() => app.close());

  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const me = (headers: Record<string, string>, query = '') => app.call('GET', `/api/v1/users/current${query}`, null, undefined, headers);

  it('11, 62: are accepted in all eight forms, with and without prefix', async () => {
    for (const key of [bare, ada.key]) {
      const answers = [
        await me({ authorization: `Bearer ${key}` }),
        await me({ authorization: `bearer ${key}` }),
        await me({ authorization: basic(key).replace('Basic', 'Bearer') }),
        await me({ authorization: basic(key) }),
        await me({ authorization: basic(`${key}:`) }),
        await me({ authorization: basic(`${key}:`).replace('Basic', 'BASIC') }),
        await me({ 'x-api-key': key }),
        await me({}, `?api_key=${key}`),
        await me({}, `?token=${key}`),
        await me({}, `?access_token=${key}`),
      ];
      expect(answers.map((a) => [a.status, a.body.data?.id])).toEqual(answers.map(() => [200, ada.publicId]));
    }
  });

  it('win when another credential beside them is wrong', async () => {
    const wrong = '00000000-0000-4000-8000-000000000000';
    expect((await me({ authorization: `Bearer ${wrong}`, 'x-api-key': ada.key })).status).toBe(200);
    expect((await me({ authorization: 'Basic !!!' }, `?api_key=${wrong}&token=${ada.key}`)).status).toBe(200);
    expect((await me({ authorization: `Bearer ${ada.key}` }, `?api_key=${wrong}`)).status).toBe(200);
  });

  it.each([
    ['none', {}],
    ['an unknown key', { authorization: 'Bearer 00000000-0000-4000-8000-000000000000' }],
    ['a malformed Basic', { authorization: 'Basic %%%' }],
    ['a key that is none', { 'x-api-key': "' OR 1=1" }],
    ['an empty scheme', { authorization: 'Bearer' }],
  ])('10: with %s there is 401 in JSON', async (_, headers) => {
    for (const url of [
      '/api/v1/users/current',
      '/api/v1/compat/waka/users/current/statusbar/today',
      '/api/v1/users/current/stats/nonsense',
    ]) {
      const answer = await app.call('GET', url, null, undefined, headers);
      expect([answer.status, Object.keys(answer.body), answer.headers['location']]).toEqual([401, ['error'], undefined]);
    }
    expect((await app.call('POST', '/api/v1/users/current/heartbeats.bulk', null, [], headers)).status).toBe(401);
  });

  it('12: are kept as hashes only', async () => {
    const db = await connect(app.databaseUrl);
    const { rows } = await db.query('SELECT t::text AS row FROM api_keys t UNION ALL SELECT t::text FROM users t');
    await db.end();
    for (const { row } of rows) expect(row).not.toContain(bare.slice(9));
  });

  it('die within a second of being revoked', async () => {
    const { id, key } = await app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, 'second'));
    const status = async () => (await me({ authorization: `Bearer ${key}` })).status;
    expect(await status()).toBe(200);
    await app.commands.execute(new RevokeApiKey(OPERATOR, ada.userId, { id }));
    await sleep(1_100);
    expect(await status()).toBe(401);
    const bob = await app.newUser();
    await expect(app.commands.execute(new RevokeApiKey(OPERATOR, bob.userId, { id }))).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('expire when the clock says so, and so do those of sign-ins that nobody uses', async () => {
    const start = Date.now();
    const end = new Date(start + 3_600_000).toISOString();
    const { key } = await app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, 'for an hour', { expiresAt: end }));
    await app.commands.execute(new SetPassword(OPERATOR, ada.userId, 'violet-engine-harbour-tuesday'));
    const username = (await me({ authorization: `Bearer ${ada.key}` })).body.data.username;
    const signIn = async () => app.call('POST', '/api/auth/login', null, { email: username, password: 'violet-engine-harbour-tuesday' });
    const [first, second] = [(await signIn()).body.apiKey, (await signIn()).body.apiKey];
    const status = async (given: string, at: number) => {
      app.clock.at = at;
      return (await me({ authorization: `Bearer ${given}` })).status;
    };
    const DAY = 86_400_000;
    try {
      expect(await status(key, start + 3_599_000)).toBe(200);
      await sleep(1_100);
      expect(await status(key, start + 3_601_000)).toBe(401);
      expect(await status(first, start + 89 * DAY)).toBe(200);
      expect(await status(second, start + 91 * DAY)).toBe(401);
      await sleep(1_100);
      // Used on the 89th day, so it lives on from there.
      expect(await status(first, start + 91 * DAY)).toBe(200);
    } finally {
      app.clock.at = undefined;
    }
  });

  it('the owner is made once, however many start', async () => {
    const fresh = await startApp();
    const keys = await Promise.all(Array.from({ length: 5 }, () => fresh.commands.execute(new EnsureOwner(OPERATOR, 'Europe/Berlin'))));
    const given = keys.filter((k) => k !== undefined);
    expect(given).toEqual([expect.stringMatching(/^waka_[0-9a-f-]{36}$/)]);
    const answer = await fresh.call('GET', `/api/v1/users/current?api_key=${given[0]}`);
    expect(answer.body.data).toMatchObject({ username: 'owner', timezone: 'Europe/Berlin' });
    await fresh.close();
  });
});

describe('answers to what is not there', () => {
  it('are JSON, and say nothing of the inside', async () => {
    const app = await startApp();
    const ada = await app.newUser();
    expect(await app.call('GET', '/nothing', ada)).toMatchObject({ status: 404, body: { error: expect.stringContaining('/nothing') } });
    expect(await app.call('POST', '/api/v1/users/current/statusbar/today', ada, {})).toMatchObject({ status: 405 });
    expect(await app.call('HEAD', '/api/v1/')).toMatchObject({ status: 200 });
    expect(await app.call('GET', '/api/v1')).toMatchObject({ status: 200, body: { name: 'Chronova' } });
    expect(await app.call('GET', '/')).toMatchObject({ status: 302, headers: { location: '/docs' } });
    expect(await app.call('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await app.call('GET', '/health/ready')).toMatchObject({ status: 200 });
    await app.close();
  });
});
