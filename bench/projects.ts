import { heartbeatOfMany, MANY, spreadOver } from './heartbeats.js';
import type { Product } from './product.js';
import { progress, type Table } from './report.js';
import { askBeside, load } from './requests.js';

const DAY = 86_400;
const DAYS = 730;
const TIMES = { rounds: 5, perRound: 20 };

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
  const timeOf = spreadOver(heartbeats, { days: DAYS, today });
  await load(product, user, heartbeats, (n) => heartbeatOfMany(n, timeOf(n)));
  progress('rolling up');
  await product.cli('rollups:rebuild', '--user', user.username);
  await db.query('VACUUM (ANALYZE)');
  const floor = (): Promise<unknown> => db.query({ name: 'floor', text: FLOOR, values: [user.id] });
  const rows: Table['rows'] = [];
  for (const days of ['clean', 'today dirty']) {
    if (days !== 'clean')
      await db.query('INSERT INTO dirty_days (user_id, day) VALUES ($1, $2) ON CONFLICT DO NOTHING', [user.id, today / DAY]);
    for (const [question, path] of Object.entries(QUESTIONS))
      rows.push({ days, question, ...(await askBeside(product, user, `users/current/${path}`, floor, TIMES)) });
  }
  const { rows: counted } = await db.query<{ daily: number }>('SELECT count(*)::int AS daily FROM daily_rollups WHERE user_id = $1', [
    user.id,
  ]);
  await db.end();
  return [
    {
      title: `${MANY} projects, ${heartbeats.toLocaleString('en')} heartbeats, ${counted[0]?.daily} daily rows: ms over HTTP, medians of ${TIMES.rounds} rounds of ${TIMES.perRound}`,
      rows,
    },
  ];
}
