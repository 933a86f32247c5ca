import { heartbeat } from './heartbeats.js';
import type { BenchUser, Product } from './product.js';
import { median, progress, quantile, rounded, type Table } from './report.js';
import { get, load, timed } from './requests.js';

const DAY = 86_400;
const DAYS = 730;
const PROJECTS = 500;
const PER_PROJECT = 200;
const ROUNDS = 5;
const PER_ROUND = 20;

const QUESTIONS = {
  'list, first page': 'projects',
  'list, search': 'projects?q=project-4',
  // The one that each history begins with.
  'one project': 'projects/project-0',
} as const;

const FLOOR = 'SELECT activity_id, heartbeats, us, first_time, last_time FROM daily_rollups WHERE user_id = $1';

/**
 * Two years round the clock, another project every 200 heartbeats: how long the list of 500 projects takes over HTTP on one connection, with all days rolled up and with today dirty, beside a floor: the user's
 * daily rows through a bare pg client.
 */
export async function benchProjects(product: Product, heartbeats = 1_000_000): Promise<Table[]> {
  const db = await product.connect();
  const user = await product.newUser('projects');
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  const perDay = Math.ceil(heartbeats / DAYS);
  await load(product, user, heartbeats, (n) => {
    const time = today - (DAYS - 1 - Math.floor(n / perDay)) * DAY + ((n % perDay) / perDay) * DAY;
    return { ...heartbeat(n, time, PER_PROJECT), project: `project-${Math.floor(n / PER_PROJECT) % PROJECTS}` };
  });
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
      times.push(await timed(() => get(client, `/api/v1/users/current/${path}`, user.authorization)));
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
