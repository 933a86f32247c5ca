import { heartbeat } from './heartbeats.js';
import type { BenchUser, Product } from './product.js';
import { median, progress, quantile, rounded, type Table } from './report.js';
import { get, load, timed } from './requests.js';

const DAY = 86_400;
const DAYS = 730;
const PROJECTS = 500;
const PER_PROJECT = 200;
const GOALS = 50;
const ROUNDS = 5;
const PER_ROUND = 20;

/** What goals are judged over, read without anything that judges: the daily rows of 400 days and what they are of. */
const FLOOR = `
  SELECT r.day, a.project, a.language, sum(r.us)::float8 AS us
    FROM daily_rollups r
    JOIN activities a ON a.user_id = r.user_id AND a.id = r.activity_id
   WHERE r.user_id = $1 AND r.day > $2
   GROUP BY 1, 2, 3`;

/**
 * Two years round the clock, another project every 200 heartbeats: how long the list of 50 goals takes over HTTP on one connection, with all days
 * rolled up, with today dirty, and with days that begin at four; beside a floor, the rows that they are judged over through a bare pg client.
 */
export async function benchGoals(product: Product, heartbeats = 1_000_000): Promise<Table[]> {
  const db = await product.connect();
  const user = await product.newUser('goals');
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  const perDay = Math.ceil(heartbeats / DAYS);
  await load(product, user, heartbeats, (n) => {
    const time = today - (DAYS - 1 - Math.floor(n / perDay)) * DAY + ((n % perDay) / perDay) * DAY;
    return { ...heartbeat(n, time, PER_PROJECT), project: `project-${Math.floor(n / PER_PROJECT) % PROJECTS}` };
  });
  progress('rolling up');
  await product.cli('rollups:rebuild', '--user', user.username);
  await makeGoals(product, user);
  await db.query('VACUUM (ANALYZE)');
  const floor = (): Promise<unknown> => db.query({ name: 'floor', text: FLOOR, values: [user.id, today / DAY - 400] });
  const rows: Table['rows'] = [];
  rows.push({ days: 'clean', ...(await ask(product, user, floor)) });
  await db.query('INSERT INTO dirty_days (user_id, day) VALUES ($1, $2) ON CONFLICT DO NOTHING', [user.id, today / DAY]);
  rows.push({ days: 'today dirty', ...(await ask(product, user, floor)) });
  await db.query('UPDATE users SET day_start = 240 WHERE id = $1', [user.id]);
  rows.push({ days: 'today dirty, day begins at four', ...(await ask(product, user, floor)) });
  await db.end();
  return [
    {
      title: `${GOALS} goals, ${heartbeats.toLocaleString('en')} heartbeats: ms of the list over HTTP, medians of ${ROUNDS} rounds of ${PER_ROUND}`,
      rows,
    },
  ];
}

/** By day, week and month, of languages, of projects and of everything. */
async function makeGoals(product: Product, { authorization }: BenchUser): Promise<void> {
  const client = product.client();
  for (let n = 0; n < GOALS; n++) {
    const names = [{}, { languages: ['TypeScript', 'Go'] }, { projects: [`project-${n}`, `project-${n + 100}`] }][n % 3];
    const body = { seconds: 3_600 + n * 60, delta: ['day', 'week', 'month'][n % 3], is_inverse: n % 10 === 9, ...names };
    const answer = await client.request({
      method: 'POST',
      path: '/api/v1/users/current/goals',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 201) throw new Error(`${answer.statusCode}: ${text}`);
  }
  await client.close();
}

async function ask(
  product: Product,
  user: BenchUser,
  floor: () => Promise<unknown>,
): Promise<Record<'p50' | 'p95' | 'floor' | 'ratio', number>> {
  const client = product.client();
  const [p50, p95, floors]: number[][] = [[], [], []];
  for (let round = -1; round < ROUNDS; round++) {
    const times: number[] = [];
    const least: number[] = [];
    for (let n = 0; n < PER_ROUND; n++) {
      times.push(await timed(() => get(client, '/api/v1/users/current/goals', user.authorization)));
      least.push(await timed(floor));
    }
    if (round < 0) continue;
    p50?.push(median(times));
    p95?.push(quantile(times, 0.95));
    floors?.push(median(least));
  }
  await client.close();
  const [usual, late, least] = [median(p50 ?? []), median(p95 ?? []), median(floors ?? [])];
  return { p50: rounded(usual), p95: rounded(late), floor: rounded(least), ratio: rounded(usual / least) };
}
