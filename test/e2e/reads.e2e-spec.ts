import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { type Answer, startApp, type TestApp, type TestUser } from '../support/start-app.js';

// Reads that take for ever: roll-ups are locked. What one account or strangers ask for takes nothing from the others.

const SUMMARIES = 'users/current/summaries?range=last_30_days';

describe('reads that take long', () => {
  let app: TestApp;
  let db: Connection;
  let watcher: Connection;
  let ada: TestUser;
  let bob: TestUser;
  let username: string;

  beforeAll(async () => {
    app = await startApp();
    await app.nest.listen(0, '127.0.0.1');
    db = await connect(app.databaseUrl);
    // A transaction sees the activity of the moment when it first looked.
    watcher = await connect(app.databaseUrl);
    ada = await app.newUser();
    bob = await app.newUser();
    await app.call('PATCH', '/api/v1/users/current', ada, { is_profile_private: false, logged_time_public: true });
    username = (await app.get('users/current', ada)).body.data.username;
  });
  afterAll(async () => {
    await db.end();
    await watcher.end();
    await app.close();
  });

  beforeEach(async () => {
    await db.query('BEGIN');
    await db.query('LOCK TABLE rollups, daily_rollups IN ACCESS EXCLUSIVE MODE');
  });
  afterEach(() => db.query('ROLLBACK').then(() => eventually(async () => (await reading()) === 0)));

  /** Statements of reads that PostgreSQL works on. */
  async function reading(): Promise<number> {
    const { rows } = await watcher.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name LIKE '% reads' AND state = 'active' AND datname = current_database()`,
    );
    return rows[0]?.n ?? 0;
  }

  /** Whether so many are answered: all the others wait by then. */
  async function settled(answers: readonly Promise<Answer>[], n: number): Promise<boolean> {
    const open = Symbol('open');
    const now = await Promise.all(answers.map((answer) => Promise.race([answer, Promise.resolve(open)])));
    return now.filter((answer) => answer !== open).length === n;
  }

  it('of one account leave room for everybody else, and too many of them are refused with 429', async () => {
    const answers = Array.from({ length: 40 }, () => app.get(SUMMARIES, ada));
    await eventually(async () => (await reading()) === 2);
    const refused = await Promise.race(answers);
    await eventually(() => settled(answers, 8));
    // A short one of the same account waits for none of them.
    const short = app.get('users/current/statusbar/today', ada);
    await eventually(async () => (await reading()) === 3);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.body.error).toContain('Wait for the answers');
    expect((await app.send(bob, [{ time: 1_767_607_200 }])).status).toBe(201);
    expect((await app.get('users/current/api-keys', bob)).status).toBe(200);
    expect((await app.call('GET', '/health/ready')).status).toBe(200);
    await db.query('ROLLBACK');
    const statuses = (await Promise.all(answers)).map((answer) => answer.status);
    expect((await short).status).toBe(200);
    expect(statuses.filter((status) => status === 200)).toHaveLength(32);
    expect(statuses.filter((status) => status === 429)).toHaveLength(8);
  });

  it('of all strangers together are two at once, and then refused with 503', async () => {
    const answers: Promise<Answer>[] = Array.from({ length: 25 }, () =>
      app.call('GET', `/api/v1/users/${username}/summaries?range=last_7_days`),
    );
    await eventually(async () => (await reading()) === 2);
    expect((await Promise.race(answers)).status).toBe(503);
    await eventually(() => settled(answers, 3));
    await db.query('ROLLBACK');
    const statuses = (await Promise.all(answers)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(22);
    expect(statuses.filter((status) => status === 503)).toHaveLength(3);
  });

  it('end in PostgreSQL when the client hangs up, and its place is free again', async () => {
    const { port } = app.nest.getHttpServer().address() as AddressInfo;
    const gone = new AbortController();
    const asked = Array.from({ length: 12 }, () =>
      fetch(`http://127.0.0.1:${port}/api/v1/${SUMMARIES}`, { headers: { authorization: `Bearer ${ada.key}` }, signal: gone.signal }).catch(
        () => {},
      ),
    );
    await eventually(async () => (await reading()) === 2);
    gone.abort();
    await Promise.all(asked);
    await eventually(async () => (await reading()) === 0);
    const next = app.get(SUMMARIES, ada);
    await eventually(async () => (await reading()) === 1);
    await db.query('ROLLBACK');
    expect((await next).status).toBe(200);
  });

  it('end with a 503 when their connection breaks, and the next one is answered', async () => {
    const answer = app.get(SUMMARIES, ada);
    await eventually(async () => (await reading()) === 1);
    await watcher.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name LIKE '% reads' AND state = 'active' AND datname = current_database()`,
    );
    expect((await answer).status).toBe(503);
    await db.query('ROLLBACK');
    expect((await app.get(SUMMARIES, ada)).status).toBe(200);
  });

  it('end after ten seconds with a 503 that says so', async () => {
    const answer = await app.get(SUMMARIES, ada);
    expect(answer.status).toBe(503);
    expect(answer.body.error).toContain('10 seconds');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }, 30_000);
});

describe('a stranger', () => {
  it('reads the time of others by their own rules alone', async () => {
    const app = await startApp();
    const ada = await app.newUser({ timeout: 15 });
    await app.call('PATCH', '/api/v1/users/current', ada, { is_profile_private: false, logged_time_public: true });
    const { username } = (await app.get('users/current', ada)).body.data;
    const noon = Math.floor(Date.now() / 86_400_000) * 86_400 - 43_200;
    await app.send(
      ada,
      [0, 600, 610].map((s) => ({ time: noon + s, language: 'Rust' })),
    );
    const total = async (path: string): Promise<number> =>
      (await app.call('GET', `/api/v1/users/${path}`, path.startsWith('current') ? ada : null)).body.data.total_seconds;
    expect(await total('current/stats/last_7_days?timeout=1')).toBe(10);
    expect(await total(`${username}/stats/last_7_days`)).toBe(610);
    expect(await total(`${username}/stats/last_7_days?timeout=1&writes_only=true&timezone=Asia/Kolkata`)).toBe(610);
    await app.close();
  });
});
