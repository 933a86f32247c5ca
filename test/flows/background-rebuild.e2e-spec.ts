import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { SERVER } from '@app/core';
import { EnqueueRebuild, RollUpUser } from '@app/analytics';
import { CancelJob, ListJobs } from '@app/queue';
import { connect, type Connection } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startRedisIfInstalled } from '../support/redis.js';
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
const FIRST = Date.parse('2025-01-01T12:00:00Z') / 1000;

describe('a rebuild in the background', () => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one.close();
  });

  interface World {
    app: TestApp;
    ada: TestUser;
    db: Connection;
  }

  /** A user with a minute on each of `days` days, all rolled up. */
  async function world(days: number, redis?: string): Promise<World> {
    const app = await startApp({ redisUrl: redis });
    const db = await connect(app.databaseUrl);
    open.push(app, { close: () => db.end() });
    const ada = await app.newUser();
    const beats = Array.from({ length: days }, (__, n) => [{ time: FIRST + n * DAY }, { time: FIRST + n * DAY + 60 }]).flat();
    for (let n = 0; n < beats.length; n += 1000) expect((await app.send(ada, beats.slice(n, n + 1000))).status).toBe(201);
    await app.commands.execute(new RollUpUser(SERVER, ada.userId));
    return { app, ada, db };
  }

  /** The real command line in a process of its own. */
  async function cli({ app }: World, ...args: string[]): Promise<{ out: string; err: string; code: number | null }> {
    const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', 'apps/cli/src/main.ts', ...args], {
      env: { PATH: process.env['PATH'], DATABASE_URL: app.databaseUrl },
    });
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
    return { out, err, code };
  }

  const inState = ({ db }: World, state: string): Promise<boolean> =>
    eventually(async () => (await db.query('SELECT FROM jobs WHERE state = $1', [state])).rowCount === 1);

  it.each(queues)('is done by a worker, with the queue on %s', async (_, redis) => {
    const w = await world(40, redis);
    await w.db.query('DELETE FROM daily_rollups');
    const id = await w.app.commands.execute(new EnqueueRebuild(SERVER, null));
    open.push(await startWorker(w.app.databaseUrl, redis));
    await inState(w, 'done');
    expect(await w.app.queries.execute(new ListJobs(SERVER))).toMatchObject([
      { id, name: 'rebuild-roll-ups', done: 40, total: 40, attempts: 1 },
    ]);
    const { rows } = await w.db.query('SELECT sum(us)::float8 AS us FROM daily_rollups');
    expect(rows).toEqual([{ us: 40 * 60_000_000 }]);
  });

  it.each(queues)('is cancelled while it waits for a lock, with the queue on %s', async (_, redis) => {
    const w = await world(3, redis);
    const id = await w.app.commands.execute(new EnqueueRebuild(SERVER, w.ada.userId));
    await w.db.query('BEGIN');
    await w.db.query('SELECT pg_advisory_xact_lock(1, $1)', [w.ada.userId]);
    open.push(await startWorker(w.app.databaseUrl, redis));
    const running = async (): Promise<boolean> => (await w.app.queries.execute(new ListJobs(SERVER)))[0]?.state === 'running';
    await eventually(running);
    expect(await w.app.commands.execute(new CancelJob(SERVER, id))).toBe('cancelling');
    await eventually(async () => !(await running()));
    await w.db.query('ROLLBACK');
    expect(await w.app.queries.execute(new ListJobs(SERVER))).toMatchObject([{ state: 'cancelled', error: null }]);
    const { body } = await w.app.get('users/current/summaries?start=2025-01-01&end=2025-01-03', w.ada);
    expect(body.cumulative_total.seconds).toBe(3 * 60);
  });

  it('is begun, watched and cancelled on the command line', async () => {
    const w = await world(1);
    const [begun, unknown] = await Promise.all([
      cli(w, 'rollups:rebuild', '--background'),
      cli(w, 'rollups:rebuild', '--background', '--user', 'nobody'),
    ]);
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('nobody') });
    expect(begun).toMatchObject({ code: 0, out: expect.stringMatching(/^The job [0-9a-f-]{36} is queued\./) });
    const [id = ''] = /[0-9a-f-]{36}/.exec(begun.out) ?? [];
    expect((await cli(w, 'jobs:list')).out).toMatch(new RegExp(`^${id}  .*  rebuild-roll-ups  queued\n$`));
    expect(await cli(w, 'jobs:cancel', id)).toEqual({ code: 0, out: `The job ${id} is cancelled.\n`, err: '' });
    const [twice, nonsense] = await Promise.all([cli(w, 'jobs:cancel', id), cli(w, 'jobs:cancel', 'nonsense')]);
    expect(twice).toMatchObject({ code: 1, err: `The job ${id} has ended already: cancelled.\n` });
    expect(nonsense).toMatchObject({ code: 1, err: expect.stringContaining('jobs:list') });
  }, 90_000);
});
