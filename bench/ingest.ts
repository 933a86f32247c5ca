import { createHash, randomUUID } from 'node:crypto';
import { heartbeat, type Sent } from './heartbeats.js';
import type { BenchUser, Product } from './product.js';
import { median, progress, rounded, type Table } from './report.js';
import { post } from './requests.js';

const PER_REQUEST = 25;
const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = [1, 8, 32];
/** Heartbeats of a user are half a second apart, so that all of a round fall on a day or two: its marks are what writers wait for. */
const STEP = 0.5;
const BEGIN = Date.UTC(2026, 0, 5) / 1000;

/** One connection: sends a request or statement of heartbeats, which are its user's next ones, and resolves when they are acknowledged. */
interface Sender {
  user: { next: number };
  send: (heartbeats: readonly Sent[]) => Promise<void>;
}

/**
 * Heartbeats a second, 25 a request, and the share of the floor: the same rows through one prepared `INSERT … SELECT unnest … ON CONFLICT DO
 * NOTHING` from a bare pg client, without ids to look up, marks, HTTP or JSON. Product and floor in turn, medians of the rounds.
 */
export async function benchIngest(product: Product): Promise<Table[]> {
  const rows: Table['rows'] = [];
  for (const shared of [false, true]) {
    for (const connections of CONNECTIONS) {
      if (shared && connections === 1) continue;
      rows.push(await compare(product, connections, shared));
    }
  }
  const stopWorker = await product.startWorker();
  rows.push({ ...(await compare(product, 8, false)), users: 'one a connection, worker running' });
  await stopWorker();
  return [{ title: `Ingest, ${PER_REQUEST} heartbeats a request, heartbeats/s, median of ${ROUNDS} rounds of ${SECONDS} s`, rows }];
}

async function compare(product: Product, connections: number, shared: boolean): Promise<Table['rows'][number]> {
  const sources = await newSources(product, shared ? 1 : connections);
  const floorSources = await newSources(product, sources.length);
  const clients = Array.from({ length: connections }, () => product.client());
  const bare = await Promise.all(clients.map(() => product.connect()));
  const overHttp = clients.map((client, n): Sender => {
    const source = of(sources, n);
    return {
      user: source,
      send: async (heartbeats) => {
        await post(client, source.user, heartbeats);
      },
    };
  });
  const inSql = bare.map((connection, n): Sender => {
    const source = of(floorSources, n);
    return {
      user: source,
      send: async (heartbeats) => {
        await connection.query({ name: 'floor', text: FLOOR, values: floorValues(source.user.id, heartbeats) });
      },
    };
  });
  const results: { product: number; floor: number; latency: number; cpu: number }[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    progress(
      `${connections} connections, ${shared ? 'one user' : 'a user each'}: ${round < 0 ? 'warming up' : `round ${round + 1} of ${ROUNDS}`}`,
    );
    const seconds = round < 0 ? 1 : SECONDS;
    const latencies: number[] = [];
    const before = product.apiCpu();
    const perSecond = await rate(overHttp, seconds, latencies);
    const cpu = (product.apiCpu() - before) / latencies.length;
    const result = { product: perSecond, floor: await rate(inSql, seconds), latency: median(latencies), cpu };
    if (round >= 0) results.push(result);
  }
  await Promise.all([...clients.map((c) => c.close()), ...bare.map((c) => c.end())]);
  return {
    connections,
    users: shared ? 'one on all' : 'one a connection',
    product: Math.round(median(results.map((r) => r.product))),
    floor: Math.round(median(results.map((r) => r.floor))),
    share: rounded(median(results.map((r) => r.product / r.floor))),
    'p50 ms a request': rounded(median(results.map((r) => r.latency))),
    'api CPU, µs a request': Math.round(median(results.map((r) => r.cpu))),
  };
}

interface Source {
  user: BenchUser;
  next: number;
}

async function newSources(product: Product, count: number): Promise<Source[]> {
  const sources: Source[] = [];
  while (sources.length < count) sources.push({ user: await product.newUser(`ingest-${randomUUID()}`), next: 0 });
  return sources;
}

function of(sources: readonly Source[], n: number): Source {
  const source = sources[n % sources.length];
  if (!source) throw new Error('No user to send as');
  return source;
}

/** Heartbeats a second that all senders together get acknowledged. */
async function rate(senders: readonly Sender[], seconds: number, latencies: number[] = []): Promise<number> {
  const began = performance.now();
  const end = began + seconds * 1000;
  let acknowledged = 0;
  await Promise.all(
    senders.map(async ({ user, send }) => {
      while (performance.now() < end) {
        const first = user.next;
        user.next += PER_REQUEST;
        const heartbeats = Array.from({ length: PER_REQUEST }, (_, n) => heartbeat(first + n, BEGIN + (first + n) * STEP));
        const sent = performance.now();
        await send(heartbeats);
        latencies.push(performance.now() - sent);
        acknowledged += PER_REQUEST;
      }
    }),
  );
  return acknowledged / ((performance.now() - began) / 1000);
}

const COLUMNS: readonly (readonly [column: string, type: string, value: (h: Sent) => unknown])[] = [
  ['time', 'bigint', (h) => Math.round(h.time * 1e6)],
  ['is_write', 'bool', (h) => h.is_write],
  ['lineno', 'int', (h) => h.lineno],
  ['cursorpos', 'int', (h) => h.cursorpos],
  ['lines', 'int', (h) => h.lines],
  ['project_root_count', 'int', (h) => h.project_root_count],
  ['line_additions', 'int', (h) => h.line_additions],
  ['line_deletions', 'int', (h) => h.line_deletions],
  ...['ai_line_changes', 'human_line_changes', 'ai_input_tokens', 'ai_output_tokens', 'ai_cached_input_tokens', 'ai_prompt_length'].map(
    (column): [string, string, () => null] => [column, 'int', () => null],
  ),
  ...['ai_session', 'ai_subscription_plan', 'commit_hash', 'commit_author', 'commit_message', 'repository_url'].map(
    (column): [string, string, () => null] => [column, 'text', () => null],
  ),
];

const NAMES = COLUMNS.map(([column]) => column).join(', ');
const FLOOR = `
  INSERT INTO heartbeats (user_id, id, activity_id, entity_id, user_agent_id, ${NAMES})
  SELECT $1, n.* FROM unnest($2::uuid[], $3::int[], $4::int[], $5::int[], ${COLUMNS.map(([, type], n) => `$${n + 6}::${type}[]`).join(', ')}) AS n
  ON CONFLICT DO NOTHING`;

function floorValues(userId: number, heartbeats: readonly Sent[]): unknown[] {
  return [
    userId,
    heartbeats.map((h) => createHash('md5').update(`${h.time}${h.entity}`).digest('hex')),
    heartbeats.map((_, n) => 1 + (n % 50)),
    heartbeats.map((_, n) => 1 + n),
    heartbeats.map(() => 1),
    ...COLUMNS.map(([, , value]) => heartbeats.map(value)),
  ];
}
