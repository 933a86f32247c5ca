import { heartbeatOfMany, spreadOver } from './heartbeats.js';
import type { BenchUser, Product } from './product.js';
import { progress, rounded, type Table } from './report.js';
import { askBeside, type Beside, load } from './requests.js';

const DAY = 86_400;
const DAYS = 730;
const GOALS = 50;
const TIMES = { rounds: 5, perRound: 20 };

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
  const timeOf = spreadOver(heartbeats, { days: DAYS, today });
  await load(product, user, heartbeats, (n) => heartbeatOfMany(n, timeOf(n)));
  progress('rolling up');
  await product.cli('rollups:rebuild', '--user', user.username);
  await makeGoals(product, user);
  await db.query('VACUUM (ANALYZE)');
  const floor = (): Promise<unknown> => db.query({ name: 'floor', text: FLOOR, values: [user.id, today / DAY - 400] });
  const list = async (): Promise<Beside & { ratio: number }> => {
    const times = await askBeside(product, user, 'users/current/goals', floor, TIMES);
    return { ...times, ratio: rounded(times.p50 / times.floor) };
  };
  const rows: Table['rows'] = [];
  rows.push({ days: 'clean', ...(await list()) });
  await db.query('INSERT INTO dirty_days (user_id, day) VALUES ($1, $2) ON CONFLICT DO NOTHING', [user.id, today / DAY]);
  rows.push({ days: 'today dirty', ...(await list()) });
  await db.query('UPDATE users SET day_start = 240 WHERE id = $1', [user.id]);
  rows.push({ days: 'today dirty, day begins at four', ...(await list()) });
  await db.end();
  return [
    {
      title: `${GOALS} goals, ${heartbeats.toLocaleString('en')} heartbeats: ms of the list over HTTP, medians of ${TIMES.rounds} rounds of ${TIMES.perRound}`,
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
