import { afterEach, describe, expect, it } from '@jest/globals';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { startRedis } from '../support/redis.js';
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

  it('a mark that nobody rang for, by the sweep', async () => {
    const { app, ada, db, marks } = await world(undefined);
    open.push(await startWorker(app.databaseUrl));
    await app.send(ada, beats(noon));
    await eventually(async () => (await marks()) === 0, 4);
    await db.query(`INSERT INTO dirty_days (user_id, day) SELECT user_id, day FROM daily_rollups WHERE user_id = $1 LIMIT 1`, [ada.userId]);
    await db.query('UPDATE heartbeats SET time = time + 7000000 WHERE user_id = $1 AND time = $2', [ada.userId, (noon + 90) * 1e6]);
    expect((await app.get(`users/current/summaries?start=2026-11-24&end=2026-11-24`, ada)).body.cumulative_total.seconds).toBe(97);
    await eventually(async () => (await marks()) === 0, 15);
    expect((await app.get(`users/current/summaries?start=2026-11-24&end=2026-11-24`, ada)).body.cumulative_total.seconds).toBe(97);
  });

  const withRedis = redisUrl ? it : it.skip;
  withRedis('while Redis is away, and no answer waits for it', async () => {
    let redis = await startRedis();
    const { app, ada, marks } = await world(redis.url);
    open.push(await startWorker(app.databaseUrl, redis.url));
    await app.send(ada, beats(noon));
    await eventually(async () => (await marks()) === 0, 4);

    redis.process.kill('SIGKILL');
    await redis.exit;
    expect((await app.send(ada, beats(noon + 3600))).status).toBe(202);
    expect((await app.get(`users/current/summaries?start=2026-11-24&end=2026-11-24`, ada)).body.cumulative_total.seconds).toBe(180);
    await eventually(async () => (await marks()) === 0, 15);

    redis = await startRedis(redis.port);
    open.unshift({ close: async () => redis.process.kill() });
    await app.send(ada, beats(noon + 7200));
    await eventually(async () => (await marks()) === 0, 15);
  });
});
