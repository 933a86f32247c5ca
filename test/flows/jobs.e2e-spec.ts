import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { CoreModule, Env, SERVER } from '@app/core';
import { DatabaseModule, sql } from '@app/database';
import {
  CancelJob,
  type JobContext,
  type JobHandlers,
  JobProcessor,
  JobQueue,
  type ListedJob,
  ListJobs,
  QueueModule,
  SweepJobs,
} from '@app/queue';
import { EntityManager } from '@mikro-orm/postgresql';
import { Processor } from '@nestjs/bullmq';
import { type INestApplicationContext } from '@nestjs/common';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { Queue } from 'bullmq';
import { CATALOGUE } from '../../libs/queue/src/jobs.js';
import { QUEUE_CONNECTION } from '../../libs/queue/src/job-queue.js';
import { connect, type Connection, createDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startRedisIfInstalled } from '../support/redis.js';

// A Redis of its own, where the machine has one: a worker of another test would take the jobs of this one.
const ownRedis = await startRedisIfInstalled();
afterAll(() => void ownRedis?.process.kill());
const queues: [string, string | undefined][] = [
  ['PostgreSQL', undefined],
  ...(ownRedis ? [['Redis', ownRedis.url] as [string, string]] : []),
];

/** What the test's own worker does for a job; the queue, the rows and the database are the real ones. */
let work: (payload: { userId: number | null }, context: JobContext) => Promise<unknown> = async () => {};

@Processor('rebuilds')
class TestProcessor extends JobProcessor<'rebuilds'> {
  readonly handlers: JobHandlers<'rebuilds'> = {
    'rebuild-roll-ups': (payload, context) => work(payload, context),
    'reread-names': (payload, context) => work(payload, context),
  };

  constructor(readonly em: EntityManager) {
    super('rebuilds');
  }
}

@Processor('rebuilds')
class IncompleteProcessor extends JobProcessor<'rebuilds'> {
  // @ts-expect-error: that a handler is missing is an error of types already.
  readonly handlers: JobHandlers<'rebuilds'> = {};

  constructor() {
    super('rebuilds');
  }
}

const RULES = CATALOGUE.rebuilds.jobs['rebuild-roll-ups'];
const AS_DECLARED = { ...RULES };

describe.each(queues)('durable jobs, with the queue on %s', (_, redis) => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    Object.assign(RULES, AS_DECLARED);
    work = async () => {};
    for (const one of open.splice(0).toReversed()) await one.close();
  });

  interface World {
    databaseUrl: string;
    db: Connection;
    /** A process that asks for work and does none. */
    asker: INestApplicationContext;
  }

  async function world(): Promise<World> {
    const databaseUrl = await createDatabase();
    const db = await connect(databaseUrl);
    open.push({ close: () => db.end() });
    return { databaseUrl, db, asker: await start(databaseUrl) };
  }

  async function start(databaseUrl: string, ...processors: (new (...args: never[]) => unknown)[]): Promise<INestApplicationContext> {
    const env = Object.assign(new Env(), { DATABASE_URL: databaseUrl, REDIS_URL: redis });
    const imports = [CoreModule.forRoot(env), DatabaseModule.forRoot(env), QueueModule.forRoot(env), CqrsModule.forRoot()];
    const app = await Test.createTestingModule({ imports, providers: processors }).compile();
    open.push(app);
    return app.init();
  }

  /** In a transaction, as everybody who asks for work. */
  const add = ({ asker }: World, userId: number | null = null): Promise<string> =>
    asker
      .get(EntityManager)
      .fork()
      .transactional((em) => asker.get(JobQueue).add(em, 'rebuilds', 'rebuild-roll-ups', { userId }, userId));

  const jobsOf = ({ asker }: World): Promise<ListedJob[]> => asker.get(QueryBus).execute(new ListJobs(SERVER));
  const cancel = ({ asker }: World, id: string): Promise<string> => asker.get(CommandBus).execute(new CancelJob(SERVER, id));
  const sweep = ({ asker }: World): Promise<void> => asker.get(CommandBus).execute(new SweepJobs(SERVER));

  async function ended(w: World, state: ListedJob['state'], seconds = 15): Promise<ListedJob> {
    return eventually(async () => (await jobsOf(w)).find((job) => job.state === state), seconds);
  }

  it('are there if and only if their transaction commits, and the queue is told then', async () => {
    const w = await world();
    const seen: unknown[] = [];
    work = async (payload, { progress }) => {
      seen.push(payload);
      progress(2, 2);
    };
    await start(w.databaseUrl, TestProcessor);
    const failed = w.asker
      .get(EntityManager)
      .fork()
      .transactional(async (em) => {
        await w.asker.get(JobQueue).add(em, 'rebuilds', 'rebuild-roll-ups', { userId: 1 });
        throw new Error('No.');
      });
    await expect(failed).rejects.toThrow('No.');
    await add(w, 7);
    expect(await ended(w, 'done')).toMatchObject({ done: 2, total: 2, attempts: 1, error: null });
    expect(seen).toEqual([{ userId: 7 }]);
    expect(await jobsOf(w)).toHaveLength(1);
  });

  it('that the queue does not know are found by the sweep', async () => {
    const w = await world();
    await w.db.query(
      `INSERT INTO jobs (id, queue, name, payload) VALUES (gen_random_uuid(), 'rebuilds', 'rebuild-roll-ups', '{"userId":null}')`,
    );
    await start(w.databaseUrl, TestProcessor);
    await sweep(w);
    expect(await ended(w, 'done')).toMatchObject({ attempts: 1 });
  });

  it('are run once, however often the queue is told', async () => {
    const w = await world();
    let runs = 0;
    work = async () => {
      runs++;
      await sleep(300);
    };
    await add(w);
    for (let n = 0; n < 5; n++) await sweep(w);
    await Promise.all([start(w.databaseUrl, TestProcessor), start(w.databaseUrl, TestProcessor)]);
    await eventually(async () => runs > 0);
    for (let n = 0; n < 5; n++) await sweep(w);
    await ended(w, 'done');
    await sweep(w);
    await sleep(300);
    expect(runs).toBe(1);
  });

  it('that fail are tried again after a while, and fail for good in the end', async () => {
    Object.assign(RULES, { attempts: 2, backoffMs: 3_600_000 });
    const w = await world();
    work = () => Promise.reject(new Error('There is no room.'));
    await start(w.databaseUrl, TestProcessor);
    await add(w);
    const again = await eventually(async () => (await jobsOf(w)).find((job) => job.attempts === 1 && job.state === 'queued'));
    expect(again.error).toBe('There is no room.');
    await sweep(w);
    await sleep(200);
    expect(await jobsOf(w)).toMatchObject([{ state: 'queued', attempts: 1 }]);
    await w.db.query('UPDATE jobs SET due_at = now()');
    await sweep(w);
    expect(await ended(w, 'failed')).toMatchObject({ attempts: 2, error: 'There is no room.' });
  });

  it('that wait are cancelled at once, and not twice', async () => {
    const w = await world();
    const id = await add(w);
    expect(await cancel(w, id)).toBe('cancelled');
    await expect(cancel(w, id)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(cancel(w, 'nonsense')).rejects.toMatchObject({ kind: 'not-found' });
    let runs = 0;
    work = async () => runs++;
    await start(w.databaseUrl, TestProcessor);
    await sleep(500);
    expect(runs).toBe(0);
    expect(await jobsOf(w)).toMatchObject([{ state: 'cancelled' }]);
  });

  it('that run are cancelled with the statement that they wait for', async () => {
    const w = await world();
    await whileAsleep(w, async (id) => expect(await cancel(w, id)).toBe('cancelling'));
    expect(await ended(w, 'cancelled')).toMatchObject({ done: 3, total: 9, error: null });
  });

  it('that take too long are ended with their statement', async () => {
    Object.assign(RULES, { attempts: 1, timeoutMs: 1_000 });
    const w = await world();
    await whileAsleep(w, async () => {});
    expect(await ended(w, 'failed')).toMatchObject({ error: 'It took longer than it may.' });
  });

  /** Runs `meanwhile` while a job sleeps in PostgreSQL, in a transaction; resolves when that is over. */
  async function whileAsleep(w: World, meanwhile: (id: string) => Promise<unknown>): Promise<void> {
    const worker = await start(w.databaseUrl, TestProcessor);
    const asleep = async (): Promise<boolean> =>
      (
        await w.db.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep%'`,
        )
      ).rowCount === 1;
    work = async (_payload, { progress }) => {
      progress(3, 9);
      await worker
        .get(EntityManager)
        .fork()
        .transactional(async (em) => {
          await sql(em, `CREATE TABLE half_done ()`);
          await sql(em, 'SELECT pg_sleep(120)');
        });
    };
    const id = await add(w);
    await eventually(asleep);
    await meanwhile(id);
    await eventually(async () => !(await asleep()), 15);
    expect((await w.db.query(`SELECT to_regclass('half_done') AS there`)).rows).toEqual([{ there: null }]);
  }

  it('of a worker that stops are another’s at once, with what was done known', async () => {
    const w = await world();
    const before: unknown[] = [];
    work = async (_payload, context) => {
      before.push(context.before);
      if (context.before.total > 0) return;
      context.progress(5, 10);
      await sleep(60_000, undefined, { signal: context.signal });
    };
    const first = await start(w.databaseUrl, TestProcessor);
    await add(w);
    await eventually(async () => before.length === 1);
    open.pop();
    await first.close();
    expect(await jobsOf(w)).toMatchObject([{ state: 'queued', attempts: 0, done: 5, total: 10 }]);
    await start(w.databaseUrl, TestProcessor);
    await sweep(w);
    await ended(w, 'done');
    expect(before).toEqual([
      { done: 0, total: 0 },
      { done: 5, total: 10 },
    ]);
  });

  it('of a worker that died are another’s after a while, but not for ever', async () => {
    const w = await world();
    await add(w);
    await w.db.query(`UPDATE jobs SET state = 'running', attempts = 1, alive_at = now() - interval '5 seconds'`);
    await sweep(w);
    expect(await jobsOf(w)).toMatchObject([{ state: 'running' }]);
    await w.db.query(`UPDATE jobs SET alive_at = now() - interval '1 minute'`);
    await sweep(w);
    expect(await jobsOf(w)).toMatchObject([{ state: 'queued', attempts: 1 }]);
    await w.db.query(`UPDATE jobs SET state = 'running', attempts = $1, alive_at = now() - interval '1 minute'`, [RULES.attempts]);
    await sweep(w);
    expect(await jobsOf(w)).toMatchObject([{ state: 'failed' }]);
  });

  it('stop where another worker took them over', async () => {
    const w = await world();
    let reason = '';
    work = (_payload, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reason = String(signal.reason);
          reject(signal.reason);
        });
      });
    await start(w.databaseUrl, TestProcessor);
    await add(w);
    await eventually(async () => (await jobsOf(w))[0]?.state === 'running');
    await w.db.query('UPDATE jobs SET attempts = 2');
    await eventually(async () => reason !== '');
    expect(reason).toContain('Another worker took it over.');
    expect(await jobsOf(w)).toMatchObject([{ state: 'running', attempts: 2 }]);
  });

  it('are forgotten when they ended long ago', async () => {
    const w = await world();
    await add(w);
    await w.db.query(`UPDATE jobs SET state = 'done', finished_at = now() - interval '29 days'`);
    await sweep(w);
    expect(await jobsOf(w)).toHaveLength(1);
    await w.db.query(`UPDATE jobs SET finished_at = now() - interval '31 days'`);
    await sweep(w);
    expect(await jobsOf(w)).toEqual([]);
  });

  it('with a name that nobody knows fail and run as nothing else', async () => {
    const w = await world();
    let runs = 0;
    work = async () => runs++;
    await start(w.databaseUrl, TestProcessor);
    const queue = new Queue('rebuilds', { connection: w.asker.get(QUEUE_CONNECTION) });
    open.push(queue);
    const id = await add(w);
    await ended(w, 'done');
    runs = 0;
    for (const name of ['rebuild-everything', 'toString', 'roll-up-user']) await queue.add(name, { id, userId: 1 });
    const failed = await eventually(async () => {
      const jobs = await queue.getFailed();
      return jobs.length === 3 ? jobs : undefined;
    });
    expect(failed.map((job) => job.failedReason).toSorted()).toEqual(
      ['rebuild-everything', 'roll-up-user', 'toString'].map((name) => `Unknown job ${name} in the queue rebuilds. Update this worker.`),
    );
    expect(runs).toBe(0);
    await queue.obliterate({ force: true });
  });

  it('without a handler stop the boot', async () => {
    const w = await world();
    await expect(start(w.databaseUrl, IncompleteProcessor)).rejects.toThrow(
      'No handler for rebuild-roll-ups, reread-names of the queue rebuilds',
    );
  });
});
