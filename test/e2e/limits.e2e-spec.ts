import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger, DomainError, type Env, OPERATOR, SERVER } from '@app/core';
import { SweepLimitCounters } from '@app/database';
import { CreateApiKey, InviteUser, SetPassword } from '@app/users';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Redis as RedisClient } from 'ioredis';
import { ThrottlerStorage } from '@nestjs/throttler';
import { ApiAuthorized } from '../../apps/api/src/http/authorize.js';
import { Public } from '../../apps/api/src/http/auth.js';
import type { LimitCounters } from '../../apps/api/src/http/limit-counters.js';
import { LimitedBy } from '../../apps/api/src/http/limits.js';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type Redis, startRedis } from '../support/redis.js';
import { startApp, type StartOptions, type TestApp, type TestUser } from '../support/start-app.js';

const HOUR = 3_600_000;
const PASSWORD = 'violet-engine-harbour-tuesday';
const START = Date.parse('2026-11-24T12:00:00.500Z');
const ME = '/api/v1/users/current';
const BULK = '/api/v1/users/current/heartbeats.bulk';

/** Doors as accounts have them: only the password `right` is. */
@Controller('test')
class Doors {
  @Public()
  @LimitedBy('sign-in')
  @Post('sign-in')
  @HttpCode(200)
  signIn(@Body() { password }: Record<string, string>): object {
    if (password !== 'right') throw new DomainError('unauthenticated', 'sign-in.wrong', 'Wrong.');
    return {};
  }

  @Public()
  @LimitedBy('password-forgot')
  @Post('forgot')
  @HttpCode(202)
  forgot(): object {
    return {};
  }

  @ApiAuthorized('account:change')
  @LimitedBy('password-check')
  @Post('change')
  @HttpCode(200)
  change(@Body() body: Record<string, string>): object {
    return this.signIn(body);
  }
}

const times = async <T>(n: number, ask: () => Promise<T>): Promise<T[]> => {
  const answers: T[] = [];
  for (let i = 0; i < n; i++) answers.push(await ask());
  return answers;
};
const statuses = async (n: number, ask: () => Promise<{ status: number }>): Promise<number[]> =>
  (await times(n, ask)).map((answer) => answer.status);
const left = ({ headers }: { headers: Record<string, unknown> }) => [headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']];
/** A request from another address than the tests' own. */
const from = async (app: TestApp, remoteAddress: string, url: string, headers: Record<string, string> = {}, payload?: object) => {
  const answer = await app.nest.inject({ method: payload ? 'POST' : 'GET', url, headers, remoteAddress, ...(payload && { payload }) });
  return { status: answer.statusCode, headers: answer.headers as Record<string, unknown>, body: answer.json() };
};
const lines = () => {
  const seen: Record<string, unknown>[] = [];
  const out = new Writable({
    write: (chunk, _, done) => {
      seen.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { log: createLogger('warn', 'api', out), seen };
};

async function inRedis(url: string, work: (client: RedisClient) => Promise<unknown>): Promise<void> {
  const client = new RedisClient(url);
  await work(client);
  client.disconnect();
}

/** Where requests are counted; the same must hold everywhere. */
const PLACES = [
  { place: 'in the process', processes: 1, onRedis: false },
  { place: 'in PostgreSQL', processes: 2, onRedis: false },
  ...(process.env['TEST_REDIS_URL'] ? [{ place: 'in Redis', processes: 1, onRedis: true }] : []),
];

describe.each(PLACES)('limits, counted $place', ({ processes, onRedis }) => {
  let redis: Redis | undefined;
  beforeAll(async () => {
    if (onRedis) redis = await startRedis();
  });
  afterAll(() => {
    redis?.process.kill();
  });

  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one.close();
    if (redis) await inRedis(redis.url, (client) => client.flushall());
  });

  async function start(env: Partial<Env> = {}, options: StartOptions = {}): Promise<TestApp> {
    const app = await startApp({ limited: true, redisUrl: redis?.url, env: { API_PROCESSES: processes, ...env }, ...options });
    app.clock.at = START;
    open.push(app);
    if (redis) await isCounted(app);
    return app;
  }

  /** Until the app is connected to Redis: before that requests pass uncounted. */
  async function isCounted(app: TestApp): Promise<void> {
    const counters: LimitCounters = app.nest.get(ThrottlerStorage);
    await sleep(50);
    await eventually(async () => (await counters.increment('test:connected', HOUR, 1, HOUR, 'key')).totalHits > 0);
  }

  /** Sets the clock so much after the start; the clock of Redis is its own, so there every counter comes so much closer to its end. */
  async function wait(app: TestApp, until: number): Promise<void> {
    const ms = until - (app.clock.at ?? 0);
    app.clock.at = until;
    if (!redis) return;
    await inRedis(redis.url, async (client) => {
      for (const key of await client.keys('*')) await client.pexpire(key, (await client.pttl(key)) - ms);
    });
  }

  /** So many seconds; in Redis some have passed since the counter began. */
  const seconds = (n: number) => ({ asymmetricMatch: (text: string) => n - Number(text) >= 0 && n - Number(text) <= (onRedis ? 10 : 0) });

  it('47: a key may ask so often within an hour, and is told what is left and when to come back', async () => {
    const app = await start({ RATE_LIMIT_PER_HOUR: 3 });
    const ada = await app.newUser();
    const answers = await times(3, () => app.get('users/current', ada));
    const reset = Math.ceil(START / 1000) + 3600;
    expect(answers.map((a) => [a.status, ...left(a), a.headers['x-ratelimit-reset']])).toEqual(
      ['2', '1', '0'].map((n) => [200, '3', n, seconds(reset)]),
    );

    await wait(app, START + 60_000);
    const refused = await app.get('users/current', ada);
    expect([refused.status, ...left(refused), refused.headers['x-ratelimit-reset'], refused.headers['retry-after']]).toEqual([
      429,
      '3',
      '0',
      seconds(reset),
      seconds(3540),
    ]);
    expect(refused.body).toEqual({ error: expect.stringContaining(onRedis ? ' seconds' : '3540 seconds') });

    await wait(app, START + HOUR);
    expect(left(await app.get('users/current', ada))).toEqual(['3', '2']);
  });

  it('every key has a budget of its own, over both mounts and all routes', async () => {
    const app = await start({ RATE_LIMIT_PER_HOUR: 2 });
    const ada = await app.newUser();
    const second = await app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, 'second'));
    await app.get('users/current', ada);
    await app.get('compat/waka/users/current/statusbar/today', ada);
    expect((await app.get('users/current/stats/last_7_days', ada)).status).toBe(429);
    expect((await app.get('users/current', { ...ada, key: second.key })).status).toBe(200);
  });

  it('all keys of a user together have three times that, and one that asks too often takes nothing from the others', async () => {
    const app = await start({ RATE_LIMIT_PER_HOUR: 2 });
    const ada = await app.newUser();
    const bob = await app.newUser();
    const ask = (key: string) => app.get('users/current', { ...ada, key });
    expect(await statuses(9, () => ask(ada.key))).toEqual([200, 200, ...Array.from({ length: 7 }, () => 429)]);
    const keys = await times(3, async () => (await app.commands.execute(new CreateApiKey(OPERATOR, ada.userId, 'more'))).key);
    for (const key of keys.slice(0, 2)) expect(await statuses(2, () => ask(key))).toEqual([200, 200]);
    const refused = await ask(keys[2] ?? '');
    expect([refused.status, ...left(refused), refused.headers['retry-after']]).toEqual([429, '6', '0', seconds(3600)]);
    expect(refused.body.error).toContain('for all keys of an account together');
    expect((await app.get('users/current', bob)).status).toBe(200);
  });

  it('errors cost as much, and say what is left', async () => {
    const app = await start({ RATE_LIMIT_PER_HOUR: 4 });
    const ada = await app.newUser();
    const db = await connect(app.databaseUrl);
    await db.query(`UPDATE api_keys SET scopes = '{read_stats}' WHERE user_id = $1`, [ada.userId]);
    await db.end();
    const answers = [
      await app.get('users/current/stats/nonsense', ada),
      await app.get('users/current/heartbeats', ada),
      await app.call('DELETE', BULK, ada, { date: '2026-11-24', ids: [] }),
      await app.get('users/current/summaries?start=x&end=y', ada),
      await app.get('users/current/stats/last_7_days', ada),
    ];
    expect(answers.map((a) => [a.status, a.headers['x-ratelimit-remaining']])).toEqual([
      [400, '3'],
      [403, '2'],
      [403, '1'],
      [400, '0'],
      [429, '0'],
    ]);
  });

  it('0 turns the budget of keys off', async () => {
    const app = await start({ RATE_LIMIT_PER_HOUR: 0, INGEST_LIMIT_PER_HOUR: 0 });
    const ada = await app.newUser();
    const answers = await times(5, () => app.get('users/current', ada));
    expect(answers.map((a) => [a.status, a.headers['x-ratelimit-limit']])).toEqual(answers.map(() => [200, undefined]));
    expect(left(await app.send(ada, [{ time: START / 1000 }]))).toEqual([undefined, undefined]);
  });

  it('47: heartbeats are never refused and cost nothing of the budget', async () => {
    const app = await start({ RATE_LIMIT_PER_HOUR: 2 });
    const ada = await app.newUser();
    const beat = { entity: '/p/a.ts', type: 'file', time: START / 1000 };
    let n = 0;
    const send = (url: string) => app.call('POST', url, ada, { ...beat, time: beat.time + n++ });
    // Not all at once: a busy machine must not take Redis for away.
    const many = () => Promise.all(Array.from({ length: 122 }, () => app.send(ada, [{ ...beat, time: beat.time + n++ }])));
    const sent = (await times(9, many)).flat();
    sent.push(await send('/api/v1/users/current/heartbeats'), await send('/api/v1/compat/waka'));
    expect(new Set(sent.map((a) => a.status))).toEqual(new Set([201]));
    expect(Math.min(...sent.map((a) => Number(a.headers['x-ratelimit-remaining'])))).toBe(10_000 - 1_100);
    expect(await statuses(3, () => app.get('users/current', ada))).toEqual([200, 200, 429]);
    expect((await app.send(ada, [{ ...beat, time: beat.time + n++ }])).status).toBe(201);
    const db = await connect(app.databaseUrl);
    const { rows } = await db.query('SELECT count(*)::int AS n FROM heartbeats WHERE user_id = $1', [ada.userId]);
    await db.end();
    expect(rows).toEqual([{ n: 1_101 }]);
  });

  it('who sends heartbeats beyond all measure is slowed down, stored and logged once, without the key', async () => {
    const { log, seen } = lines();
    const app = await start({ INGEST_LIMIT_PER_HOUR: 50 }, { log });
    const ada = await app.newUser();
    const answers = await times(53, () => app.send(ada, [{ time: START / 1000 }]));
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([201]));
    // The queue is another matter.
    const ofLimits = seen.filter((line) => line['context'] !== 'JobQueue');
    expect(ofLimits).toEqual([expect.objectContaining({ msg: expect.stringMatching(/^key \d+ sent 51 requests/) })]);
    expect(JSON.stringify(seen)).not.toContain(ada.key.slice(5));
  });

  it('who has no key counts by address, and whoever has a good one is not concerned', async () => {
    const app = await start();
    const ada = await app.newUser();
    const stranger = (address: string) => from(app, address, ME);
    const answers = await times(61, () => stranger('203.0.113.7'));
    expect(answers.map((a) => a.status)).toEqual([...Array.from({ length: 60 }, () => 401), 429]);
    expect(answers.map((a) => a.headers['x-ratelimit-limit'])).toEqual(answers.map(() => '60'));
    expect(answers.at(-1)).toMatchObject({ body: { error: expect.any(String) }, headers: { 'retry-after': seconds(60) } });
    expect((await from(app, '203.0.113.7', ME, { authorization: `Bearer ${ada.key}` })).status).toBe(200);
    expect((await stranger('203.0.113.8')).status).toBe(401);
    expect(await statuses(1, () => from(app, '203.0.113.7', '/health/live'))).toEqual([200]);
    await wait(app, START + 60_000);
    expect((await stranger('203.0.113.7')).status).toBe(401);
  });

  it('an IPv6 household is one address', async () => {
    const app = await start();
    await times(60, () => from(app, '2001:db8::1', ME));
    expect((await from(app, '2001:db8::2', ME)).status).toBe(429);
    expect((await from(app, '2001:db8:0:1::1', ME)).status).toBe(401);
  });

  it('a wrong key is refused by itself, at its address only', async () => {
    const app = await start();
    const ada = await app.newUser();
    const wrong = (n: number) => ({ authorization: `Bearer 00000000-0000-4000-8000-00000000000${n}` });
    const ask = (address: string, n: number) => from(app, address, ME, wrong(n));
    expect((await statuses(61, () => ask('203.0.113.7', 1))).slice(59)).toEqual([401, 429]);
    expect((await ask('203.0.113.7', 2)).status).toBe(401);
    expect((await ask('203.0.113.8', 1)).status).toBe(401);
    expect((await from(app, '203.0.113.7', ME, { authorization: `Bearer ${ada.key}` })).status).toBe(200);
    expect((await from(app, '203.0.113.7', ME)).headers).toMatchObject({ 'x-ratelimit-remaining': '59' });
  });

  it('pictures are public and have a bucket of their own', async () => {
    const app = await start();
    const answer = await app.call('GET', '/photo/x');
    expect([answer.status, ...left(answer)]).toEqual([200, '600', '599']);
  });

  describe('failed sign-ins', () => {
    const signIn = (app: TestApp, email: string, password: string, address = '203.0.113.7', headers = {}) =>
      from(app, address, '/test/sign-in', headers, { email, password });
    const wrongly = (app: TestApp, n: number) => statuses(n, () => signIn(app, 'ada@example.com', 'wrong'));

    it('lock only that account from that address, for a while, in any spelling and with any key', async () => {
      const app = await start({}, { controllers: [Doors] });
      const eve = await app.newUser();
      expect(await wrongly(app, 11)).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
      expect(await signIn(app, ' ADA@example.com', 'right')).toMatchObject({ status: 429, headers: { 'retry-after': seconds(900) } });
      expect((await signIn(app, 'ada@example.com', 'right', '203.0.113.7', { authorization: `Bearer ${eve.key}` })).status).toBe(429);
      expect((await signIn(app, 'bob@example.com', 'right')).status).toBe(200);
      expect((await signIn(app, 'ada@example.com', 'right', '203.0.113.8')).status).toBe(200);
      await wait(app, START + 15 * 60_000);
      expect((await signIn(app, 'ada@example.com', 'right')).status).toBe(200);
    });

    it('are forgotten when one succeeds', async () => {
      const app = await start({}, { controllers: [Doors] });
      await wrongly(app, 9);
      expect((await signIn(app, 'ada@example.com', 'right')).status).toBe(200);
      expect((await wrongly(app, 11)).at(9)).toBe(401);
    });

    it('sent all at once are not more', async () => {
      const app = await start({}, { controllers: [Doors] });
      const answers = await Promise.all(Array.from({ length: 40 }, () => signIn(app, 'ada@example.com', 'wrong')));
      expect(answers.filter((a) => a.status === 401)).toHaveLength(10);
    });

    it('on many accounts are limited by address too, and junk does not make room for more', async () => {
      const app = await start();
      const login = (email: string) => from(app, '203.0.113.9', '/api/auth/login', {}, { email, password: 'wrong' });
      const answers = await times(101, () => login(`user-${Math.random()}@example.com`));
      expect(answers.map((a) => a.status)).toEqual([...Array.from({ length: 100 }, () => 401), 429]);
      expect((await from(app, '203.0.113.9', '/api/auth/login', {}, { email: 'junk' })).status).toBe(429);
      expect((await from(app, '203.0.113.10', '/api/auth/login', {}, { email: 'a@example.com', password: 'wrong' })).status).toBe(401);
    });

    describe('on one account from many addresses', () => {
      const login = (app: TestApp, name: string, password: string, address: string) =>
        from(app, address, '/api/auth/login', {}, { email: name, password });
      /** An account with an e-mail address that has signed in from 198.51.100.1. */
      const account = async (app: TestApp) => {
        const ada = await app.newUser();
        await app.commands.execute(new SetPassword(OPERATOR, ada.userId, PASSWORD));
        const db = await connect(app.databaseUrl);
        await db.query(`UPDATE users SET username = 'ada', email = 'ada@example.com' WHERE id = $1`, [ada.userId]);
        await db.end();
        expect((await login(app, 'ada', PASSWORD, '198.51.100.1')).status).toBe(200);
        return ada;
      };
      const guess = async (app: TestApp, n: number, names: string[]) => {
        const answers = await Promise.all(
          Array.from({ length: n }, (_, i) => login(app, names[i % names.length] ?? '', 'wrong', `203.0.113.${i}`)),
        );
        return new Set(answers.map((a) => a.status));
      };

      it('slow it down by all its names, but not from where it has signed in before', async () => {
        const app = await start();
        await account(app);
        expect(await guess(app, 50, ['ada', 'ADA@example.com'])).toEqual(new Set([401]));
        for (const name of ['ada@example.com', ' Ada']) {
          const refused = await login(app, name, PASSWORD, '203.0.113.99');
          expect([refused.status, refused.headers['retry-after']]).toEqual([429, seconds(3600)]);
          expect(refused.body.error).toContain('Sign in from where you did before');
        }
        expect((await login(app, 'bob', 'wrong', '203.0.113.99')).status).toBe(401);
        const known = await login(app, 'ada@example.com', PASSWORD, '198.51.100.1');
        expect([known.status, known.headers['retry-after']]).toEqual([200, undefined]);
        expect((await login(app, 'ada', PASSWORD, '203.0.113.99')).status).toBe(200);
      });

      it('slow down one that is not there in the same way', async () => {
        const app = await start();
        expect(await guess(app, 50, ['nobody@example.com', ' NOBODY@example.com'])).toEqual(new Set([401]));
        expect((await login(app, 'nobody@example.com', 'wrong', '203.0.113.99')).status).toBe(429);
        await wait(app, START + HOUR);
        expect((await login(app, 'nobody@example.com', 'wrong', '203.0.113.99')).status).toBe(401);
      });

      it('do not lock out who shares an address with a stranger and has signed in from there', async () => {
        const app = await start();
        await account(app);
        const tried = await times(100, () => login(app, `user-${Math.random()}`, 'wrong', '198.51.100.1'));
        expect(tried.at(-1)?.status).toBe(429);
        expect((await login(app, 'bob', 'wrong', '198.51.100.1')).status).toBe(429);
        expect((await login(app, 'ada', 'wrong', '198.51.100.1')).status).toBe(401);
        expect((await login(app, 'ada', PASSWORD, '198.51.100.1')).status).toBe(200);
      });
    });

    it('of somebody signed in count by person', async () => {
      const app = await start({}, { controllers: [Doors] });
      const [ada, bob] = [await app.newUser(), await app.newUser()];
      const change = (user: TestUser, password: string) => app.call('POST', '/test/change', user, { password });
      expect((await statuses(11, () => change(ada, 'wrong'))).slice(9)).toEqual([401, 429]);
      expect((await change(bob, 'right')).status).toBe(200);
      expect((await app.get('users/current', ada)).status).toBe(200);
    });
  });

  describe('sign-ups from one address', () => {
    let n = 0;
    const signUp = (app: TestApp, more: object = {}) =>
      from(app, '203.0.113.7', '/api/auth/register', {}, { email: `person-${++n}@example.com`, password: PASSWORD, ...more });
    const invite = async (app: TestApp) =>
      new URL((await app.commands.execute(new InviteUser(OPERATOR))).link).searchParams.get('invite') ?? '';

    it('are limited, and not where they have a good invitation', async () => {
      const app = await start({ REGISTRATION: 'invite', SIGN_UP_LIMIT_PER_HOUR: 2 });
      expect(await statuses(3, () => signUp(app))).toEqual([403, 403, 429]);
      expect((await signUp(app, { invite: 'nonsense' })).status).toBe(429);
      const good = await invite(app);
      expect((await signUp(app, { invite: good, password: 'weak' })).status).toBe(400);
      expect((await signUp(app, { invite: good })).status).toBe(201);
      expect((await signUp(app, { invite: good })).status).toBe(429);
      for (let more = 0; more < 3; more++) expect((await signUp(app, { invite: await invite(app) })).status).toBe(201);
    });

    it('do not count when the password is refused, up to ten times as often; an invitation that is not asked for spares nobody', async () => {
      const app = await start({ REGISTRATION: 'open', SIGN_UP_LIMIT_PER_HOUR: 1 });
      expect(await statuses(4, () => signUp(app, { password: 'weak' }))).toEqual([400, 400, 400, 400]);
      expect((await signUp(app)).status).toBe(201);
      expect((await signUp(app)).status).toBe(429);
      await wait(app, START + HOUR);
      expect((await statuses(11, () => signUp(app, { password: 'weak' }))).slice(9)).toEqual([400, 429]);
      expect((await signUp(app, { invite: await invite(app) })).status).toBe(429);
    });
  });

  it('a route with a bucket of its own takes nothing from others', async () => {
    const app = await start({}, { controllers: [Doors] });
    expect((await statuses(6, () => from(app, '203.0.113.7', '/test/forgot', {}, {}))).slice(4)).toEqual([202, 429]);
    expect((await from(app, '203.0.113.7', ME)).headers).toMatchObject({ 'x-ratelimit-remaining': '59' });
  });

  describe('the address behind a reverse proxy', () => {
    const forwarded = (text: string) => ({ 'x-forwarded-for': text });

    it('is the one that a trusted proxy saw, not what the client wrote', async () => {
      const { log, seen } = lines();
      const app = await start({ TRUSTED_PROXIES: ['10.0.0.0/8'] }, { log });
      for (let n = 0; n < 60; n++) await from(app, '10.1.2.3', ME, forwarded(`198.51.100.${n}, 203.0.113.7`));
      expect((await from(app, '10.1.2.3', ME, forwarded('203.0.113.7'))).status).toBe(429);
      expect((await from(app, '10.1.2.3', ME, forwarded('203.0.113.8'))).status).toBe(401);
      expect(seen.filter((line) => String(line['msg']).includes('TRUSTED_PROXIES'))).toEqual([]);
    });

    it('cannot be forged where no proxy is trusted, and the log says once who tries', async () => {
      const { log, seen } = lines();
      const app = await start({}, { log });
      for (let n = 0; n < 60; n++) await from(app, '203.0.113.7', ME, forwarded(`198.51.100.${n}`));
      expect((await from(app, '203.0.113.7', ME, forwarded('198.51.100.99'))).status).toBe(429);
      expect(seen.map((line) => String(line['msg'])).filter((text) => text.includes('TRUSTED_PROXIES'))).toEqual([
        expect.stringContaining('X-Forwarded-For from 203.0.113.7, which TRUSTED_PROXIES does not name'),
      ]);
    });
  });

  it('two processes share one budget where they are meant to be several', async () => {
    const env = { RATE_LIMIT_PER_HOUR: 6 };
    const one = await start(env);
    const other = await start(env, { databaseUrl: one.databaseUrl });
    const ada = await one.newUser();
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => (n % 2 ? one : other).get('users/current', ada)));
    expect(answers.filter((a) => a.status === 200)).toHaveLength(processes > 1 || onRedis ? 6 : 12);
    const remaining = answers.map((a) => Number(a.headers['x-ratelimit-remaining'])).filter((n) => n > 0);
    if (processes > 1 || onRedis) expect(new Set(remaining)).toEqual(new Set([1, 2, 3, 4, 5]));
  });
});

describe('limits of several processes in PostgreSQL', () => {
  let app: TestApp;
  let db: Connection;
  let ada: TestUser;
  const { log, seen } = lines();
  beforeAll(async () => {
    app = await startApp({ limited: true, env: { API_PROCESSES: 2, RATE_LIMIT_PER_HOUR: 2 }, log });
    db = await connect(app.databaseUrl);
  });
  beforeEach(async () => {
    app.clock.at = START;
    ada = await app.newUser();
    await db.query('DELETE FROM limit_counters');
  });
  afterAll(async () => {
    await db.end();
    await app.close();
  });

  const ask = (n: number) => statuses(n, () => app.get('users/current', ada));
  const keys = async () => (await db.query<{ key: string }>('SELECT key FROM limit_counters ORDER BY key')).rows.map(({ key }) => key);
  const sweep = () => app.commands.execute(new SweepLimitCounters(SERVER));

  it('lock nobody out for longer when the clock is set back, and take clocks that differ a little for one', async () => {
    expect(await ask(3)).toEqual([200, 200, 429]);
    app.clock.at = START - 20_000;
    expect(await ask(1)).toEqual([429]);
    app.clock.at = START - 24 * HOUR;
    expect(await ask(1)).toEqual([200]);
  });

  it('pass uncounted while the counters do not answer, with one warning, and count again afterwards', async () => {
    await ask(2);
    await db.query('BEGIN');
    await db.query('LOCK TABLE limit_counters IN ACCESS EXCLUSIVE MODE');
    expect(await ask(5)).toEqual([200, 200, 200, 200, 200]);
    expect((await app.send(ada, [{ time: START / 1000 }])).status).toBe(201);
    await db.query('ROLLBACK');
    const away = seen.filter((line) => String(line['msg']).includes('PostgreSQL is away, so requests pass without being counted'));
    expect(away).toHaveLength(1);
    await eventually(async () => (await ask(1))[0] === 429);
  });

  it('are swept when their window is over, and of each limit beyond 20,000', async () => {
    await ask(1);
    const [mine] = await keys();
    await db.query(
      `INSERT INTO limit_counters
       SELECT 'strangers:' || n, 1, ($1::float8 + n) * 1000 FROM generate_series(1, 20003) n
       UNION ALL SELECT 'sign-in:old', 9, $1::float8 * 1000`,
      [START],
    );
    await sweep();
    const kept = await keys();
    expect(kept).toHaveLength(20_002);
    expect(kept).toEqual(expect.arrayContaining([mine, 'strangers:4', 'strangers:20003']));
    expect(kept).not.toContain('sign-in:old');
    expect(kept).not.toContain('strangers:3');
    app.clock.at = START + HOUR;
    await sweep();
    expect(await keys()).toEqual([]);
  }, 60_000);
});

const withRedis = process.env['TEST_REDIS_URL'] ? describe : describe.skip;
withRedis('limits of several processes on Redis', () => {
  let redis: Redis;
  beforeEach(async () => {
    redis = await startRedis();
  });
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
    redis.process.kill();
  });

  /** Two processes on one database and one Redis. */
  async function two(env: Partial<Env>, options: StartOptions = {}): Promise<[TestApp, TestApp, TestUser]> {
    const one = await startApp({ limited: true, env, redisUrl: redis.url, ...options });
    const other = await startApp({ limited: true, env, redisUrl: redis.url, databaseUrl: one.databaseUrl, ...options });
    open.push(one, other);
    return [one, other, await one.newUser()];
  }

  it('two processes share one budget', async () => {
    const [one, other, ada] = await two({ RATE_LIMIT_PER_HOUR: 6 });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 ? one : other).get('users/current', ada)));
    expect([200, 429].map((status) => answers.filter((a) => a.status === status).length)).toEqual([6, 2]);
    const refused = await other.get('users/current', ada);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers['retry-after']);
    expect(Number.isInteger(seconds) && seconds > 3_500 && seconds <= 3_600).toBe(true);
    expect(Math.abs(Number(refused.headers['x-ratelimit-reset']) - Date.now() / 1000 - seconds)).toBeLessThan(3);
  });

  it('while it is away or frozen requests pass, with one warning; when it is back they count again', async () => {
    const { log, seen } = lines();
    const [one, , ada] = await two({ RATE_LIMIT_PER_HOUR: 2 }, { log });
    expect(await statuses(3, () => one.get('users/current', ada))).toEqual([200, 200, 429]);

    redis.process.kill('SIGSTOP');
    expect(await statuses(4, () => one.get('users/current', ada))).toEqual([200, 200, 200, 200]);
    redis.process.kill('SIGCONT');

    redis.process.kill('SIGKILL');
    await redis.exit;
    expect(await statuses(4, () => one.get('users/current', ada))).toEqual([200, 200, 200, 200]);
    expect((await one.send(ada, [{ time: START / 1000 }])).status).toBe(201);
    const warnings = seen.filter((line) => String(line['msg']).includes('without being counted'));
    // One of each of the two processes at most.
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.length).toBeLessThanOrEqual(2);

    // What guards passwords is counted all the same.
    const signIn = () => from(one, '203.0.113.7', '/api/auth/login', {}, { email: 'ada@example.com', password: 'wrong' });
    expect(await statuses(11, signIn)).toEqual([...Array.from({ length: 10 }, () => 401), 429]);

    redis = await startRedis(redis.port);
    await expect(refusedSoon(one, ada)).resolves.toBe(429);
  });

  async function refusedSoon(app: TestApp, user: TestUser): Promise<number> {
    for (let n = 0; n < 200; n++) {
      const { status } = await app.get('users/current', user);
      if (status !== 200) return status;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return 200;
  }
});
