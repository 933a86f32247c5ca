import { heartbeat, type Sent, spreadOver } from './heartbeats.js';
import type { BenchUser, Connection, Product } from './product.js';
import { median, progress, quantile, rounded, type Table } from './report.js';
import { get, load, post, timed } from './requests.js';

const DAY = 86_400;
const YEARS = 2;
const MILLION = 1_000_000;
const ROUNDS = 5;
const PER_ROUND = 20;

/** How a user worked: `n` heartbeats up to today, `workday` seconds a day, evenly; another project every `perProject` heartbeats. */
interface Worker {
  title: string;
  n: number;
  days: number;
  workday: number;
  perProject: number;
  dependencies: boolean;
}

const OFFICE: Worker = { title: '8 hours a day', n: MILLION, days: 365 * YEARS, workday: 8 * 3600, perProject: 200, dependencies: false };
const CLOCK: Worker = { ...OFFICE, title: 'round the clock', workday: DAY };
/** Twice as much in the same days, quarters of an hour and projects: answers from roll-ups should not notice. */
const DOUBLE: Worker = { ...CLOCK, title: 'round the clock, 2,000,000', n: 2 * MILLION, perProject: 400 };
/** Only as many days as the question that is asked of it. */
const LIBRARIES: Worker = {
  ...CLOCK,
  title: 'round the clock, all with dependencies',
  days: 60,
  n: Math.round((MILLION * 60) / (365 * YEARS)),
  dependencies: true,
};

const FULL_DAY: Worker = { ...CLOCK, title: 'a full day', days: 1, n: 100_000 };

interface Question {
  name: string;
  path: string;
  /** The rows that the answer folds, read by a bare pg client from the roll-ups of the days: its floor. */
  days: number;
}

/**
 * How long answers take: p50 and p95 over HTTP on one connection, users and questions in turn, beside a floor: the rows of the range's daily
 * roll-ups through a bare pg client. Then the roll-ups themselves, and what a heartbeat takes on disk.
 */
export async function benchRead(product: Product): Promise<Table[]> {
  const db = await product.connect();
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  const workers = [OFFICE, CLOCK, DOUBLE, LIBRARIES];
  const users: { worker: Worker; user: BenchUser }[] = [];
  const rebuilds: Table['rows'] = [];
  const sizes: Table['rows'] = [];
  for (const worker of workers) {
    const before = await bytes(db);
    const user = await product.newUser(worker.title.replaceAll(/[^a-z0-9]+/g, '-'));
    await load(product, user, worker.n, heartbeatsOf(worker, today), worker.title);
    // The server's own upkeep after a million new rows is not what is measured.
    await db.query('VACUUM (ANALYZE)');
    progress(`${worker.title}: rolling up`);
    const [, days = '', seconds = ''] =
      /(\d+) days rolled up in ([\d.]+) s/.exec(await product.cli('rollups:rebuild', '--user', user.username)) ?? [];
    await db.query('VACUUM (FREEZE, ANALYZE)');
    rebuilds.push({ user: worker.title, heartbeats: worker.n, days, 'full rebuild, s': Number(seconds) });
    sizes.push({ user: worker.title, 'bytes a heartbeat, everything included': Math.round(((await bytes(db)) - before) / worker.n) });
    users.push({ worker, user });
  }
  const clean = await ask(product, db, users, today);
  const dirty = await withDirtyDay(product, db, users, today);
  const wait = await waitForRollUp(product, db);
  await db.end();
  return [
    {
      title: `Answers, ms over HTTP, medians of ${ROUNDS} rounds of ${PER_ROUND}; floor: the same days' daily roll-ups by a bare pg client`,
      rows: clean,
    },
    { title: 'The same with today marked and not rolled up', rows: dirty },
    { title: 'Roll-ups', rows: rebuilds },
    { title: 'On disk, after VACUUM', rows: sizes },
    { title: 'A POST into a day of 100,000 heartbeats while it is rolled up, ms', rows: [wait] },
  ];
}

function questions(today: number): Question[] {
  const date = (daysAgo: number): string => new Date((today - daysAgo * DAY) * 1000).toISOString().slice(0, 10);
  return [
    { name: 'status bar', path: 'statusbar/today', days: 1 },
    { name: 'stats last_7_days', path: 'stats/last_7_days', days: 7 },
    { name: 'stats last_year', path: 'stats/last_year', days: 365 },
    { name: 'stats last_year, project', path: 'stats/last_year?project=project-3', days: 365 },
    { name: 'summaries of 30 days', path: `summaries?start=${date(29)}&end=${date(0)}`, days: 30 },
    { name: 'all time', path: 'all_time_since_today', days: 365 * YEARS },
    { name: 'durations of a day', path: `durations?date=${date(1)}`, days: 1 },
  ];
}

async function ask(
  product: Product,
  db: InstanceType<typeof Connection>,
  users: readonly { worker: Worker; user: BenchUser }[],
  today: number,
): Promise<Table['rows']> {
  const client = product.client();
  const asked = users.flatMap(({ worker, user }) =>
    questions(today).map((question) => ({ worker, user, question, p50: [0].slice(1), p95: [0].slice(1), floor: [0].slice(1) })),
  );
  for (let round = -1; round < ROUNDS; round++) {
    for (const { worker, user, question, p50, p95, floor } of asked) {
      progress(`${worker.title}, ${question.name}: ${round < 0 ? 'warming up' : `round ${round + 1} of ${ROUNDS}`}`);
      const times: number[] = [];
      const floors: number[] = [];
      for (let n = 0; n < (round < 0 ? 3 : PER_ROUND); n++) {
        times.push(await timed(() => get(client, `/api/v1/users/current/${question.path}`, user.authorization)));
        floors.push(
          await timed(() => db.query({ name: 'floor', text: FLOOR, values: [user.id, today / DAY - question.days + 1, today / DAY] })),
        );
      }
      if (round < 0) continue;
      p50.push(median(times));
      p95.push(quantile(times, 0.95));
      floor.push(median(floors));
    }
  }
  await client.close();
  return asked.map(({ worker, question, p50, p95, floor }) => ({
    user: worker.title,
    question: question.name,
    p50: rounded(median(p50)),
    p95: rounded(median(p95)),
    floor: rounded(median(floor)),
  }));
}

const FLOOR = 'SELECT day, activity_id, us FROM daily_rollups WHERE user_id = $1 AND day BETWEEN $2 AND $3';

async function withDirtyDay(
  product: Product,
  db: InstanceType<typeof Connection>,
  users: readonly { worker: Worker; user: BenchUser }[],
  today: number,
): Promise<Table['rows']> {
  await db.query('INSERT INTO dirty_days (user_id, day) SELECT id, $1 FROM users ON CONFLICT DO NOTHING', [today / DAY]);
  return ask(product, db, users, today);
}

/** The n-th heartbeat of somebody who worked like this, the last of them now. */
function heartbeatsOf({ n: count, days, workday, perProject, dependencies }: Worker, today: number): (n: number) => Sent {
  const timeOf = spreadOver(count, { days, today, from: workday === DAY ? 0 : 9 * 3600, seconds: workday });
  return (n) => heartbeat(n, timeOf(n), perProject, dependencies);
}

/** One heartbeat after another into a day that is being rolled up meanwhile: how long the slowest waited. */
async function waitForRollUp(product: Product, db: InstanceType<typeof Connection>): Promise<Table['rows'][number]> {
  const user = await product.newUser('full-day');
  const day = Date.UTC(2026, 0, 5) / 1000;
  await load(product, user, FULL_DAY.n, heartbeatsOf(FULL_DAY, day), FULL_DAY.title);
  const client = product.client();
  const waits: number[] = [];
  const before: number[] = [];
  const send = (n: number): Promise<number> => timed(() => post(client, user, [heartbeat(n, day + 40_000.0005 + n * 0.001)]));
  for (let n = 0; n < 200; n++) before.push(await send(n));
  progress('a full day: rolling up while heartbeats arrive');
  const rebuilt = new AbortController();
  const rebuild = product.cli('rollups:rebuild', '--user', user.username).finally(() => rebuilt.abort());
  for (let n = 200; !rebuilt.signal.aborted; n++) waits.push(await send(n));
  await rebuild;
  await client.close();
  const { rows } = await db.query('SELECT count(*)::int AS n FROM heartbeats WHERE user_id = $1', [user.id]);
  const [{ n } = { n: 0 }]: { n: number }[] = rows;
  return {
    heartbeats: n,
    'p50 before': rounded(median(before)),
    'p50 meanwhile': rounded(median(waits)),
    'longest wait': rounded(Math.max(...waits)),
  };
}

async function bytes(db: InstanceType<typeof Connection>): Promise<number> {
  const { rows } = await db.query(
    `SELECT sum(pg_total_relation_size(oid))::float8 AS bytes FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
  );
  const [{ bytes: n } = { bytes: 0 }]: { bytes: number }[] = rows;
  return n;
}
