import type { Sent } from './heartbeats.js';
import type { BenchUser, Product } from './product.js';
import { median, progress, quantile, rounded } from './report.js';

export type Client = ReturnType<Product['client']>;

const BULK = '/api/v1/users/current/heartbeats.bulk';
const PER_REQUEST = 1_000;
const CONNECTIONS = 4;

/** How long something took, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Gets a page. Throws where the answer is not 200. Returns the answer's text. */
export async function get(client: Client, path: string, authorization?: string): Promise<string> {
  const answer = await client.request({ method: 'GET', path, headers: authorization === undefined ? {} : { authorization } });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}: ${text.slice(0, 500)}`);
  return text;
}

/** Sends heartbeats in one request. Throws where one of them is refused. */
export async function post(client: Client, { authorization }: BenchUser, items: readonly object[]): Promise<void> {
  const headers = { authorization, 'content-type': 'application/json', 'x-machine-name': 'bench' };
  const answer = await client.request({ method: 'POST', path: BULK, headers, body: JSON.stringify(items) });
  const text = await answer.body.text();
  if (answer.statusCode !== 201 || text.includes('errors')) throw new Error(`${answer.statusCode}: ${text.slice(0, 500)}`);
}

/** Sends a user's history of `count` heartbeats through the public API, a thousand a request on four connections. */
export async function load(product: Product, user: BenchUser, count: number, heartbeatOf: (n: number) => Sent, title = ''): Promise<void> {
  const name = title === '' ? '' : `${title}: `;
  let next = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const client = product.client();
      while (next < count) {
        const first = next;
        next += PER_REQUEST;
        if ((first / PER_REQUEST) % 50 === 0)
          progress(`${name}${first.toLocaleString('en')} of ${count.toLocaleString('en')} heartbeats sent`);
        const items = Array.from({ length: Math.min(PER_REQUEST, count - first) }, (_, i) => heartbeatOf(first + i));
        await post(client, user, items);
      }
      await client.close();
    }),
  );
}

/** What a floor is beside, in ms: medians over rounds. */
export type Beside = Record<'p50' | 'p95' | 'floor', number>;

/** How long a page takes on one connection, in rounds after one to warm up, in turn with `floor`; with `floors`, only so many of them a round. */
export async function askBeside(
  product: Product,
  { authorization }: BenchUser,
  path: string,
  floor: () => Promise<unknown>,
  { rounds, perRound, floors = perRound }: { rounds: number; perRound: number; floors?: number },
): Promise<Beside> {
  const client = product.client();
  const [p50, p95, leasts]: [number[], number[], number[]] = [[], [], []];
  for (let round = -1; round < rounds; round++) {
    const [times, least]: [number[], number[]] = [[], []];
    for (let n = 0; n < perRound; n++) {
      times.push(await timed(() => get(client, `/api/v1/${path}`, authorization)));
      if (n < floors) least.push(await timed(floor));
    }
    if (round < 0) continue;
    p50.push(median(times));
    p95.push(quantile(times, 0.95));
    leasts.push(median(least));
  }
  await client.close();
  return { p50: rounded(median(p50)), p95: rounded(median(p95)), floor: rounded(median(leasts)) };
}
