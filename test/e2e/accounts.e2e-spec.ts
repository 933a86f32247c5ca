import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadEnv, OPERATOR } from '@app/core';
import { EnsureOwner, GetUser, InviteUser, IssueClaimLink, IssueResetLink, RecordUse, SetPassword } from '@app/users';
import { validator } from '../contract/schemas.js';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { type Answer, startApp, type TestApp } from '../support/start-app.js';

const PASSWORD = 'violet-engine-harbour-tuesday';
const OTHER = 'copper-lantern-orbit-wednesday';
const ANDROID = 'chronova-android/2.1 okhttp/4.12.0';
/** A key or session that ended is refused everywhere within a second. */
const A_SECOND = 1_050;

interface SignedIn {
  key: string;
  /** For the header Cookie. */
  cookie: string;
  setCookie: string;
  body: Answer['body'];
}

let count = 0;
const newEmail = (): string => `ada.${++count}@example.com`;

/** What a browser or client does at one instance. */
function clientOf(app: TestApp) {
  const post = (url: string, body?: unknown, headers: Record<string, string> = {}) => app.call('POST', url, null, body, headers);
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  return {
    post,
    bearer,
    register: (body: Record<string, unknown>) => post('/api/auth/register', { password: PASSWORD, ...body }),
    login: (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
      post('/api/auth/login', { email, password }, { 'user-agent': ANDROID, ...headers }),
    /** Signs in as somebody who can. */
    async signIn(email: string, password = PASSWORD): Promise<SignedIn> {
      const { status, body, headers } = await post('/api/auth/login', { email, password }, { 'user-agent': ANDROID });
      if (status !== 200) throw new Error(`Not signed in: ${status} ${body.error}`);
      const setCookie = String([headers['set-cookie']].flat()[0]);
      return { key: body.apiKey, cookie: setCookie.split(';', 1)[0] ?? '', setCookie, body };
    },
    me: (headers: Record<string, string>) => app.call('GET', '/api/v1/users/current', null, undefined, headers),
    csrf: async (cookie: string): Promise<string> => (await app.call('GET', '/api/auth/csrf', null, undefined, { cookie })).body.csrfToken,
    sessions: async (headers: Record<string, string>) =>
      (await app.call('GET', '/api/v1/users/current/sessions', null, undefined, headers)).body.data,
  };
}

const sorted = (answers: Answer[]): number[] => answers.map((a) => a.status).toSorted((a, b) => a - b);

const secretIn = (link: string | undefined): string => {
  const query = new URL(link ?? '').searchParams;
  return query.get('token') ?? query.get('invite') ?? '';
};

async function inDatabase(app: TestApp, text: string): Promise<{ rows: { id: number }[] }> {
  const db = await connect(app.databaseUrl);
  const { rows } = await db.query<{ id: number }>(text);
  await db.end();
  return { rows };
}

describe('accounts', () => {
  let app: TestApp;
  let db: Connection;
  let post: MailServer;
  let client: ReturnType<typeof clientOf>;

  beforeAll(async () => {
    post = await startMailServer();
    const env = {
      REGISTRATION: 'open',
      SMTP_URL: post.url,
      MAIL_FROM: 'Chronova <time@example.com>',
      PUBLIC_URL: 'https://time.example.com',
    } as const;
    app = await startApp({ env });
    client = clientOf(app);
    db = await connect(app.databaseUrl);
    await app.commands.execute(new EnsureOwner(OPERATOR, 'UTC'));
  });
  afterAll(async () => {
    await db.end();
    await app.close();
    await post.close();
  });

  const confirm = (email: string) => db.query('UPDATE users SET email_confirmed_at = now() WHERE email = $1', [email.toLowerCase()]);
  /** Somebody who signed up and has not confirmed the address yet. */
  const unconfirmed = async ({ email = newEmail(), ...more }: { email?: string; username?: string } = {}): Promise<string> => {
    expect((await client.register({ email, ...more })).status).toBe(201);
    return email;
  };
  /** Somebody who signed up and can sign in. */
  const newcomer = async (more: Parameters<typeof unconfirmed>[0] = {}): Promise<string> => {
    const email = await unconfirmed(more);
    await confirm(email);
    return email;
  };
  const resetLink = async (email: string): Promise<string> => {
    const mails = () => post.mails.filter((m) => m.to === email && m.subject === 'Set a new Chronova password');
    const before = mails().length;
    expect((await client.post('/api/auth/password/forgot', { email })).status).toBe(202);
    return secretIn((await eventually(async () => mails()[before])).links.at(-1));
  };
  const rowOf = async (email: string) => (await db.query('SELECT * FROM users WHERE email = $1', [email])).rows[0];

  describe('signing up', () => {
    it('makes an account that can sign in, with a username from the address where none is given', async () => {
      await client.register({ email: 'Grace.Hopper+x@Example.com', display_name: 'Grace', timezone: 'europe/london' });
      await confirm('grace.hopper+x@example.com');
      const { body, key } = await client.signIn('grace.hopper+x@example.COM');
      expect(body.user).toMatchObject({ email: 'grace.hopper+x@example.com', username: 'grace.hopper-x' });
      expect((await client.me(client.bearer(key))).body.data).toMatchObject({ display_name: 'Grace', timezone: 'Europe/London' });
      await client.register({ email: 'grace.hopper-x@example.org' });
      await confirm('grace.hopper-x@example.org');
      expect((await client.signIn('grace.hopper-x@example.org')).body.user.username).toBe('grace.hopper-x-2');
      await client.register({ email: '1234@example.org' });
      await confirm('1234@example.org');
      expect((await client.signIn('1234@example.org')).body.user.username).toBe('coder');
    });

    it('answers the same for a taken address, makes no second account and tells its owner by mail', async () => {
      const email = await newcomer();
      await post.mailTo(email);
      const fresh = await client.register({ email: newEmail(), displayName: 'x' });
      const taken = await client.register({ email: email.toUpperCase(), password: OTHER, displayName: 'x' });
      expect([taken.status, taken.body]).toEqual([fresh.status, fresh.body]);
      const mail = await post.mailTo(email, 2);
      expect(mail.subject).toBe('You have a Chronova account already');
      expect((await client.login(email, OTHER)).status).toBe(401);
      expect((await client.login(email)).status).toBe(200);
      expect((await db.query('SELECT count(*)::int AS n FROM users WHERE email = $1', [email])).rows[0].n).toBe(1);
    });

    it('lets nobody in before the address is confirmed: else the first sign-in would tell whether it had an account', async () => {
      const taken = await newcomer();
      const free = await unconfirmed();
      await client.register({ email: taken, password: OTHER });
      const answers = [await client.login(taken, OTHER), await client.login(free), await client.login(newEmail())];
      expect(answers.map((a) => [a.status, a.body])).toEqual(answers.map(() => [401, answers[0]?.body]));
      expect((await client.post('/api/auth/email/verify', { token: secretIn((await post.mailTo(free)).links.at(-1)) })).status).toBe(200);
      expect((await client.login(free)).status).toBe(200);
    });

    it.each([
      ['a lone surrogate', 'a\ud800@example.com'],
      ['a NUL', 'a\u0000@example.com'],
      ['nothing but a surrogate', '\ud800'],
    ])('refuses an address with %s by its field', async (_, email) => {
      const answer = await client.register({ email });
      expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, ['email']]);
      expect((await client.post('/api/auth/password/forgot', { email })).status).toBe(202);
    });

    it('refuses bodies that are nested without end', async () => {
      const deep = `${'{"email":'.repeat(5000)}1${'}'.repeat(5000)}`;
      for (const url of ['register', 'login', 'password/reset', 'email/verify', 'claim', 'password/forgot']) {
        const answer = await client.post(`/api/auth/${url}`, deep);
        expect([url, answer.status, answer.body.error]).toEqual([url, 400, expect.stringContaining('16 levels')]);
      }
    });

    it('takes a username whether or not the address was free, so that it does not tell', async () => {
      const known = await newcomer();
      for (const [email, username] of [
        [known, 'probe-1'],
        [newEmail(), 'probe-2'],
      ] as const) {
        expect((await client.register({ email, username })).status).toBe(201);
        expect((await client.register({ email: newEmail(), username: username.toUpperCase() })).status).toBe(409);
        const somebody = await app.newUser();
        expect((await app.call('PATCH', '/api/v1/users/current', somebody, { username })).status).toBe(409);
      }
      // One that is made from the address too.
      await newcomer({ email: 'lady.lovelace@example.com' });
      await client.register({ email: 'lady.lovelace@example.com' });
      const other = 'lady.lovelace@example.org';
      await client.register({ email: other });
      expect((await rowOf(other)).username).toBe('lady.lovelace-3');
    });

    it('tells of a taken username, in any case', async () => {
      await newcomer({ username: 'Countess' });
      expect(await client.register({ email: newEmail(), username: 'countess' })).toMatchObject({
        status: 409,
        body: { error: expect.any(String), errors: { username: [expect.any(String)] } },
      });
    });

    it.each([
      ['an address without a host', { email: 'ada@' }, 'email'],
      ['an address with a NUL', { email: 'ada\0@example.com' }, 'email'],
      ['no address', {}, 'email'],
      ['an address that is a list', { email: ['ada@example.com'] }, 'email'],
      ['a username that is an id', { email: 'b@example.com', username: '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19' }, 'username'],
      ['the username "current"', { email: 'b@example.com', username: 'Current' }, 'username'],
      ['a name over two lines', { email: 'b@example.com', display_name: 'a\0b' }, 'display_name'],
      ['an unknown zone', { email: 'b@example.com', timezone: 'Mars/Olympus' }, 'timezone'],
      ['an unknown field', { email: 'b@example.com', isOwner: true }, 'isOwner'],
      ['a common password', { email: 'b@example.com', password: 'Password1!' }, 'password'],
      ['a leaked password', { email: 'b@example.com', password: 'qwertyuiop123' }, 'password'],
      ['a password made of the address', { email: 'charles.babbage@example.com', password: 'charles.babbage' }, 'password'],
      ['an empty password', { email: 'b@example.com', password: '' }, 'password'],
      ['a password of 257 characters', { email: 'b@example.com', password: `${PASSWORD}${'x'.repeat(257)}`.slice(0, 257) }, 'password'],
    ])('refuses %s by its field', async (_, body, field) => {
      const answer = await client.register(body);
      expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
      expect(answer.body.error).toEqual(expect.any(String));
    });

    it('names every field that is to blame at once', async () => {
      const { body } = await client.register({ email: 'nobody', username: 'current', password: 'hello' });
      expect(Object.keys(body.errors).toSorted()).toEqual(['email', 'password', 'username']);
    });

    it('of many at once with one address makes one account, and of many with one username too', async () => {
      const email = newEmail();
      const same = await Promise.all(Array.from({ length: 4 }, () => client.register({ email })));
      expect(same.map((a) => a.status)).toEqual([201, 201, 201, 201]);
      expect((await db.query('SELECT 1 FROM users WHERE email = $1', [email])).rowCount).toBe(1);
      const named = await Promise.all(Array.from({ length: 4 }, () => client.register({ email: newEmail(), username: 'only-one' })));
      expect(sorted(named)).toEqual([201, 409, 409, 409]);
    });

    it('keeps the password as Argon2id and nothing that could be read', async () => {
      const email = await newcomer();
      expect((await rowOf(email)).password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      const { rows } = await db.query('SELECT t::text AS row FROM account_tokens t UNION ALL SELECT t::text FROM users t');
      const secret = secretIn((await post.mailTo(email)).links.at(-1));
      for (const { row } of rows) expect(row.includes(secret) || row.includes(PASSWORD)).toBe(false);
    });
  });

  describe('confirming an address', () => {
    it('works once by the mailed link, and reading the page confirms nothing', async () => {
      const email = await unconfirmed();
      const [, link = ''] = (await post.mailTo(email)).links;
      expect(link).toMatch(/^https:\/\/time\.example\.com\/account\/verify\?token=/);
      const { pathname, search } = new URL(link);
      expect((await app.call('GET', `${pathname}${search}`)).status).toBe(200);
      expect((await rowOf(email)).email_confirmed_at).toBeNull();
      const token = secretIn(link);
      expect((await client.post('/api/auth/email/verify', { token })).status).toBe(200);
      expect((await rowOf(email)).email_confirmed_at).not.toBeNull();
      const again = await client.post('/api/auth/email/verify', { token });
      expect([again.status, Object.keys(again.body.errors)]).toEqual([400, ['token']]);
    });

    it('confirms only the address that the link was sent to', async () => {
      const email = await unconfirmed();
      const token = secretIn((await post.mailTo(email)).links.at(-1));
      const later = newEmail();
      await db.query('UPDATE users SET email = $2 WHERE email = $1', [email, later]);
      expect((await client.post('/api/auth/email/verify', { token })).status).toBe(400);
      expect((await rowOf(later)).email_confirmed_at).toBeNull();
    });

    it('ends after three days', async () => {
      const email = await unconfirmed();
      const token = secretIn((await post.mailTo(email)).links.at(-1));
      const { id } = await rowOf(email);
      const { rows } = await db.query(
        'SELECT extract(epoch FROM expires_at - created_at)::int AS s FROM account_tokens WHERE user_id = $1',
        [id],
      );
      expect(rows).toEqual([{ s: 3 * 86_400 }]);
      await db.query(`UPDATE account_tokens SET expires_at = now() - interval '1 second' WHERE user_id = $1`, [id]);
      expect((await client.post('/api/auth/email/verify', { token })).status).toBe(400);
    });
  });

  describe('signing in', () => {
    it('answers what chronova-android reads, with a key that works and a cookie that works', async () => {
      const email = await newcomer();
      app.clock.at = Date.parse('2026-11-24T12:00:00Z');
      const { key, cookie, setCookie, body } = await client.signIn(email);
      app.clock.at = undefined;
      expect(validator('auth-login')(body)).toEqual([]);
      expect(setCookie).toMatch(/^__Host-chronova_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      expect((await client.me(client.bearer(key))).body.data.id).toBe(body.user.id);
      expect((await client.me({ cookie })).body.data.id).toBe(body.user.id);
      const { rows } = await db.query('SELECT name, from_sign_in FROM api_keys WHERE user_id = (SELECT id FROM users WHERE email = $1)', [
        email,
      ]);
      expect(rows).toEqual([{ name: 'chronova-android, 2026-11-24', from_sign_in: true }]);
    });

    it('takes the username in place of the address', async () => {
      await newcomer({ username: 'augusta' });
      expect((await client.signIn('Augusta')).body.user.username).toBe('augusta');
    });

    it('makes a key each time and ends none', async () => {
      const email = await newcomer();
      const first = await client.signIn(email);
      const second = await client.signIn(email);
      expect(first.key).not.toBe(second.key);
      expect([(await client.me(client.bearer(first.key))).status, (await client.me({ cookie: first.cookie })).status]).toEqual([200, 200]);
    });

    it('answers the same for an unknown address, a wrong password, an account without one and a disabled account', async () => {
      const email = await newcomer();
      const disabled = await newcomer();
      await db.query('UPDATE users SET disabled_at = now() WHERE email = $1', [disabled]);
      const answers = [
        await client.login(email, OTHER),
        await client.login('nobody@example.com'),
        await client.login(disabled),
        await client.login('owner', ''),
        await client.login('a\0b'),
        await client.login(email, 'x'.repeat(256)),
      ];
      expect(answers.map((a) => [a.status, a.body, a.headers['set-cookie']])).toEqual(
        answers.map(() => [401, { error: expect.stringContaining('or the password is wrong') }, undefined]),
      );
    });

    it.each([
      {},
      { email: 1, password: 'x' },
      { email: 'a@example.com' },
      [],
      'null',
      { email: 'a@example.com', password: 'x', remember: true },
    ])('refuses %j', async (body) => {
      expect((await client.post('/api/auth/login', body)).status).toBe(400);
    });

    it('gives another site no cookie', async () => {
      const email = await newcomer();
      const { status, headers } = await client.login(email, PASSWORD, { 'sec-fetch-site': 'cross-site' });
      expect([status, headers['set-cookie']]).toEqual([200, undefined]);
      // Browsers say nothing of sites on plain http, but name the origin.
      const form = await client.login(email, PASSWORD, { origin: 'http://evil.example', 'content-type': 'text/plain' });
      expect([form.status, form.headers['set-cookie']]).toEqual([200, undefined]);
    });

    it('a disabled account’s keys and sessions end with it', async () => {
      const email = await newcomer();
      const { key, cookie } = await client.signIn(email);
      await db.query('UPDATE users SET disabled_at = now() WHERE email = $1', [email]);
      await sleep(A_SECOND);
      expect([(await client.me(client.bearer(key))).status, (await client.me({ cookie })).status]).toEqual([401, 401]);
    });
  });

  describe('a session', () => {
    it('changes something only with its CSRF token', async () => {
      const email = await newcomer();
      const { cookie } = await client.signIn(email);
      const other = await client.signIn(await newcomer());
      const token = await client.csrf(cookie);
      const logout = (headers: Record<string, string>) => client.post('/api/auth/logout', undefined, { cookie, ...headers });
      expect((await logout({})).status).toBe(403);
      expect((await logout({ 'x-csrf-token': 'wrong' })).status).toBe(403);
      expect((await logout({ 'x-csrf-token': await client.csrf(other.cookie) })).status).toBe(403);
      expect((await client.me({ cookie })).status).toBe(200);
      expect((await logout({ 'x-csrf-token': token })).status).toBe(200);
    });

    it('a key needs none, and gets none', async () => {
      const { key } = await client.signIn(await newcomer());
      const answer = await app.call('GET', '/api/auth/csrf', null, undefined, client.bearer(key));
      expect(answer.status).toBe(403);
    });

    it('signing out by key ends that sign-in and no other', async () => {
      const email = await newcomer();
      const stays = await client.signIn(email);
      const goes = await client.signIn(email);
      const answer = await client.post('/api/auth/logout', undefined, client.bearer(goes.key));
      expect(answer.status).toBe(200);
      // Whoever asks by a key has no say about a browser's cookie.
      expect(answer.headers['set-cookie']).toBeUndefined();
      await sleep(A_SECOND);
      const statuses = [goes, stays].map(async ({ key, cookie }) => [
        (await client.me(client.bearer(key))).status,
        (await client.me({ cookie })).status,
      ]);
      expect(await Promise.all(statuses)).toEqual([
        [401, 401],
        [200, 200],
      ]);
    });

    it('signing out by cookie ends its key too', async () => {
      const { key, cookie } = await client.signIn(await newcomer());
      await client.post('/api/auth/logout', undefined, { cookie, 'x-csrf-token': await client.csrf(cookie) });
      await sleep(A_SECOND);
      expect([(await client.me(client.bearer(key))).status, (await client.me({ cookie })).status]).toEqual([401, 401]);
    });

    it('ends 30 days after it was last seen, and 90 days after the sign-in', async () => {
      const email = await newcomer();
      const { cookie } = await client.signIn(email);
      const DAY = 86_400_000;
      const began = Date.now();
      const seenAfter = async (days: number): Promise<number> => {
        app.clock.at = began + days * DAY;
        await sleep(A_SECOND);
        const { status } = await client.me({ cookie });
        // That it is in use is written down once an hour by the clock of the machine.
        const { rows } = await db.query('SELECT id, user_id FROM sessions WHERE user_id = (SELECT id FROM users WHERE email = $1)', [
          email,
        ]);
        if (status === 200)
          await app.commands.execute(
            new RecordUse({
              userId: rows[0].user_id,
              username: '',
              publicId: '',
              permissions: new Set(),
              expiresAt: null,
              by: { kind: 'session', id: rows[0].id, since: 0 },
            }),
          );
        return status;
      };
      try {
        expect([await seenAfter(29), await seenAfter(58), await seenAfter(87), await seenAfter(89.9), await seenAfter(90.1)]).toEqual([
          200, 200, 200, 200, 401,
        ]);
        app.clock.at = undefined;
        const idle = await client.signIn(email);
        app.clock.at = began + 31 * DAY;
        expect((await client.me({ cookie: idle.cookie })).status).toBe(401);
      } finally {
        app.clock.at = undefined;
      }
    }, 20_000);

    it('has a cookie that no other host, path or plain page can plant', async () => {
      const email = await newcomer();
      const { cookie } = await client.signIn(email);
      const secret = cookie.split('=')[1] ?? '';
      expect((await client.me({ cookie: `__Host-chronova_session=${secret}` })).status).toBe(200);
      for (const name of ['chronova_session', '__Secure-chronova_session']) {
        expect((await client.me({ cookie: `${name}=${secret}` })).status).toBe(401);
      }
    });

    it('signing out leaves a key that was made by hand', async () => {
      const ada = await app.newUser();
      expect((await client.post('/api/auth/logout', undefined, client.bearer(ada.key))).status).toBe(200);
      await sleep(A_SECOND);
      expect((await client.me(client.bearer(ada.key))).status).toBe(200);
    });

    it('is listed with client, address and when it was seen, and its own is marked', async () => {
      const email = await newcomer();
      await client.signIn(email);
      const { key, cookie } = await client.signIn(email);
      const listed = await client.sessions({ cookie });
      expect(listed).toHaveLength(2);
      expect(listed.map((s: { current: boolean }) => s.current).toSorted()).toEqual([false, true]);
      expect(listed[0]).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        current: expect.any(Boolean),
        user_agent: ANDROID,
        address: '127.0.0.1',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        last_seen_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:00:00Z$/),
        expires_at: expect.stringMatching(/Z$/),
      });
      expect(await client.sessions(client.bearer(key))).toEqual(listed);
    });

    it('is revoked with its key by its owner, and by nobody else', async () => {
      const email = await newcomer();
      const elsewhere = await client.signIn(email);
      const here = await client.signIn(email);
      const stranger = await client.signIn(await newcomer());
      const id = (await client.sessions({ cookie: here.cookie })).find((s: { current: boolean }) => !s.current).id;
      const revoke = (key: string, what: string) =>
        app.call('DELETE', `/api/v1/users/current/sessions/${what}`, null, undefined, client.bearer(key));
      const foreign = await revoke(stranger.key, id);
      const unknown = await revoke(here.key, '0a86fad2-4b9d-4f1e-a9a7-6d5e4c3b2a19');
      expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
      expect((await revoke(here.key, 'a%00b')).status).toBe(404);
      expect((await client.me({ cookie: elsewhere.cookie })).status).toBe(200);
      expect((await revoke(here.key, id)).status).toBe(200);
      expect((await revoke(here.key, id)).status).toBe(404);
      await sleep(A_SECOND);
      expect([(await client.me(client.bearer(elsewhere.key))).status, (await client.me({ cookie: elsewhere.cookie })).status]).toEqual([
        401, 401,
      ]);
      expect((await client.me(client.bearer(here.key))).status).toBe(200);
    });

    it('ends 30 days after it was last seen, and its cookie is renewed while it is used', async () => {
      const email = await newcomer();
      const { cookie, setCookie } = await client.signIn(email);
      const renewed = await client.me({ cookie });
      expect(String(renewed.headers['set-cookie'])).toBe(setCookie);
      await db.query(
        `UPDATE sessions SET expires_at = now() - interval '1 second' WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
        [email],
      );
      await sleep(A_SECOND);
      expect((await client.me({ cookie })).status).toBe(401);
      expect((await client.me({ cookie: '__Host-chronova_session=' })).status).toBe(401);
    });
  });

  describe('get_api_key', () => {
    it.each(['/api/v1', '/api/v1/compat/waka'])('%s gives a client a key more, and ends none', async (mount) => {
      const { key, body } = await client.signIn(await newcomer());
      const answer = await client.post(`${mount}/users/current/get_api_key`, undefined, {
        ...client.bearer(key),
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      });
      expect(answer.status).toBe(200);
      const mine = await client.me(client.bearer(answer.body.data.api_key));
      expect([mine.body.data.id, answer.body.data.api_key === key]).toEqual([body.user.id, false]);
      expect((await client.me(client.bearer(key))).status).toBe(200);
      const { rows } = await db.query(`SELECT from_sign_in FROM api_keys WHERE name LIKE 'Firefox, %' AND prefix = $1`, [
        answer.body.data.api_key.slice(0, 13),
      ]);
      expect(rows).toEqual([{ from_sign_in: true }]);
    });

    it('refuses strangers, and a sign-in that has just ended', async () => {
      const url = '/api/v1/users/current/get_api_key';
      expect((await client.post(url)).status).toBe(401);
      const email = await newcomer();
      const { key } = await client.signIn(email);
      expect((await client.me(client.bearer(key))).status).toBe(200);
      expect((await client.post('/api/auth/password/reset', { token: await resetLink(email), password: OTHER })).status).toBe(200);
      expect((await client.post(url, undefined, client.bearer(key))).status).toBe(401);
    });
  });

  describe('a forgotten password', () => {
    it('is answered the same for every address, at once', async () => {
      const answers = [
        await client.post('/api/auth/password/forgot', { email: await newcomer() }),
        await client.post('/api/auth/password/forgot', { email: 'nobody@example.com' }),
        await client.post('/api/auth/password/forgot', { email: 'no address' }),
      ];
      expect(answers.map((a) => [a.status, a.body])).toEqual(answers.map(() => [202, answers[0]?.body]));
    });

    it('is set anew by the mailed link once; every session and every key from signing in ends, others stay', async () => {
      const email = await newcomer();
      const before = await client.signIn(email);
      const byHand = await app.newUser();
      await db.query('UPDATE api_keys SET user_id = (SELECT id FROM users WHERE email = $1) WHERE user_id = $2', [email, byHand.userId]);
      const unused = await resetLink(email);
      const token = await resetLink(email);
      const reset = (body: Record<string, unknown>) => client.post('/api/auth/password/reset', body);

      const weak = await reset({ token, password: 'password' });
      expect([weak.status, Object.keys(weak.body.errors)]).toEqual([400, ['password']]);
      expect((await reset({ token, password: OTHER })).status).toBe(200);
      for (const dead of [token, unused, 'nonsense']) {
        const again = await reset({ token: dead, password: PASSWORD });
        expect([again.status, Object.keys(again.body.errors)]).toEqual([400, ['token']]);
      }
      await sleep(A_SECOND);
      expect([(await client.me(client.bearer(before.key))).status, (await client.me({ cookie: before.cookie })).status]).toEqual([
        401, 401,
      ]);
      expect((await client.me(client.bearer(byHand.key))).status).toBe(200);
      expect([(await client.login(email)).status, (await client.login(email, OTHER)).status]).toEqual([401, 200]);
      expect((await rowOf(email)).email_confirmed_at).not.toBeNull();
    });

    it('set anew by who had not confirmed the address confirms it, and a weekly report is looked for at once', async () => {
      const email = await unconfirmed();
      await db.query(`UPDATE users SET weekly_report = true, report_due_at = '2999-01-01' WHERE email = $1`, [email]);
      expect((await client.post('/api/auth/password/reset', { token: await resetLink(email), password: OTHER })).status).toBe(200);
      expect(await rowOf(email)).toMatchObject({ email_confirmed_at: expect.any(Date), report_due_at: new Date(0) });
    });

    it('set anew takes all keys away where that is asked for, and a mail says what still works', async () => {
      for (const [more, status, says] of [
        [{}, 200, 'One API key still works.'],
        [{ revoke_keys: false }, 200, 'One API key still works.'],
        [{ revoke_keys: true }, 401, 'No API key works any more.'],
      ] as const) {
        const email = await newcomer();
        const byHand = await app.newUser();
        await db.query('UPDATE api_keys SET user_id = (SELECT id FROM users WHERE email = $1) WHERE user_id = $2', [email, byHand.userId]);
        const token = await resetLink(email);
        expect((await client.post('/api/auth/password/reset', { token, password: OTHER, ...more })).status).toBe(200);
        const mail = await eventually(async () => post.mails.find((m) => m.to === email && m.subject.includes('was changed')));
        expect(mail.text).toContain(says);
        expect(mail.links.at(-1)).toBe('https://time.example.com/account/forgot');
        await sleep(A_SECOND);
        expect((await client.me(client.bearer(byHand.key))).status).toBe(status);
      }
    }, 20_000);

    it('set anew by who reads the address, takes an account that somebody else made with it from them, all their keys included', async () => {
      const email = await unconfirmed();
      const byHand = await app.newUser();
      await db.query('UPDATE api_keys SET user_id = (SELECT id FROM users WHERE email = $1) WHERE user_id = $2', [email, byHand.userId]);
      expect((await client.me(client.bearer(byHand.key))).status).toBe(200);
      expect((await client.post('/api/auth/password/reset', { token: await resetLink(email), password: OTHER })).status).toBe(200);
      await sleep(A_SECOND);
      expect((await client.me(client.bearer(byHand.key))).status).toBe(401);
    });

    it('ends after an hour, and of two at once one works', async () => {
      const email = await newcomer();
      const { id } = await rowOf(email);
      const old = await resetLink(email);
      const { rows } = await db.query(
        `SELECT extract(epoch FROM expires_at - created_at)::int AS s FROM account_tokens WHERE user_id = $1 AND kind = 'reset'`,
        [id],
      );
      expect(rows).toEqual([{ s: 3600 }]);
      await db.query(`UPDATE account_tokens SET expires_at = now() - interval '1 second' WHERE user_id = $1`, [id]);
      expect((await client.post('/api/auth/password/reset', { token: old, password: OTHER })).status).toBe(400);
      const [first, second] = [await resetLink(email), await resetLink(email)];
      const answers = await Promise.all(
        [first, first, second].map((token) => client.post('/api/auth/password/reset', { token, password: OTHER })),
      );
      expect(sorted(answers)).toEqual([200, 400, 400]);
    });

    it('a link for one thing does nothing else', async () => {
      const email = await newcomer();
      const verify = secretIn((await post.mailTo(email)).links.at(-1));
      const reset = await resetLink(email);
      expect((await client.post('/api/auth/password/reset', { token: verify, password: OTHER })).status).toBe(400);
      expect((await client.post('/api/auth/email/verify', { token: reset })).status).toBe(400);
      expect((await client.post('/api/auth/claim', { token: reset, email: newEmail(), password: OTHER })).status).toBe(400);
    });

    it('nobody’s mailbox is filled: at most five links an hour', async () => {
      const email = await newcomer();
      await post.mailTo(email);
      for (let n = 0; n < 8; n++) await client.post('/api/auth/password/forgot', { email });
      await post.mailTo(email, 6);
      const { rows } = await db.query(
        `SELECT count(*)::int AS n FROM account_tokens WHERE kind = 'reset' AND user_id = (SELECT id FROM users WHERE email = $1)`,
        [email],
      );
      expect(rows).toEqual([{ n: 5 }]);
    });

    it('is not mailed to a disabled account', async () => {
      const email = await newcomer();
      await post.mailTo(email);
      await db.query('UPDATE users SET disabled_at = now() WHERE email = $1', [email]);
      expect((await client.post('/api/auth/password/forgot', { email })).status).toBe(202);
      await resetLink(await newcomer());
      expect(post.mails.filter((m) => m.to === email).map((m) => m.subject)).toEqual(['Confirm your address for Chronova']);
    });
  });

  describe('a person is told by mail', () => {
    const to = (email: string) => post.mails.filter((m) => m.to === email).map((m) => m.subject);
    const NEW_SIGN_IN = 'A new sign-in to your Chronova account';
    const from = (remoteAddress: string, email: string) =>
      app.nest.inject({ method: 'POST', url: '/api/auth/login', remoteAddress, payload: { email, password: PASSWORD } });

    it('of a sign-in from an address that is new for the account, but not of the first', async () => {
      const email = await newcomer();
      expect((await from('198.51.100.1', email)).statusCode).toBe(200);
      expect((await from('198.51.100.1', email)).statusCode).toBe(200);
      expect(to(email)).not.toContain(NEW_SIGN_IN);
      expect((await from('203.0.113.5', email)).statusCode).toBe(200);
      const mail = await eventually(async () => post.mails.find((m) => m.to === email && m.subject === NEW_SIGN_IN));
      expect(mail.text).toContain('203.0.113.5');
      expect((await from('203.0.113.5', email)).statusCode).toBe(200);
      await resetLink(email);
      expect(to(email).filter((subject) => subject === NEW_SIGN_IN)).toHaveLength(1);
    });

    it('of a key that was made, and of a changed password; not where the address is not confirmed', async () => {
      const email = await newcomer();
      const { key } = await client.signIn(email);
      expect((await client.post('/api/v1/users/current/api-keys', { name: 'laptop' }, client.bearer(key))).status).toBe(201);
      const mail = await eventually(async () => post.mails.find((m) => m.to === email && m.subject.startsWith('A new API key')));
      expect(mail.text).toContain('"laptop"');
      const body = { current_password: PASSWORD, new_password: OTHER };
      expect((await client.post('/api/auth/password/change', body, client.bearer(key))).status).toBe(200);
      await eventually(async () => to(email).includes('Your Chronova password was changed'));
      const other = await unconfirmed();
      await app.commands.execute(new SetPassword(OPERATOR, (await rowOf(other)).id, OTHER));
      await resetLink(await newcomer());
      expect(to(other)).toEqual(['Confirm your address for Chronova']);
    });
  });

  describe('changing the password', () => {
    it('ends every other sign-in and keeps the caller’s, by cookie and by key', async () => {
      const email = await newcomer();
      const [caller, other] = [await client.signIn(email), await client.signIn(email)];
      const change = (headers: Record<string, string>, current_password: string, new_password: string) =>
        client.post('/api/auth/password/change', { current_password, new_password }, headers);
      const alive = async (who: SignedIn) => [
        (await client.me(client.bearer(who.key))).status,
        (await client.me({ cookie: who.cookie })).status,
      ];

      const wrong = await change(client.bearer(caller.key), OTHER, OTHER);
      expect([wrong.status, Object.keys(wrong.body.errors)]).toEqual([400, ['current_password']]);
      const weak = await change(client.bearer(caller.key), PASSWORD, 'letmein');
      expect([weak.status, Object.keys(weak.body.errors)]).toEqual([400, ['new_password']]);
      expect((await change(client.bearer(caller.key), PASSWORD, OTHER)).status).toBe(200);
      await sleep(A_SECOND);
      expect([await alive(caller), await alive(other)]).toEqual([
        [200, 200],
        [401, 401],
      ]);
      expect([(await client.login(email)).status, (await client.login(email, OTHER)).status]).toEqual([401, 200]);

      const third = await client.signIn(email, OTHER);
      const byCookie = { cookie: third.cookie, 'x-csrf-token': await client.csrf(third.cookie) };
      expect((await change({ cookie: third.cookie }, OTHER, PASSWORD)).status).toBe(403);
      expect((await change(byCookie, OTHER, PASSWORD)).status).toBe(200);
      await sleep(A_SECOND);
      expect([await alive(third), await alive(caller)]).toEqual([
        [200, 200],
        [401, 401],
      ]);
    });

    it('by the command line ends all, and lets in who was locked out', async () => {
      const email = await newcomer();
      const before = await client.signIn(email);
      const { id } = await rowOf(email);
      await expect(app.commands.execute(new SetPassword(OPERATOR, id, 'letmein'))).rejects.toMatchObject({ kind: 'invalid' });
      await app.commands.execute(new SetPassword(OPERATOR, id, OTHER));
      await sleep(A_SECOND);
      expect((await client.me(client.bearer(before.key))).status).toBe(401);
      expect((await client.login(email, OTHER)).status).toBe(200);
    });
  });

  describe('mails', () => {
    it('come as plain text and HTML, from the sender that is set, with what they hold escaped', async () => {
      const email = newEmail().replace('ada', "o'hara&sons");
      await client.register({ email });
      const mail = await post.mailTo(email);
      expect(mail).toMatchObject({ from: 'Chronova <time@example.com>', subject: 'Confirm your address for Chronova' });
      expect(mail.text).toContain('https://time.example.com/account/verify?token=');
      expect(mail.html).toContain('<a href="https://time.example.com/account/verify?token=');
      const { link } = await app.commands.execute(new InviteUser(OPERATOR, 'a&b@example.com'));
      const invitation = await post.mailTo('a&b@example.com');
      expect(invitation.links.at(-1)).toBe(link);
      expect(invitation.html).toContain('&#38;email=a%26b%40example.com"');
      expect(invitation.html).not.toMatch(/&(?!#\d+;)/);
    });

    it('that the server refuses fail no answer', async () => {
      const email = newEmail();
      post.refused.add(email);
      expect((await client.register({ email })).status).toBe(201);
      expect((await client.post('/api/auth/password/forgot', { email })).status).toBe(202);
    });
  });

  describe('pages', () => {
    it.each(['reset', 'forgot', 'verify', 'resend', 'claim', 'register'])(
      '/account/%s is a form with nothing of the request in it',
      async (page) => {
        const answer = await app.call('GET', `/account/${page}?token=%22%3E%3Cscript%3E&invite=x`);
        expect(answer.status).toBe(200);
        expect(answer.headers).toMatchObject({
          'content-type': 'text/html; charset=utf-8',
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-store',
          'content-security-policy': expect.stringContaining("script-src 'self'"),
        });
        expect(answer.text).toBe((await app.call('GET', `/account/${page}`)).text);
        expect(answer.text).not.toMatch(/<script>|style=|onclick|<style/);
        const target = new URL(/data-post="([^"]+)"/.exec(answer.text)?.[1] ?? '', `https://x/account/${page}`).pathname;
        expect((await client.post(target, {})).status).toBe(400);
      },
    );

    it('have their script and style', async () => {
      expect(await app.call('GET', '/account/account.js')).toMatchObject({
        status: 200,
        headers: { 'content-type': 'text/javascript; charset=utf-8' },
      });
      expect(await app.call('GET', '/account/account.css')).toMatchObject({
        status: 200,
        headers: { 'content-type': 'text/css; charset=utf-8' },
      });
    });
  });
});

describe('the owner', () => {
  it('of the first start claims the account once, by the printed link', async () => {
    const app = await startApp();
    const client = clientOf(app);
    await expect(app.commands.execute(new IssueClaimLink(OPERATOR))).rejects.toMatchObject({ kind: 'not-found' });
    const key = await app.commands.execute(new EnsureOwner(OPERATOR, 'UTC'));
    const [link, spare] = [
      await app.commands.execute(new IssueClaimLink(OPERATOR)),
      await app.commands.execute(new IssueClaimLink(OPERATOR)),
    ];
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/account\/claim\?token=[\w-]{43}$/);
    const claim = (token: string, more: object = {}) =>
      client.post('/api/auth/claim', { token, email: 'Ada@Example.com', password: PASSWORD, username: 'ada', ...more });
    const bob = await app.newUser();
    await app.call('GET', new URL(link).pathname + new URL(link).search);

    expect((await claim('nonsense')).status).toBe(400);
    expect(Object.keys((await claim(secretIn(link), { email: 'ada', password: 'ada' })).body.errors)).toEqual(['email', 'password']);
    const { username } = (await client.me(client.bearer(bob.key))).body.data;
    expect(await claim(secretIn(link), { username })).toMatchObject({ status: 409, body: { errors: { username: [expect.any(String)] } } });
    expect((await claim(secretIn(link))).status).toBe(200);
    expect((await claim(secretIn(link))).status).toBe(400);
    expect((await claim(secretIn(spare))).status).toBe(400);
    await expect(app.commands.execute(new IssueClaimLink(OPERATOR))).rejects.toMatchObject({ kind: 'conflict' });

    const { body } = await client.signIn('ada@example.com');
    expect((await client.me(client.bearer(key ?? ''))).body.data).toMatchObject({
      id: body.user.id,
      username: 'ada',
      email: 'ada@example.com',
    });
    await app.close();
  });

  it('and whoever was made on the command line claim an account that has a password but no address', async () => {
    const app = await startApp();
    const client = clientOf(app);
    const bob = await app.newUser();
    await app.commands.execute(new SetPassword(OPERATOR, bob.userId, OTHER));
    const { username } = (await client.me(client.bearer(bob.key))).body.data;
    const before = await client.signIn(username, OTHER);
    const token = secretIn(await app.commands.execute(new IssueClaimLink(OPERATOR, bob.userId)));
    expect((await client.post('/api/auth/claim', { token, email: 'bob@example.com', password: PASSWORD })).status).toBe(200);
    await sleep(A_SECOND);
    expect([(await client.me(client.bearer(before.key))).status, (await client.me(client.bearer(bob.key))).status]).toEqual([401, 200]);
    expect((await client.signIn('bob@example.com')).body.user.username).toBe(username);
    await app.close();
  });

  it('is who signs up first where there is no account yet', async () => {
    const app = await startApp({ env: { REGISTRATION: 'open' } });
    const client = clientOf(app);
    await Promise.all(['a', 'b', 'c'].map((name) => client.register({ email: `${name}@example.com` })));
    const db = await connect(app.databaseUrl);
    const { rows } = await db.query('SELECT is_owner, count(*)::int AS n FROM users GROUP BY 1 ORDER BY 1');
    expect(rows).toEqual([
      { is_owner: false, n: 2 },
      { is_owner: true, n: 1 },
    ]);
    expect(await app.commands.execute(new EnsureOwner(OPERATOR, 'UTC'))).toBeUndefined();
    await db.end();
    await app.close();
  });
});

describe('the cookie of a session', () => {
  it.each([
    ['https://example.com/time', '__Secure-chronova_session'],
    ['http://time.example.com', 'chronova_session'],
  ])('of %s is called %s', async (PUBLIC_URL, name) => {
    const app = await startApp({ env: { PUBLIC_URL } });
    const client = clientOf(app);
    const { userId } = await app.newUser();
    await app.commands.execute(new SetPassword(OPERATOR, userId, PASSWORD));
    const { username } = await app.queries.execute(new GetUser(OPERATOR, userId));
    const { setCookie, cookie } = await client.signIn(username);
    expect(setCookie).toMatch(new RegExp(`^${name}=`));
    expect((await client.me({ cookie })).status).toBe(200);
    await app.close();
  });
});

describe('who may sign up', () => {
  it('where it needs an invitation: who has one, once, and for its address', async () => {
    const app = await startApp();
    const client = clientOf(app);
    const invite = async (email?: string) => secretIn((await app.commands.execute(new InviteUser(OPERATOR, email))).link);
    const register = (body: Record<string, unknown>) => client.register(body).then((a) => a.status);

    expect(await client.register({ email: 'a@example.com' })).toMatchObject({
      status: 403,
      body: { error: expect.stringContaining('invitation') },
    });
    expect(await client.register({ email: 'nobody', invite: 'nonsense', password: 'weak' })).toMatchObject({
      status: 400,
      body: { errors: { invite: expect.any(Array) } },
    });
    const open = await invite();
    expect(await register({ email: 'a@example.com', invite: open, password: 'weak' })).toBe(400);
    expect(await register({ email: 'a@example.com', invite: open })).toBe(201);
    expect(await client.register({ email: 'b@example.com', invite: open })).toMatchObject({
      status: 400,
      body: { errors: { invite: expect.any(Array) } },
    });
    const named = await invite('C@example.com');
    expect(await register({ email: 'd@example.com', invite: named })).toBe(400);
    expect(await register({ email: 'c@example.com', invite: named })).toBe(201);
    const both = await invite();
    const answers = await Promise.all(['e', 'f'].map((name) => client.register({ email: `${name}@example.com`, invite: both })));
    expect(sorted(answers)).toEqual([201, 400]);

    const db = await connect(app.databaseUrl);
    const old = await invite();
    const { rows } = await db.query(
      `UPDATE account_tokens SET expires_at = now() - interval '1 second' WHERE used_at IS NULL AND kind = 'invite' RETURNING extract(epoch FROM now() - created_at) < 60 AS young`,
    );
    expect(rows).toEqual([{ young: true }]);
    expect(await register({ email: 'g@example.com', invite: old })).toBe(400);
    await db.end();
    await app.close();
  });

  it('where it is closed: nobody, not even who has an invitation', async () => {
    const app = await startApp({ env: { REGISTRATION: 'closed' } });
    expect((await clientOf(app).register({ email: 'a@example.com', invite: 'x' })).status).toBe(403);
    await expect(app.commands.execute(new InviteUser(OPERATOR))).rejects.toMatchObject({ kind: 'forbidden' });
    await app.close();
  });
});

describe('the environment', () => {
  const load = (more: Record<string, string>) => loadEnv({ DATABASE_URL: 'postgres://localhost/chronova', ...more });

  it.each([
    ['REGISTRATION', { REGISTRATION: 'sometimes' }],
    ['SMTP_URL', { SMTP_URL: 'mail.example.com', MAIL_FROM: 'time@example.com' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example.com' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'Chronova' }],
  ])('stops the start and names %s where it is wrong', (name, settings) => {
    expect(() => load(settings)).toThrow(name);
  });

  it('needs none of it', () => {
    expect(load({ REGISTRATION: '', SMTP_URL: '', MAIL_FROM: '', EMBEDDED_DATABASE: '' })).toMatchObject({
      REGISTRATION: 'invite',
      SMTP_URL: undefined,
      EMBEDDED_DATABASE: false,
    });
    expect(load({ SMTP_URL: 'smtps://u:p@mail.example.com', MAIL_FROM: 'Chronova <a@example.com>', EMBEDDED_DATABASE: '1' })).toMatchObject(
      {
        EMBEDDED_DATABASE: true,
      },
    );
  });
});

describe('without a mail server', () => {
  it('sign-up works, and who forgot a password is told what the administrator can do, whoever asks', async () => {
    const app = await startApp({ env: { REGISTRATION: 'open' } });
    const client = clientOf(app);
    await client.register({ email: 'a@example.com' });
    await client.signIn('a@example.com');
    const answers = [
      await client.post('/api/auth/password/forgot', { email: 'a@example.com' }),
      await client.post('/api/auth/password/forgot', { email: 'nobody@example.com' }),
    ];
    expect(answers.map((a) => [a.status, a.body])).toEqual(answers.map(() => [503, { error: expect.stringContaining('SMTP_URL') }]));
    await app.close();
  });

  describe('in the embedded default', () => {
    let app: TestApp;
    let client: ReturnType<typeof clientOf>;

    beforeAll(async () => {
      app = await startApp({ env: { REGISTRATION: 'open', EMBEDDED_DATABASE: true } });
      client = clientOf(app);
    });
    afterAll(() => app.close());

    /** What the server prints when somebody forgot the password of this address. */
    const printedFor = async (email: string): Promise<string> => {
      const printed: string[] = [];
      const write = process.stdout.write.bind(process.stdout);
      process.stdout.write = (chunk: string | Uint8Array) => printed.push(String(chunk)) > 0;
      try {
        expect((await client.post('/api/auth/password/forgot', { email })).status).toBe(202);
        return await eventually(async () => printed.find((text) => text.includes('No mail is sent')));
      } finally {
        process.stdout.write = write;
      }
    };

    it('no link is printed, but how to make one, for whom, and without the address', async () => {
      await client.register({ email: 'a.person@example.com', username: 'somebody' });
      const text = await printedFor('a.person@example.com');
      expect(text).toContain('npm run cli -- user:reset-link somebody\n');
      expect(text).not.toMatch(/token=|a\.person@example\.com/);
      const { rows } = await inDatabase(app, `SELECT id FROM account_tokens WHERE kind = 'reset'`);
      expect(rows).toEqual([]);
      const { rows: users } = await inDatabase(app, `SELECT id FROM users WHERE username = 'somebody'`);
      const token = secretIn(await app.commands.execute(new IssueResetLink(OPERATOR, users[0]?.id ?? 0)));
      expect((await client.post('/api/auth/password/reset', { token, password: OTHER })).status).toBe(200);
    });

    it('a link of the command line is refused for a disabled account and beyond five an hour', async () => {
      const { userId } = await app.newUser();
      const issue = () => app.commands.execute(new IssueResetLink(OPERATOR, userId));
      for (let n = 0; n < 5; n++) expect(await issue()).toContain('/account/reset?token=');
      await expect(issue()).rejects.toMatchObject({ code: 'link.too-many' });
      await inDatabase(app, `UPDATE users SET disabled_at = now() WHERE id = ${userId}`);
      await expect(issue()).rejects.toMatchObject({ code: 'user.disabled' });
    });

    it('a claimed account keeps its first key when its password is set anew', async () => {
      const { key, userId } = await app.newUser();
      const claim = secretIn(await app.commands.execute(new IssueClaimLink(OPERATOR, userId)));
      const owner = { email: 'owner@example.com', password: PASSWORD };
      expect((await client.post('/api/auth/claim', { token: claim, ...owner })).status).toBe(200);
      await printedFor(owner.email);
      const token = secretIn(await app.commands.execute(new IssueResetLink(OPERATOR, userId)));
      expect((await client.post('/api/auth/password/reset', { token, password: OTHER })).status).toBe(200);
      await sleep(A_SECOND);
      expect((await client.me(client.bearer(key))).status).toBe(200);
    });
  });
});
