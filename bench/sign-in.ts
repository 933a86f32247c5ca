import { hash, verify } from '@node-rs/argon2';
import type { Product } from './product.js';
import { median, progress, rounded, type Table } from './report.js';

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = [1, 4];
const PASSWORD = 'a long and unusual phrase 42';
/** As libs/users/src/passwords/password-hash.ts has it. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Sign-ins a second over HTTP, each with its key and session, beside the floor: as many checks of the password alone, in this process. */
export async function benchSignIn(product: Product): Promise<Table[]> {
  const user = await product.newUser('sign-in');
  const stored = await hash(PASSWORD, COST);
  const db = await product.connect();
  await db.query('UPDATE users SET password_hash = $2 WHERE id = $1', [user.id, stored]);
  await db.end();
  const rows: Table['rows'] = [];
  for (const connections of CONNECTIONS) {
    const clients = Array.from({ length: connections }, () => product.client());
    const body = JSON.stringify({ email: user.username, password: PASSWORD });
    const results: { product: number; floor: number }[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      progress(`${connections} connections: ${round < 0 ? 'warming up' : `round ${round + 1} of ${ROUNDS}`}`);
      const result = {
        product: await rate(clients, async (client) => {
          const answer = await client.request({
            method: 'POST',
            path: '/api/auth/login',
            headers: { 'content-type': 'application/json' },
            body,
          });
          const text = await answer.body.text();
          if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${text}`);
        }),
        floor: await rate(clients, async () => {
          await verify(stored, PASSWORD);
        }),
      };
      if (round >= 0) results.push(result);
    }
    await Promise.all(clients.map((c) => c.close()));
    rows.push({
      connections,
      'sign-ins/s': rounded(median(results.map((r) => r.product)), 1),
      floor: rounded(median(results.map((r) => r.floor)), 1),
      share: rounded(median(results.map((r) => r.product / r.floor))),
    });
  }
  return [
    {
      title: `Signing in, Argon2id with ${COST.memoryCost} KiB and ${COST.timeCost} passes, median of ${ROUNDS} rounds of ${SECONDS} s`,
      rows,
    },
  ];
}

async function rate<T>(workers: readonly T[], work: (worker: T) => Promise<void>): Promise<number> {
  const began = performance.now();
  let done = 0;
  await Promise.all(
    workers.map(async (worker) => {
      while (performance.now() - began < SECONDS * 1000) {
        await work(worker);
        done++;
      }
    }),
  );
  return done / ((performance.now() - began) / 1000);
}
