import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { SERVER } from '@app/core';
import { SweepRollUps } from '@app/analytics';
import { ChangeTimeSettings } from '@app/users';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startRedis, startRedisIfInstalled } from '../support/redis.js';
import { startApp, type TestApp, type TestUser } from '../support/start-app.js';
import { startWorker } from '../support/start-worker.js';

// A Redis of its own, where the machine has one: a worker of another test would take the jobs of this one.
const ownRedis = await startRedisIfInstalled();
afterAll(() => void ownRedis?.process.kill());
const queues: [string, string | undefined][] = [
  ['PostgreSQL', undefined],
  ...(ownRedis ? [['Redis', ownRedis.url] as [string, string]] : []),
];

const DAY = 86_400;
const NOON = 43_200;
/** Long ago. */
const PAST = Date.parse('2025-11-24T00:00:00Z') / 1000;
const beats = (base: number) => [0, 60, 90].map((s) => ({ time: base + s }));

describe('roll-ups follow', () => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one.close();
  });

  interface World {
    app: TestApp;
    ada: TestUser;
    db: Connection;
    /** The dirty days, as days from `PAST`, oldest first. */
    dirty: (user?: TestUser) => Promise<number[]>;
    /** Lets that much time pass for all dirty days. */
    rest: (interval: string) => Promise<unknown>;
    sweep: () => Promise<number>;
  }

  async function world(redis?: string): Promise<World> {
    const app = await startApp({ redisUrl: redis });
    const db = await connect(app.databaseUrl);
    open.push(app, { close: () => db.end() });
    const ada = await app.newUser();
    const dirty = async (user = ada): Promise<number[]> => {
      const { rows } = await db.query('SELECT day FROM dirty_days WHERE user_id = $1 ORDER BY day', [user.userId]);
      return rows.map((r: { day: number }) => r.day - PAST / DAY);
    };
    const rest = (interval: string) =>
      db.query('UPDATE dirty_days SET since = since - $1::interval, marked_at = marked_at - $1::interval', [interval]);
    return { app, ada, db, dirty, rest, sweep: () => app.commands.execute(new SweepRollUps(SERVER)) };
  }

  const today = (): number => Math.floor(Date.now() / 1000 / DAY) - PAST / DAY;

  it('heartbeats of days gone by, soon after the last of them', async () => {
    const { app, ada, db, dirty, rest, sweep } = await world();
    await app.send(ada, beats(PAST + NOON));
    await rest('8 seconds');
    expect([await sweep(), await dirty()]).toEqual([0, [0]]);
    await rest('2 seconds');
    expect([await sweep(), await dirty()]).toEqual([1, []]);
    const { rows } = await db.query('SELECT sum(us)::float8 AS us, sum(heartbeats)::int AS n FROM daily_rollups WHERE user_id = $1', [
      ada.userId,
    ]);
    expect(rows).toEqual([{ us: 90_000_000, n: 3 }]);
  });

  it('days that are worked on when they have been quiet for a while; yesterday is one of them', async () => {
    const { app, ada, dirty, rest, sweep } = await world();
    const days = [today() - 2, today() - 1, today()];
    for (const day of days) await app.send(ada, beats(PAST + day * DAY + NOON));
    await rest('290 seconds');
    expect([await sweep(), await dirty()]).toEqual([1, days.slice(1)]);
    // Another heartbeat, and today's rest begins anew.
    await app.send(ada, [{ time: PAST + today() * DAY + NOON + 600 }]);
    await rest('10 seconds');
    expect([await sweep(), await dirty()]).toEqual([1, [today()]]);
    await rest('290 seconds');
    expect([await sweep(), await dirty()]).toEqual([1, []]);
  });

  it('a day that never becomes quiet, in the end', async () => {
    const { app, ada, dirty, rest, sweep } = await world();
    for (let minute = 0; minute < 14; minute += 2) {
      await app.send(ada, [{ time: PAST + today() * DAY + NOON + minute * 60 }]);
      await rest('2 minutes');
      expect([await sweep(), await dirty()]).toEqual([0, [today()]]);
    }
    await app.send(ada, [{ time: PAST + today() * DAY + NOON + 14 * 60 }]);
    await rest('1 minute');
    expect([await sweep(), await dirty()]).toEqual([1, []]);
    // From then on it rests again.
    await app.send(ada, [{ time: PAST + today() * DAY + NOON + 15 * 60 }]);
    expect([await sweep(), await dirty()]).toEqual([0, [today()]]);
  });

  it('all of thousands of days in one go, users in turn', async () => {
    const { app, ada, db, dirty, rest, sweep } = await world();
    const [bob, eve] = [await app.newUser(), await app.newUser()];
    const days = 300;
    const many = Array.from({ length: days }, (_, n) => ({ time: PAST - n * DAY + NOON }));
    await app.send(ada, many);
    await app.send(bob, beats(PAST + NOON));
    await app.send(eve, [...beats(PAST + NOON), ...beats(PAST - DAY + NOON)]);
    await db.query(`
      CREATE TABLE order_of_work (n serial, user_id int, day int);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO order_of_work (user_id, day) VALUES (OLD.user_id, OLD.day); RETURN NULL; END $$;
      CREATE TRIGGER note AFTER DELETE ON dirty_days FOR EACH ROW EXECUTE FUNCTION note();`);
    await rest('1 minute');
    expect(await sweep()).toBe(days + 3);
    expect([await dirty(), await dirty(bob), await dirty(eve)]).toEqual([[], [], []]);
    const { rows } = await db.query('SELECT user_id, day FROM order_of_work ORDER BY n LIMIT 6');
    const newest = PAST / DAY;
    expect(rows).toEqual(
      [
        [ada, newest],
        [bob, newest],
        [eve, newest],
        [ada, newest - 1],
        [eve, newest - 1],
        [ada, newest - 2],
      ].map(([user, day]) => ({ user_id: (user as TestUser).userId, day })),
    );
  });

  it('of everybody, though one user’s cannot be computed, or are somebody else’s to compute', async () => {
    const { app, ada, db, dirty, rest, sweep } = await world();
    const [bob, eve] = [await app.newUser(), await app.newUser()];
    for (const user of [ada, bob, eve]) await app.send(user, [...beats(PAST + NOON), ...beats(PAST - DAY + NOON)]);
    await db.query(`UPDATE users SET timezone = 'Nowhere/Land' WHERE id = $1`, [ada.userId]);
    await db.query('BEGIN');
    await db.query('SELECT pg_advisory_xact_lock(1, $1)', [bob.userId]);
    const other = await connect(app.databaseUrl);
    open.push({ close: () => other.end() });
    await other.query(`UPDATE dirty_days SET marked_at = now() - interval '1 minute'`);
    app.nest.useLogger(false);
    expect(await sweep()).toBe(2);
    app.nest.useLogger(['error', 'fatal']);
    await db.query('COMMIT');
    expect([await dirty(), await dirty(bob), await dirty(eve)]).toEqual([[-1, 0], [-1, 0], []]);
    await db.query(`UPDATE users SET timezone = 'UTC' WHERE id = $1`, [ada.userId]);
    await rest('1 minute');
    expect(await sweep()).toBe(4);
  });

  it('by a worker, without being told', async () => {
    const { app, ada, dirty } = await world();
    open.push(await startWorker(app.databaseUrl));
    await app.send(ada, beats(PAST + NOON));
    expect(await eventually(async () => (await dirty()).length === 0, 25)).toBe(true);
  }, 40_000);

  it.each(queues)('a change of settings at once, with the queue on %s', async (_, redis) => {
    const { app, ada, db, dirty, rest, sweep } = await world(redis);
    await app.send(ada, [...beats(PAST + NOON), ...beats(PAST - DAY + NOON)]);
    await rest('1 minute');
    await sweep();
    // The sweep finds nothing that has rested; only the job comes in question.
    await db.query(`ALTER TABLE dirty_days ALTER COLUMN marked_at SET DEFAULT now() + interval '1 hour'`);
    open.push(await startWorker(app.databaseUrl, redis));
    await app.commands.execute(new ChangeTimeSettings(SERVER, ada.userId, { timeout: 1 }));
    await eventually(async () => (await dirty()).length === 0, 10);
    const us = async (): Promise<number> =>
      (await db.query('SELECT coalesce(sum(us), 0)::float8 AS us FROM daily_rollups WHERE user_id = $1', [ada.userId])).rows[0].us;
    expect(await us()).toBe(180_000_000);
    // The next one must not be lost behind the first one's deduplication.
    await app.commands.execute(new ChangeTimeSettings(SERVER, ada.userId, { timeout: 2, writesOnly: true }));
    await eventually(async () => (await dirty()).length === 0, 10);
    expect(await us()).toBe(0);
  });

  const withRedis = ownRedis ? it : it.skip;
  withRedis(
    'while Redis is away, and no answer waits for it',
    async () => {
      let redis = await startRedis();
      const { app, ada, dirty } = await world(redis.url);
      open.push(await startWorker(app.databaseUrl, redis.url));
      await app.send(ada, beats(PAST + NOON));
      await app.commands.execute(new ChangeTimeSettings(SERVER, ada.userId, { timeout: 10 }));
      await eventually(async () => (await dirty()).length === 0, 25);

      redis.process.kill('SIGKILL');
      await redis.exit;
      expect((await app.send(ada, beats(PAST + NOON + 3600))).status).toBe(201);
      await app.commands.execute(new ChangeTimeSettings(SERVER, ada.userId, { timeout: 5 }));
      expect((await app.get(`users/current/summaries?start=2025-11-24&end=2025-11-24`, ada)).body.cumulative_total.seconds).toBe(180);
      await eventually(async () => (await dirty()).length === 0, 25);

      redis = await startRedis(redis.port);
      open.unshift({ close: async () => redis.process.kill() });
      await sleep(1_000);
      await app.commands.execute(new ChangeTimeSettings(SERVER, ada.userId, { timeout: 4 }));
      await eventually(async () => (await dirty()).length === 0, 25);
    },
    90_000,
  );
});
