import { afterEach, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

const redisUrl = process.env['TEST_REDIS_URL'] ?? '';
const queues: [string, string | undefined][] = [['PostgreSQL', undefined], ...(redisUrl ? [['Redis', redisUrl] as [string, string]] : [])];

describe('roll-ups follow', () => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one.close();
  });

  async function world(redis: string | undefined): Promise<{ app: TestApp; ada: TestUser; db: Connection; marks: () => Promise<number> }> {
    const app = await startApp({ redisUrl: redis });
    const db = await connect(app.databaseUrl);
    open.push(app, { close: () => db.end() });
    const ada = await app.newUser();
    const marks = async (): Promise<number> =>
      (await db.query('SELECT count(*)::int AS n FROM dirty_days WHERE user_id = $1', [ada.userId])).rows[0].n;
    return { app, ada, db, marks };
  }

  const beats = (base: number) => [0, 60, 90].map((s) => ({ time: base + s }));
  const noon = Date.parse('2026-11-24T12:00:00Z') / 1000;

  it.each(queues)('a request within a second, with the queue on %s', async (_, redis) => {
    const { app, ada, db, marks } = await world(redis);
    open.push(await startWorker(app.databaseUrl, redis));
    await app.send(ada, beats(noon));
    await eventually(async () => (await marks()) === 0, 4);
    const { rows } = await db.query('SELECT sum(us)::float8 AS us, sum(heartbeats)::int AS n FROM daily_rollups WHERE user_id = $1', [
      ada.userId,
    ]);
    expect(rows).toEqual([{ us: 90_000_000, n: 3 }]);

    // The next ring must not be lost behind the first one's deduplication.
    await app.send(ada, beats(noon + 3600));
    await eventually(async () => (await marks()) === 0, 8);
  });

  it('a lost ring, by the sweep', async () => {
    // The api rings on Redis that is not there; the worker hears nothing.
    const { app, ada, marks } = await world('redis://127.0.0.1:1');
    open.push(await startWorker(app.databaseUrl));
    const began = Date.now();
    expect((await app.send(ada, beats(noon))).status).toBe(202);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(await marks()).toBeGreaterThan(0);
    expect((await app.get(`users/current/summaries?start=2026-11-24&end=2026-11-24`, ada)).body.cumulative_total.seconds).toBe(90);
    await eventually(async () => (await marks()) === 0, 15);
  });
});
