import { hash } from '@node-rs/argon2';
import { Agent, request } from 'undici';
import type { BenchUser, Product } from './product.js';
import { progress, quantile, rounded, type Table } from './report.js';

const SECONDS = 8;
const PASSWORD = 'a long and unusual phrase 42';
const NAMES = 30_000;
const DAY_HEARTBEATS = 20_000;
const MB = 1024 * 1024;

/** A request of somebody who means no good, sent again and again on so many connections at once. */
interface Attack {
  title: string;
  connections: number;
  send: (url: string, agent: Agent) => Promise<number>;
}

/**
 * What everybody else sees, p50 and p99 in ms, while somebody asks for the heaviest things: reads of strangers and of a user, lists of 30,000
 * names, placeholders over a full day, bodies of 5 MB, sign-ups with texts that are slow to weigh, and the description of the API. Limits of
 * requests are off: this is what the rest must hold.
 */
export async function benchHostile(product: Product): Promise<Table[]> {
  const victim = await product.newUser('victim');
  const hostile = await product.newUser('hostile');
  const db = await product.connect();
  await db.query('UPDATE users SET password_hash = $2 WHERE id = $1', [
    victim.id,
    await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
  ]);
  await db.end();
  await makePublic(product, hostile);
  const base = product.url;
  await fill(base, hostile);
  const rows: Table['rows'] = [];
  for (const attack of attacksBy(hostile)) {
    progress(attack.title);
    rows.push({ attack: attack.title, ...(await during(base, victim, attack)) });
  }
  return [{ title: `What others see meanwhile: p50 / p99 ms of ${SECONDS} s (failed)`, rows }];
}

async function makePublic(product: Product, user: BenchUser): Promise<void> {
  const body = { is_profile_private: false, logged_time_public: true, languages_used_public: true, projects_public: true };
  await post(`${product.url}/api/v1/users/current`, user, JSON.stringify(body), undefined, 'PATCH');
}

async function fill(base: string, user: BenchUser): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const send = async (items: object[]): Promise<void> => {
    await post(`${base}/api/v1/users/current/heartbeats.bulk`, user, JSON.stringify(items));
  };
  const batches = (n: number): number[] => Array.from({ length: n / 1000 }, (_, batch) => batch * 1000);
  progress('many names');
  for (const first of batches(NAMES)) {
    await send(
      Array.from({ length: 1000 }, (_, i) => {
        const n = first + i;
        return {
          entity: `/${n}`,
          type: 'file',
          time: now - 20 * 86_400 + n * 30,
          project: `p${n}`,
          branch: `b${n}`,
          language: `l${n}`,
          editor: `e${n}`,
        };
      }),
    );
  }
  progress('a full day, without names');
  for (const first of batches(DAY_HEARTBEATS)) {
    await send(Array.from({ length: 1000 }, (_, i) => ({ entity: '/a', type: 'file', time: now - 80_000 + (first + i) * 3.5 })));
  }
  progress('dependencies');
  const dependencies = Array.from({ length: 200 }, (_, n) => `d${n}`);
  for (const first of batches(3_000)) {
    await send(
      Array.from({ length: 1000 }, (_, i) => ({
        entity: '/a',
        type: 'file',
        time: now - 10 * 86_400 + (first + i) * 60,
        dependencies,
        project: 'x',
      })),
    );
  }
}

function attacksBy(user: BenchUser): Attack[] {
  const now = Math.floor(Date.now() / 1000);
  const asks = { project: '<<LAST_PROJECT>>', branch: '<<LAST_BRANCH>>', language: '<<LAST_LANGUAGE>>', entity: '/a', type: 'file' };
  const get =
    (path: string, who?: BenchUser) =>
    async (url: string, agent: Agent): Promise<number> => {
      const answer = await request(`${url}${path}`, { dispatcher: agent, headers: who ? { authorization: who.authorization } : {} });
      await answer.body.dump({ limit: 100 * MB });
      return answer.statusCode;
    };
  const bulk =
    (body: () => string) =>
    (url: string, agent: Agent): Promise<number> =>
      post(`${url}/api/v1/users/current/heartbeats.bulk`, user, body(), agent);
  let n = 0;
  return [
    { title: 'nothing', connections: 0, send: () => Promise.resolve(0) },
    {
      title: '20 long reads of strangers',
      connections: 20,
      send: get(`/api/v1/users/${user.username}/summaries?range=last_30_days&timezone=Asia/Kolkata&timeout=14`),
    },
    {
      title: '20 long reads of one user',
      connections: 20,
      send: get('/api/v1/users/current/summaries?range=last_30_days&timeout=14', user),
    },
    { title: '8 reads of 30,000 names by strangers', connections: 8, send: get(`/api/v1/users/${user.username}/stats/all_time`) },
    {
      title: '4 requests of 1,000 placeholders',
      connections: 4,
      send: bulk(() => JSON.stringify(Array.from({ length: 1000 }, (_, i) => ({ ...asks, time: now - i + n++ / 1e6 })))),
    },
    { title: '32 bodies of 5 MB of brackets', connections: 32, send: bulk(() => '['.repeat(4.9 * MB)) },
    { title: '32 bodies of 5 MB of objects', connections: 32, send: bulk(() => `[${'{},'.repeat(1.6 * MB)}{}]`) },
    {
      title: '8 sign-ups with slow passwords',
      connections: 8,
      send: (url, agent) =>
        post(
          `${url}/api/auth/register`,
          undefined,
          JSON.stringify({ invite: 'x', email: 'a@example.com', password: '4@8({[<369|1!0$5+7%24@8({[<369|1!0$5+7%24@8({[<36' }),
          agent,
        ),
    },
    { title: '40 × /docs/yaml', connections: 40, send: get('/docs/yaml') },
  ];
}

async function post(
  url: string,
  user: BenchUser | undefined,
  body: string,
  agent?: Agent,
  method: 'POST' | 'PATCH' = 'POST',
): Promise<number> {
  const headers = { 'content-type': 'application/json', ...(user && { authorization: user.authorization }) };
  const answer = await request(url, { method, body, headers, ...(agent && { dispatcher: agent }) });
  await answer.body.dump({ limit: 100 * MB });
  return answer.statusCode;
}

/** What the others ask for, each again and again on a connection of its own. */
async function during(base: string, victim: BenchUser, { connections, send }: Attack): Promise<Record<string, string>> {
  const end = performance.now() + SECONDS * 1000;
  const hostile = new Agent({ connections: Math.max(1, connections), headersTimeout: 60_000, bodyTimeout: 60_000 });
  const attackers = Array.from({ length: connections }, async () => {
    while (performance.now() < end) await send(base, hostile).catch(() => 0);
  });
  let n = 0;
  const asked: Record<string, (agent: Agent) => Promise<number>> = {
    'status bar': async (agent) => {
      const answer = await request(`${base}/api/v1/users/current/statusbar/today`, {
        dispatcher: agent,
        headers: { authorization: victim.authorization },
      });
      await answer.body.dump();
      return answer.statusCode;
    },
    heartbeats: (agent) => {
      const items = [{ entity: `/new/${Date.now()}/${n++}`, type: 'file', time: Date.now() / 1000, project: 'p', language: 'Go' }];
      return post(`${base}/api/v1/users/current/heartbeats.bulk`, victim, JSON.stringify(items), agent);
    },
    'sign-in': (agent) => post(`${base}/api/auth/login`, undefined, JSON.stringify({ email: victim.username, password: PASSWORD }), agent),
    health: async (agent) => {
      const answer = await request(`${base}/health/ready`, { dispatcher: agent });
      await answer.body.dump();
      return answer.statusCode;
    },
  };
  const results = await Promise.all(
    Object.entries(asked).map(async ([name, ask]): Promise<[string, string]> => [name, await measured(ask, end)]),
  );
  await Promise.all(attackers);
  await hostile.destroy();
  return Object.fromEntries(results);
}

/** p50 / p99 in ms, and how many failed: 4xx, 5xx and none at all. A pause of 20 ms between two, as from several people. */
async function measured(ask: (agent: Agent) => Promise<number>, end: number): Promise<string> {
  const agent = new Agent({ connections: 1, headersTimeout: 60_000 });
  const times: number[] = [];
  let failed = 0;
  while (performance.now() < end) {
    const began = performance.now();
    const status = await ask(agent).catch(() => 0);
    if (status < 200 || status >= 300) failed++;
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await agent.destroy();
  return `${rounded(quantile(times, 0.5), 1)} / ${rounded(quantile(times, 0.99), 1)}${failed > 0 ? ` (${failed} of ${times.length})` : ''}`;
}
