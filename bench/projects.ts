import { heartbeat } from './heartbeats.js';
import type { BenchUser, Product } from './product.js';
import { median, progress, quantile, rounded, type Table } from './report.js';

const DAY = 86_400;
const DAYS = 730;
const PROJECTS = 500;
const PER_REQUEST = 1_000;
const PER_PROJECT = 200;
const ROUNDS = 5;
const PER_ROUND = 20;

const QUESTIONS = {
  'list, first page': 'projects',
  'list, search': 'projects?q=project-4',
  'one project': 'projects/project-42',
} as const;

const FLOOR = 'SELECT activity_id, heartbeats, us, first_time, last_time FROM daily_rollups WHERE user_id = $1';

/**
 * How long the list of 500 projects takes over HTTP on one connection, with all days rolled up and with today dirty, beside a floor: the user's
 * daily rows through a bare pg client.
 */
export async function benchProjects(product: Product, heartbeats = 1_000_000): Promise<Table[]> {
  const db = await product.connect();
  const user = await product.newUser('projects');
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  await load(product, user, heartbeats, today);
  progress('rolling up');
  await product.cli('rollups:rebuild', '--user', user.username);
  await db.query('VACUUM (ANALYZE)');
  const floor = (): Promise<unknown> => db.query({ name: 'floor', text: FLOOR, values: [user.id] });
  const rows: Table['rows'] = [];
  for (const days of ['clean', 'today dirty']) {
    if (days !== 'clean')
      await db.query('INSERT INTO dirty_days (user_id, day) VALUES ($1, $2) ON CONFLICT DO NOTHING', [user.id, today / DAY]);
    for (const [question, path] of Object.entries(QUESTIONS)) rows.push({ days, question, ...(await ask(product, user, path, floor)) });
  }
  const { rows: counted } = await db.query<{ daily: number }>('SELECT count(*)::int AS daily FROM daily_rollups WHERE user_id = $1', [
    user.id,
  ]);
  await db.end();
  return [
    {
      title: `${PROJECTS} projects, ${heartbeats.toLocaleString('en')} heartbeats, ${counted[0]?.daily} daily rows: ms over HTTP, medians of ${ROUNDS} rounds of ${PER_ROUND}`,
      rows,
    },
  ];
}

async function ask(
  product: Product,
  user: BenchUser,
  path: string,
  floor: () => Promise<unknown>,
): Promise<{ p50: number; p95: number; floor: number }> {
  const client = product.client();
  const [p50, p95, floors]: number[][] = [[], [], []];
  for (let round = -1; round < ROUNDS; round++) {
    const times: number[] = [];
    const least: number[] = [];
    for (let n = 0; n < PER_ROUND; n++) {
      times.push(
        await timed(async () => {
          const answer = await client.request({
            method: 'GET',
            path: `/api/v1/users/current/${path}`,
            headers: { authorization: user.authorization },
          });
          const text = await answer.body.text();
          if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${text}`);
        }),
      );
      least.push(await timed(floor));
    }
    if (round < 0) continue;
    p50?.push(median(times));
    p95?.push(quantile(times, 0.95));
    floors?.push(median(least));
  }
  await client.close();
  return { p50: rounded(median(p50 ?? [])), p95: rounded(median(p95 ?? [])), floor: rounded(median(floors ?? [])) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Two years round the clock through the public API, another project every 200 heartbeats. */
async function load(product: Product, user: BenchUser, heartbeats: number, today: number): Promise<void> {
  const perDay = Math.ceil(heartbeats / DAYS);
  let next = 0;
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      const client = product.client();
      const headers = { authorization: user.authorization, 'content-type': 'application/json', 'x-machine-name': 'bench' };
      while (next < heartbeats) {
        const first = next;
        next += PER_REQUEST;
        if ((first / PER_REQUEST) % 50 === 0)
          progress(`${first.toLocaleString('en')} of ${heartbeats.toLocaleString('en')} heartbeats sent`);
        const items = Array.from({ length: Math.min(PER_REQUEST, heartbeats - first) }, (_, i) => {
          const n = first + i;
          const time = today - (DAYS - 1 - Math.floor(n / perDay)) * DAY + ((n % perDay) / perDay) * DAY;
          return { ...heartbeat(n, time, PER_PROJECT), project: `project-${Math.floor(n / PER_PROJECT) % PROJECTS}` };
        });
        const answer = await client.request({
          method: 'POST',
          path: '/api/v1/users/current/heartbeats.bulk',
          headers,
          body: JSON.stringify(items),
        });
        const text = await answer.body.text();
        if (answer.statusCode !== 201) throw new Error(`${answer.statusCode}: ${text}`);
      }
      await client.close();
    }),
  );
}
