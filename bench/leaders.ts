import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addRollUps, PER_DAY, ZONE_SQL } from './people.js';
import type { Connection, Product } from './product.js';
import { median, progress, quantile, rounded, type Table } from './report.js';
import { get, timed } from './requests.js';

const DAYS = 90;
/** Heartbeats of today, which are not rolled up: whoever works has such a day. */
const TODAY = 60;
const ROUNDS = 3;
const QUESTIONS = 200;
const DAY = 86_400;

/**
 * How long one worker takes to compute the leaderboards of 10,000 people who all want to be on them, in five zones, with 90 days of four languages
 * and a day of today that is not rolled up; beside it the floor, one GROUP BY of a bare client over the same daily roll-ups. Then how long pages take.
 */
export async function benchLeaders(product: Product, users = 10_000): Promise<Table[]> {
  const db = await product.connect();
  const viewer = await product.newUser('viewer');
  progress('making people');
  await fill(db, users);
  await db.query('VACUUM (FREEZE, ANALYZE)');
  const stopWorker = await product.startWorker();
  const rows: Table['rows'] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    progress(`computing, round ${round} of ${ROUNDS}`);
    const floors = [];
    for (const days of [7, 30, 90]) floors.push(await timed(() => db.query(FLOOR, [today() - days])));
    rows.push({
      round,
      users,
      'leaders, s': rounded(await compute(db)),
      'floor, s': rounded(floors.reduce((a, b) => a + b, 0) / 1000),
    });
  }
  const pages = await ask(product, viewer.authorization);
  await stopWorker();
  await db.end();
  return [
    { title: 'Leaderboards of three ranges, computed by one worker', rows },
    { title: `A page of them, ms over HTTP, ${QUESTIONS} questions`, rows: pages },
  ];
}

/** People and what a worker would have rolled up of them, by SQL: sending it would take longer than measuring. */
async function fill(db: InstanceType<typeof Connection>, users: number): Promise<void> {
  await db.query(
    `INSERT INTO users (public_id, username, display_name, timezone, is_profile_private, logged_time_public, languages_used_public, is_on_leaderboard)
     SELECT gen_random_uuid(), 'coder-' || n, 'Coder ' || n,
            ${ZONE_SQL}, false, true, true, true
       FROM generate_series(1, $1::int) n`,
    [users],
  );
  progress('making roll-ups');
  await addRollUps(db, { days: DAYS, end: today(), project: "'p'" });
  progress('making heartbeats of today');
  await db.query(
    `INSERT INTO heartbeats (user_id, time, id, activity_id, entity_id, user_agent_id, is_write)
     SELECT u.id, ($1::bigint * ${DAY} + n * 60) * 1000000, gen_random_uuid(), 1 + n % ${PER_DAY}, 1, 1, false
       FROM users u, generate_series(1, ${TODAY}) n
      WHERE u.username LIKE 'coder-%'`,
    [today()],
  );
  await db.query(`INSERT INTO dirty_days (user_id, day) SELECT id, $1::int FROM users WHERE username LIKE 'coder-%'`, [today()]);
}

/** What a bare client needs for one range. */
const FLOOR = `
  SELECT r.user_id, a.language, sum(r.us)
    FROM daily_rollups r JOIN activities a ON a.user_id = r.user_id AND a.id = r.activity_id
   WHERE r.day > $1 GROUP BY r.user_id, a.language`;

/** Adds the job as the sweep would, and waits for it. Returns its seconds, by the database's clock. */
async function compute(db: InstanceType<typeof Connection>): Promise<number> {
  // No roll-up of today's days meanwhile: they are as those of people at work.
  await db.query('UPDATE dirty_days SET since = now(), marked_at = now()');
  const id = randomUUID();
  await db.query(
    `INSERT INTO jobs (id, queue, name, payload) VALUES ($1, 'boards', 'compute-leaders', json_build_object('since', extract(epoch FROM now()) * 1000))`,
    [id],
  );
  for (;;) {
    await sleep(500);
    const { rows } = await db.query(
      `SELECT state, done, total, extract(epoch FROM finished_at - started_at)::float8 AS seconds, error FROM jobs WHERE id = $1`,
      [id],
    );
    const [job]: { state: string; done: number; total: number; seconds: number; error: string | null }[] = rows;
    if (!job || job.state === 'failed') throw new Error(`The job failed: ${job?.error}`);
    if (job.state === 'done') return job.seconds;
    progress(`computing: ${job.done} of ${job.total}`);
  }
}

async function ask(product: Product, authorization: string): Promise<Table['rows']> {
  const client = product.client();
  const rows: Table['rows'] = [];
  for (const path of ['leaders', 'leaders?range=last_90_days&page=50', 'leaders?language=Rust', 'leaders?country_code=DE']) {
    const times: number[] = [];
    for (let n = 0; n < QUESTIONS; n++) {
      times.push(await timed(() => get(client, `/api/v1/${path}`, authorization)));
    }
    rows.push({ path, p50: rounded(median(times)), p95: rounded(quantile(times, 0.95)) });
  }
  await client.close();
  return rows;
}

function today(): number {
  return Math.floor(Date.now() / 1000 / DAY);
}
