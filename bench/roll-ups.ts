import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { heartbeat } from './heartbeats.js';
import type { BenchUser, Product } from './product.js';
import { median, progress, quantile, rounded, type Table } from './report.js';
import { type Client, get, post, timed } from './requests.js';

const USERS = [1, 8, 32];
const PER_REQUEST = 25;
const ROUNDS = 3;
const SECONDS = 8;
/** Until a worker that has just started does what it does all the time. */
const SETTLE_MS = 4_000;
const DAY = 86_400;

/** Where the heartbeats of a user lie: from when on, and how far apart. */
interface Pattern {
  title: string;
  begin: () => number;
  step: number;
}

const PATTERNS: readonly Pattern[] = [
  { title: 'into the last three hours', begin: () => Date.now() / 1000 - 3 * 3600, step: 0.02 },
  { title: 'of days gone by, a minute apart', begin: () => Date.UTC(2024, 0, 1) / 1000, step: 60 },
];

/**
 * What roll-ups cost those who send heartbeats, and what it costs those who read that they rest. The same load without and with a worker, in
 * turn, each on users of its own: heartbeats a second, and the processor time of api, worker and database for a request. Then reading, while
 * each user sends a request a second into a day that is therefore dirty.
 */
export async function benchRollUps(product: Product): Promise<Table[]> {
  const writing: Table['rows'] = [];
  for (const pattern of PATTERNS) for (const users of USERS) writing.push(await write(product, pattern, users));
  const reading: Table['rows'] = [];
  for (const users of USERS) reading.push(...(await read(product, users)));
  return [
    {
      title: `Ingest without and with a worker, ${PER_REQUEST} heartbeats a request, a user a connection, medians of ${ROUNDS} rounds of ${SECONDS} s`,
      rows: writing,
    },
    {
      title: 'Answers, ms over HTTP on one connection, while each user sends a request a second into today; 14 days of 1,371 heartbeats',
      rows: reading,
    },
  ];
}

async function write(product: Product, pattern: Pattern, users: number): Promise<Table['rows'][number]> {
  const without: Load[] = [];
  const withWorker: Load[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    progress(`${users} users, ${pattern.title}: ${round < 0 ? 'warming up' : `round ${round + 1} of ${ROUNDS}`}`);
    const alone = await load(product, pattern, users, round < 0 ? 2 : SECONDS);
    if (round < 0) continue;
    without.push(alone);
    const stopWorker = await product.startWorker();
    await sleep(SETTLE_MS);
    withWorker.push(await load(product, pattern, users, SECONDS));
    await stopWorker();
  }
  const lost = without.map((l, n) => 1 - (withWorker[n]?.rate ?? 0) / l.rate);
  return {
    users,
    heartbeats: pattern.title,
    'without, heartbeats/s': Math.round(median(without.map((l) => l.rate))),
    with: Math.round(median(withWorker.map((l) => l.rate))),
    'lost, %': Math.round(median(lost) * 100),
    'processor time a request without, µs': Math.round(median(without.map((l) => l.cpu))),
    'with, µs': Math.round(median(withWorker.map((l) => l.cpu))),
  };
}

interface Load {
  /** Heartbeats a second. */
  rate: number;
  /** µs of processor time a request, of api, worker and database together. */
  cpu: number;
}

/** As fast as they are acknowledged, on a connection a user. */
async function load(product: Product, { begin, step }: Pattern, users: number, seconds: number): Promise<Load> {
  const from = begin();
  const senders = await Promise.all(Array.from({ length: users }, () => product.newUser(`load-${randomUUID()}`)));
  const clients = senders.map(() => product.client());
  const cpuBefore = processorSeconds(product.processIds());
  const began = performance.now();
  let requests = 0;
  await Promise.all(
    senders.map(async (user, n) => {
      const client = clients[n];
      if (!client) return;
      for (let sent = 0; performance.now() < began + seconds * 1000; sent += PER_REQUEST) {
        await send(client, user, sent, (i) => from + i * step);
        requests++;
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  const cpu = processorSeconds(product.processIds()) - cpuBefore;
  await Promise.all(clients.map((c) => c.close()));
  return { rate: (requests * PER_REQUEST) / took, cpu: (cpu * 1e6) / requests };
}

/** Questions about users whose today is dirty, because they write all the time. */
async function read(product: Product, users: number): Promise<Table['rows']> {
  const now = Date.now() / 1000;
  const days = 14;
  const perDay = 1_371;
  const writers = await Promise.all(Array.from({ length: users }, () => product.newUser(`read-${randomUUID()}`)));
  const client = product.client();
  for (const [n, user] of writers.entries()) {
    progress(`${users} users who read: ${n} have their past`);
    for (let sent = 0; sent < days * perDay; sent += 1_000)
      await send(client, user, sent, (i) => now - days * DAY + (i * DAY) / perDay, 1_000);
  }
  for (const user of users === 1 ? writers : []) await product.cli('rollups:rebuild', '--user', user.username);
  if (users > 1) await product.cli('rollups:rebuild');
  const stopWorker = await product.startWorker();
  await sleep(SETTLE_MS);
  const stop = new AbortController();
  const writing = writers.map(async (user, n) => {
    const own = product.client();
    // Not all in the same moment.
    await sleep((n * 1000) / users);
    for (let sent = 0; !stop.signal.aborted; sent += PER_REQUEST) {
      await send(own, user, sent, (i) => Date.now() / 1000 - 25 + (i % PER_REQUEST) + 0.001);
      await sleep(1_000);
    }
    await own.close();
  });
  await sleep(2_000);
  const questions = ['statusbar/today', 'stats/last_7_days?is_including_today=true', 'stats/last_year'].map((path) => ({
    path,
    times: [0].slice(1),
  }));
  progress(`${users} users write and are read`);
  for (const end = performance.now() + SECONDS * 2_000; performance.now() < end;) {
    for (const user of writers) {
      for (const { path, times } of questions) {
        times.push(await timed(() => get(client, `/api/v1/users/current/${path}`, user.authorization)));
        await sleep(5);
      }
    }
  }
  stop.abort();
  await Promise.all(writing);
  await stopWorker();
  await client.close();
  return questions.map(({ path, times }) => ({
    users,
    question: path.replace(/\?.*/, ''),
    p50: rounded(median(times)),
    p95: rounded(quantile(times, 0.95)),
  }));
}

async function send(client: Client, user: BenchUser, first: number, timeOf: (n: number) => number, count = PER_REQUEST): Promise<void> {
  await post(
    client,
    user,
    Array.from({ length: count }, (_, n) => heartbeat(first + n, timeOf(first + n))),
  );
}

/** Processor time that these processes, their children and the children that have ended have used, by Linux's own accounting. */
function processorSeconds(processIds: readonly number[]): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((id) => statOf(Number(id)));
  return (
    all.filter(({ id, parent }) => processIds.includes(id) || processIds.includes(parent)).reduce((sum, { ticks }) => sum + ticks, 0) / 100
  );
}

function statOf(id: number): { id: number; parent: number; ticks: number } {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
    return { id, parent, ticks: user + system + childrenUser + childrenSystem };
  } catch {
    // It has ended meanwhile.
    return { id, parent: 0, ticks: 0 };
  }
}
