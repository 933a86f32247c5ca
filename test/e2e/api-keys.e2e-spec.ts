import { OPERATOR } from '@app/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateApiKey, permissionsOf, SetPassword } from '@app/users';
import { connect } from '../support/database.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';

const PASSWORD = 'violet-engine-harbour-tuesday';
const URL = '/api/v1/users/current/api-keys';
/** More than a look-up of a key is remembered for. */
const FORGOTTEN_MS = 1_100;

describe('keys over HTTP', () => {
  let app: TestApp;
  let ada: TestUser;
  let bob: TestUser;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.at = undefined;
    ada = await app.newUser();
    bob = await app.newUser();
  });

  const as = (key: string): TestUser => ({ ...ada, key });
  const make = async (body: object, user = ada) => {
    const answer = await app.call('POST', URL, user, body);
    expect([answer.status, answer.body.error]).toEqual([201, undefined]);
    return answer.body.data;
  };
  const list = async (user = ada, query = '') => (await app.call('GET', `${URL}${query}`, user)).body;

  it('are shown once when they are made, and listed without the secret', async () => {
    const made = await make({ name: ' Laptop ', scopes: ['write_heartbeats', 'read_stats'], expires_at: '2099-01-31T12:00:00+02:00' });
    const { key, ...facts } = made;
    expect(key).toMatch(/^waka_[0-9a-f-]{36}$/);
    expect(facts).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Laptop',
      scopes: ['read_stats', 'write_heartbeats'],
      prefix: key.slice(0, 13),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      expires_at: '2099-01-31T10:00:00Z',
      last_used_at: null,
      from_sign_in: false,
    });
    const listed = await app.call('GET', URL, ada);
    expect(listed.body.data[0]).toEqual(facts);
    expect(listed.text).not.toContain(key.slice(13));
    expect((await app.get('users/current/statusbar/today', as(key))).status).toBe(200);
  });

  it('may do everything, for ever, when nothing is said', async () => {
    const made = await make({ name: 'all' });
    expect(made).toMatchObject({ scopes: ['full'], expires_at: null });
    expect((await app.call('GET', URL, as(made.key))).status).toBe(200);
  });

  it('are listed newest first, page by page', async () => {
    for (const name of ['a', 'b', 'c']) await make({ name });
    const pages = [await list(ada, '?per_page=2'), await list(ada, '?per_page=2&page=2'), await list(ada, '?page=9')];
    expect(pages.map((p) => p.data.map((k: { name: string }) => k.name))).toEqual([['c', 'b'], ['a', 'test'], []]);
    expect(pages[1]).toMatchObject({ total: 4, page: 2, per_page: 2, total_pages: 2 });
    for (const query of ['?per_page=101', '?per_page=0', '?page=0', '?page=x', '?page=1e30'])
      expect((await app.call('GET', `${URL}${query}`, ada)).status).toBe(400);
  });

  it('are said to be in use to the hour', async () => {
    const { key, id } = await make({ name: 'used' });
    await app.get('users/current', as(key));
    const { last_used_at } = (await list()).data.find((k: { id: string }) => k.id === id);
    expect(last_used_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00:00Z$/);
  });

  it.each([
    ['no name', {}, 'name'],
    ['an empty name', { name: ' ' }, 'name'],
    ['an over-long name', { name: 'x'.repeat(101) }, 'name'],
    ['a name with NUL', { name: 'a\u0000' }, 'name'],
    ['a name that is none', { name: 5 }, 'name'],
    ['no scopes', { name: 'x', scopes: [] }, 'scopes'],
    ['null scopes', { name: 'x', scopes: null }, 'scopes'],
    ['an unknown scope', { name: 'x', scopes: ['read', 'admin'] }, 'scopes'],
    ['scopes as text', { name: 'x', scopes: 'read' }, 'scopes'],
    ['an expiry in the past', { name: 'x', expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    ['an expiry that is no time', { name: 'x', expires_at: 'next week' }, 'expires_at'],
    ['an expiry as a number', { name: 'x', expires_at: 4_000_000_000 }, 'expires_at'],
    ['an unknown field', { name: 'x', colour: 'red' }, 'colour'],
    ['a secret of their own', { name: 'x', key: 'waka_00000000-0000-4000-8000-000000000000' }, 'key'],
  ])('are not made with %s, and the field is named', async (_, body, field) => {
    const before = (await list()).total;
    const answer = await app.call('POST', URL, ada, body);
    expect([answer.status, answer.body]).toEqual([
      400,
      { error: expect.any(String), errors: { [field]: expect.arrayContaining([expect.any(String)]) } },
    ]);
    expect((await list()).total).toBe(before);
  });

  it.each([[[]], ['"text"'], ['5'], ['null'], ['{']])('are not made from %j', async (body) => {
    expect((await app.call('POST', URL, ada, body)).status).toBe(400);
  });

  it('are changed one field at a time, and obey at once', async () => {
    const { key, id } = await make({ name: 'old', expires_at: '2099-01-01' });
    expect((await app.get('users/current', as(key))).status).toBe(200);
    const change = async (body: object) => (await app.call('PATCH', `${URL}/${id}`, ada, body)).body.data;
    expect(await change({ name: 'new' })).toMatchObject({ name: 'new', scopes: ['full'], expires_at: '2099-01-01T00:00:00Z' });
    expect(await change({ expires_at: null })).toMatchObject({ name: 'new', expires_at: null });
    expect(await change({ scopes: ['read_stats'] })).toMatchObject({ name: 'new', scopes: ['read_stats'] });
    expect(await change({})).toMatchObject({ id, name: 'new', scopes: ['read_stats'], expires_at: null });
    await sleep(FORGOTTEN_MS);
    const refused = await app.get('users/current', as(key));
    expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('"read"')]);
    for (const body of [{ name: null }, { scopes: [] }, { scopes: null }, { expires_at: '2001-01-01' }, { prefix: 'x' }])
      expect((await app.call('PATCH', `${URL}/${id}`, ada, body)).status).toBe(400);
  });

  it('stop working when they expire', async () => {
    const { key, id } = await make({ name: 'short' });
    const db = await connect(app.databaseUrl);
    await db.query(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE public_id = $1`, [id]);
    await db.end();
    expect((await app.get('users/current', as(key))).status).toBe(401);
    expect((await list()).data.map((k: { id: string }) => k.id)).toContain(id);
  });

  it('are revoked, and gone from the list and for every change', async () => {
    const { key, id } = await make({ name: 'lost' });
    expect(await app.call('DELETE', `${URL}/${id}`, ada)).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    await sleep(FORGOTTEN_MS);
    expect((await app.get('users/current', as(key))).status).toBe(401);
    expect((await list()).data.map((k: { id: string }) => k.id)).not.toContain(id);
    expect((await app.call('PATCH', `${URL}/${id}`, ada, { name: 'x' })).status).toBe(404);
  });

  it('of somebody else are as if they were not there', async () => {
    const { id } = await make({ name: 'mine' });
    const unknown = '00000000-0000-4000-8000-000000000000';
    for (const method of ['PATCH', 'DELETE'] as const) {
      const answers = [];
      for (const which of [id, unknown, 'nonsense', '%00', "'--"]) {
        const { status, body } = await app.call(method, `${URL}/${which}`, bob, method === 'PATCH' ? { name: 'theirs' } : undefined);
        answers.push({ status, body });
      }
      expect(answers[0]?.status).toBe(404);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
    expect((await list()).data[0]).toMatchObject({ id, name: 'mine' });
    expect((await app.call('GET', URL, bob)).text).not.toContain(id);
  });

  it.each(['read', 'read_stats', 'write_heartbeats'] as const)(
    'with the scope %s can neither list nor make nor change keys',
    async (scope) => {
      const { key, id } = await make({ name: scope, scopes: [scope] });
      const answers = [
        await app.call('GET', URL, as(key)),
        await app.call('POST', URL, as(key), { name: 'wider' }),
        await app.call('POST', URL, as(key), { name: 'same', scopes: [scope] }),
        await app.call('PATCH', `${URL}/${id}`, as(key), { scopes: ['full'] }),
        await app.call('DELETE', `${URL}/${id}`, as(key)),
      ];
      for (const answer of answers) expect([answer.status, answer.body.error]).toEqual([403, expect.stringContaining('"full"')]);
    },
  );

  it('can never make a key that is wider than they are', async () => {
    const wider = app.commands.execute(
      new CreateApiKey({ ...OPERATOR, permissions: permissionsOf(['read'], false) }, ada.userId, 'x', {
        scopes: ['read_stats', 'write_heartbeats'],
      }),
    );
    await expect(wider).rejects.toMatchObject({ kind: 'forbidden', message: expect.stringContaining('"write_heartbeats"') });
  });

  it('can never outlive themselves, nor make others that do', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const later = new Date(Date.now() + 7_200_000).toISOString();
    const { id, key } = await app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, 'for an hour', { expiresAt: soon }));
    const { id: other } = await app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, 'for ever', { scopes: ['read'] }));
    const brief = { ...ada, key };
    const keys = '/api/v1/users/current/api-keys';
    for (const [method, url, body, status] of [
      ['PATCH', `${keys}/${id}`, { expires_at: null }, 403],
      ['PATCH', `${keys}/${id}`, { expires_at: later }, 403],
      ['PATCH', `${keys}/${other}`, { scopes: ['full'] }, 403],
      ['POST', keys, { name: 'x' }, 403],
      ['POST', keys, { name: 'x', expires_at: later }, 403],
      ['POST', keys, { name: 'x', expires_at: soon }, 201],
      ['PATCH', `${keys}/${id}`, { name: 'y' }, 200],
    ] as const) {
      expect([method, body, (await app.call(method, url, brief, body)).status]).toEqual([method, body, status]);
    }
    const minted = (await app.call('POST', '/api/v1/users/current/get_api_key', brief)).body.data.api_key;
    const { data } = (await app.call('GET', `${keys}?per_page=1`, { ...ada, key: minted })).body;
    expect(Date.parse(data[0].expires_at)).toBeLessThanOrEqual(Date.parse(soon));
  });

  describe('of an account with 100 of them', () => {
    let username = '';
    const rows = async <T extends object>(text: string): Promise<T[]> => {
      const db = await connect(app.databaseUrl);
      const { rows: found } = await db.query<T>(text, [ada.userId]);
      await db.end();
      return found;
    };
    const fill = (fromSignIn: boolean, more: number) =>
      rows(
        `INSERT INTO api_keys (user_id, public_id, name, hash, prefix, from_sign_in, last_used_at)
         SELECT $1, gen_random_uuid(), 'key ' || n, sha256((random() || 'x' || n)::bytea), 'waka_', ${fromSignIn}, now() - interval '1 day' * n
           FROM generate_series(1, ${more}) n`,
      );
    const getKey = () => app.call('POST', '/api/v1/users/current/get_api_key', ada);
    const signIn = () => app.call('POST', '/api/auth/login', null, { email: username, password: PASSWORD });
    beforeEach(async () => {
      await app.commands.execute(new SetPassword(OPERATOR, ada.userId, PASSWORD));
      username = (await rows<{ username: string }>('SELECT username FROM users WHERE id = $1'))[0]?.username ?? '';
    });

    it('may be no more, whoever makes one; those that do not work do not count', async () => {
      await fill(false, 99);
      for (const answer of [await app.call('POST', URL, ada, { name: 'x' }), await getKey(), await signIn()]) {
        expect([answer.status, answer.body.error]).toEqual([409, expect.stringContaining('DELETE /api/v1/users/current/api-keys/')]);
      }
      await expect(app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, 'x'))).rejects.toMatchObject({ code: 'key.too-many' });
      await rows(`UPDATE api_keys SET revoked_at = now() WHERE user_id = $1 AND name = 'key 1'`);
      await rows(`UPDATE api_keys SET expires_at = now() WHERE user_id = $1 AND name = 'key 2'`);
      await make({ name: 'one' });
      await make({ name: 'two' });
      expect((await app.call('POST', URL, ada, { name: 'x' })).status).toBe(409);
      expect((await app.call('POST', URL, bob, { name: 'x' })).status).toBe(201);
    });

    it('are not made more by many requests at once', async () => {
      await fill(false, 97);
      const answers = await Promise.all(Array.from({ length: 6 }, () => app.call('POST', URL, ada, { name: 'x' })));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409, 409, 409, 409]);
    });

    it('give way to a new sign-in: the least used that signing in made, with its session', async () => {
      const before = await signIn();
      await rows(`UPDATE api_keys SET last_used_at = now() - interval '80 days' WHERE user_id = $1 AND from_sign_in`);
      await fill(true, 50);
      await fill(false, 48);
      const { status, body } = await signIn();
      expect(status).toBe(200);
      expect((await app.get('users/current', as(body.apiKey))).status).toBe(200);
      expect((await app.get('users/current', as(before.body.apiKey))).status).toBe(401);
      expect(await rows('SELECT id FROM sessions WHERE user_id = $1')).toHaveLength(1);
      expect(await rows('SELECT id FROM api_keys WHERE user_id = $1 AND revoked_at IS NOT NULL')).toHaveLength(1);
    });
  });

  it('are revoked once, by their id alone', async () => {
    const { id, key, prefix } = await app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, 'to go'));
    const remove = async (name: string) => (await app.call('DELETE', `/api/v1/users/current/api-keys/${name}`, ada)).status;
    expect([await remove(prefix), await remove(key), await remove(id), await remove(id)]).toEqual([404, 404, 200, 404]);
  });
});
