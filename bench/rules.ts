import { setTimeout as sleep } from 'node:timers/promises';
import { heartbeat, spreadOver } from './heartbeats.js';
import type { BenchUser, Connection, Product } from './product.js';
import { progress, quantile, rounded, type Table } from './report.js';
import { get, load, post, timed } from './requests.js';

const DAY = 86_400;
const DAYS = 730;
const PER_PROJECT = 200;
/** Of the user who looks on. */
const OTHERS = 20_000;
const OTHERS_DAYS = 14;
/** ms between two looks at a status bar, and between two heartbeats of who applies rules. */
const LOOK_MS = 20;
const BEAT_MS = 1_000;
const STATUS_BAR = '/api/v1/users/current/statusbar/today';
const RULES = '/api/v1/users/current/rules';

interface Rule {
  field: string;
  operation: string;
  value: string;
  set: Record<string, string>;
}

const OF_LANGUAGE: Rule = { field: 'language', operation: 'equals', value: 'Go', set: { project: 'in-go' } };
const OF_A_PART: Rule = { field: 'entity', operation: 'contains', value: '/project-3/', set: { project: 'three' } };
const OF_ALL: Rule = { field: 'entity', operation: 'starts_with', value: '/home/', set: { branch: 'home' } };

/**
 * How long rules take to be true for two years round the clock of one user, all rolled up: one on a shown column, which needs no job, then rules
 * on the entity by their job with a worker that also rolls up what they make dirty. Meanwhile another user's status bar is asked for all the
 * time, and the user's own editor sends a heartbeat a second. The floor is one UPDATE of the same rows by a bare client.
 */
export async function benchRules(product: Product, heartbeats = 1_000_000): Promise<Table[]> {
  const db = await product.connect();
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  const owner = await product.newUser('rules');
  const other = await product.newUser('other');
  await load(product, other, OTHERS, (n) => heartbeat(n, today - ((OTHERS_DAYS * (OTHERS - 1 - n)) / OTHERS) * DAY + 60));
  const timeOf = spreadOver(heartbeats, { days: DAYS, today });
  await load(product, owner, heartbeats, (n) => heartbeat(n, timeOf(n), PER_PROJECT));
  progress('rolling up');
  await product.cli('rollups:rebuild');
  await db.query('VACUUM (ANALYZE)');
  const stopWorker = await product.startWorker();
  const bench: Bench = { product, db, owner, other };
  const rows = [
    await measured(bench, 'nothing', () => sleep(5_000, 0)),
    await measured(bench, 'a rule on the language', () => change(bench, OF_LANGUAGE).then(() => 0)),
    await measured(bench, 'a rule on the entity, a twelfth', () => apply(bench, OF_A_PART)),
    await measured(bench, 'a rule on the entity, all', () => apply(bench, OF_ALL)),
    await measured(bench, 'both are taken back', () => apply(bench)),
  ];
  await stopWorker();
  progress('the floor');
  await db.query('VACUUM (ANALYZE)');
  const floor = await timed(() => db.query('UPDATE heartbeats SET activity_id = activity_id WHERE user_id = $1', [owner.id]));
  await db.end();
  return [
    {
      title: `Rules on ${heartbeats.toLocaleString('en')} heartbeats; floor, one UPDATE of them all: ${rounded(floor / 1000)} s. Meanwhile: ms over HTTP`,
      rows,
    },
  ];
}

interface Bench {
  product: Product;
  db: InstanceType<typeof Connection>;
  owner: BenchUser;
  other: BenchUser;
}

/** What others see, and what an editor waits for, while `work` is done. */
async function measured({ product, owner, other }: Bench, rule: string, work: () => Promise<number>): Promise<Table['rows'][number]> {
  progress(rule);
  const done = new AbortController();
  const looks: number[] = [];
  const beats: number[] = [];
  const look = async (): Promise<void> => {
    const client = product.client();
    while (!done.signal.aborted) {
      looks.push(await timed(() => get(client, STATUS_BAR, other.authorization)));
      await sleep(LOOK_MS);
    }
    await client.close();
  };
  const beat = async (): Promise<void> => {
    const client = product.client();
    for (let n = 0; !done.signal.aborted; n++) {
      beats.push(await timed(() => post(client, owner, [heartbeat(n, Date.now() / 1000)])));
      await sleep(BEAT_MS);
    }
    await client.close();
  };
  const meanwhile = Promise.all([look(), beat()]);
  const began = performance.now();
  const seconds = await work().finally(() => done.abort());
  const took = performance.now() - began;
  await meanwhile;
  return {
    rule,
    'done after, s': rounded(took / 1000),
    'of them the job, s': rounded(seconds),
    'status bar p50': rounded(quantile(looks, 0.5)),
    'status bar p99': rounded(quantile(looks, 0.99)),
    'heartbeat p50': rounded(quantile(beats, 0.5)),
    'heartbeat, longest': rounded(Math.max(...beats)),
  };
}

/** Adds a rule; without one, deletes all. */
async function change({ product, owner }: Bench, rule?: Rule): Promise<void> {
  const client = product.client();
  const headers = { authorization: owner.authorization, 'content-type': 'application/json' };
  const answer = await client.request(
    rule
      ? { method: 'POST', path: RULES, headers, body: JSON.stringify(rule) }
      : { method: 'PUT', path: '/api/v1/users/current/custom_rules', headers, body: '[]' },
  );
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${answer.statusCode}: ${text}`);
  await client.close();
}

/** Changes rules and waits until all of history is as they say. Returns the job's seconds. */
async function apply(bench: Bench, rule?: Rule): Promise<number> {
  await change(bench, rule);
  const client = bench.product.client();
  const answer = await client.request({ method: 'POST', path: `${RULES}/apply`, headers: { authorization: bench.owner.authorization } });
  const text = await answer.body.text();
  if (answer.statusCode !== 202) throw new Error(`${answer.statusCode}: ${text}`);
  await client.close();
  for (;;) {
    await sleep(100);
    const { rows } = await bench.db.query(
      `SELECT state, done, total, extract(epoch FROM finished_at - started_at)::float8 AS seconds, error
         FROM jobs WHERE name = 'apply-rules' ORDER BY created_at DESC LIMIT 1`,
    );
    const [job]: { state: string; done: number; total: number; seconds: number; error: string | null }[] = rows;
    if (!job || job.state === 'failed') throw new Error(`The job failed: ${job?.error}`);
    if (job.state === 'done') return job.seconds;
    progress(`applying: ${job.done} of ${job.total} days`);
  }
}
