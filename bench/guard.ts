import { type ChildProcess, spawn } from 'node:child_process';
import { Client as HttpClient } from 'undici';
import { startRedisIfInstalled } from '../test/support/redis.js';
import { freePort } from '../scripts/free-port.js';
import type { Product } from './product.js';
import { median, progress, rounded, type Table } from './report.js';

const ROUNDS = 9;
const SECONDS = 1.5;
const CONNECTIONS = 16;
const NO_LIMIT = '0';
const FAR_LIMIT = '1000000000';

interface Server {
  title: string;
  clients: HttpClient[];
  stop: () => void;
}

/**
 * What the guards cost an authenticated request: the same route for anybody and uncounted, and with a key. The key is looked up once a
 * second, as always. Servers and routes in turn, each alone; medians of the rounds.
 */
export async function benchGuard(product: Product): Promise<Table[]> {
  const user = await product.newUser('guard');
  const redis = await startRedisIfInstalled();
  const servers = [
    await start(product, 'key, no limit', { RATE_LIMIT_PER_HOUR: NO_LIMIT }),
    await start(product, 'key and limit, in the process', { RATE_LIMIT_PER_HOUR: FAR_LIMIT }),
    ...(redis ? [await start(product, 'key and limit, on Redis', { RATE_LIMIT_PER_HOUR: FAR_LIMIT, REDIS_URL: redis.url })] : []),
  ];
  const measured = servers.map((server) => ({ server, open: [0].slice(1), keyed: [0].slice(1), cost: [0].slice(1) }));
  for (let round = -1; round < ROUNDS; round++) {
    progress(round < 0 ? 'warming up' : `round ${round + 1} of ${ROUNDS}`);
    for (const { server, open, keyed, cost } of measured) {
      const without = await microseconds(server.clients, '/bench/open', user.authorization);
      const withKey = await microseconds(server.clients, '/bench/keyed', user.authorization);
      if (round < 0) continue;
      open.push(without);
      keyed.push(withKey);
      cost.push(withKey - without);
    }
  }
  for (const { clients, stop } of servers) {
    await Promise.all(clients.map((client) => client.close()));
    stop();
  }
  redis?.process.kill();
  return [
    {
      title: `The same route with and without guards, µs a request on ${CONNECTIONS} connections, medians of ${ROUNDS} rounds of ${SECONDS} s`,
      rows: measured.map(({ server, open, keyed, cost }) => ({
        guards: server.title,
        without: rounded(median(open), 1),
        with: rounded(median(keyed), 1),
        cost: rounded(median(cost), 1),
      })),
    },
  ];
}

async function start(product: Product, title: string, variables: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const env = { ...process.env, DATABASE_URL: product.databaseUrl, PORT: `${port}`, HOST: '127.0.0.1', REDIS_URL: '', ...variables };
  const child = await new Promise<ChildProcess>((resolve, reject) => {
    const started = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', 'bench/guard-server.ts'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.once('message', () => resolve(started));
    started.once('exit', (code) => reject(new Error(`The server ended with ${code}`)));
  });
  const clients = Array.from({ length: CONNECTIONS }, () => new HttpClient(`http://127.0.0.1:${port}`, { pipelining: 1 }));
  return { title, clients, stop: () => child.kill() };
}

/** Of the whole server's time a request, while all connections ask without a pause. */
async function microseconds(clients: readonly HttpClient[], path: string, authorization: string): Promise<number> {
  const began = performance.now();
  const end = began + SECONDS * 1000;
  let answered = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        const answer = await client.request({ method: 'GET', path, headers: { authorization } });
        const text = await answer.body.text();
        if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${text}`);
        answered++;
      }
    }),
  );
  return ((performance.now() - began) * 1000) / answered;
}
