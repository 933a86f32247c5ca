import { heartbeat } from './heartbeats.js';
import type { BenchUser, Product } from './product.js';
import { median, progress, quantile, rounded, type Table } from './report.js';
import { get, post, timed } from './requests.js';

const DAY = 86_400;
const DAYS = 365;
const PER_DAY = 200;
const ROUNDS = 5;
const PER_ROUND = 200;

/** A picture, and the address of its `n`th request. */
interface Picture {
  name: string;
  path: (n: number) => string;
}

/**
 * How long a picture takes over HTTP on one connection, its numbers kept and not kept, of a user with a year of eight hours a day; the floor is
 * an answer of the same server that looks nothing up.
 */
export async function benchBadge(product: Product): Promise<Table[]> {
  const user = await product.newUser('badge');
  const today = Math.floor(Date.now() / 1000 / DAY) * DAY;
  await load(product, user, today);
  progress('rolling up');
  await product.cli('rollups:rebuild', '--user', user.username);
  const db = await product.connect();
  await db.query(
    'UPDATE users SET is_profile_private = false, logged_time_public = true, languages_used_public = true, projects_public = true WHERE id = $1',
    [user.id],
  );
  await db.query('VACUUM (ANALYZE)');
  await db.end();
  const date = (daysAgo: number): string => new Date((today - daysAgo * DAY) * 1000).toISOString().slice(0, 10);
  // Every n is a question that was not asked before.
  const yearBefore = (n: number): string => `${date(365 + (n % 300))}_to_${date(Math.floor(n / 300))}`;
  const kept: Picture[] = [
    { name: 'floor: /health/live', path: () => '/health/live' },
    { name: 'badge.svg', path: () => `/api/v1/users/${user.username}/badge.svg` },
    { name: 'badge.svg of a project', path: () => `/api/v1/users/${user.username}/badge.svg?project=project-3` },
    { name: 'badge.json', path: () => `/api/v1/users/${user.username}/badge.json` },
    { name: 'activity.svg', path: () => `/api/v1/users/${user.username}/activity.svg` },
    { name: 'card.svg', path: () => `/api/v1/users/${user.username}/card.svg` },
  ];
  const notKept: Picture[] = [
    { name: 'badge.svg of about a year', path: (n) => `/api/v1/users/${user.username}/badge.svg?range=${yearBefore(n)}` },
    { name: 'card.svg of about a year', path: (n) => `/api/v1/users/${user.username}/card.svg?range=${yearBefore(n)}` },
  ];
  return [
    { title: `Pictures whose numbers are kept, ms, ${ROUNDS} rounds of ${PER_ROUND}`, rows: await ask(product, kept) },
    { title: `The same where nothing is kept, ms, ${ROUNDS} rounds of ${PER_ROUND}`, rows: await ask(product, notKept) },
  ];
}

async function ask(product: Product, pictures: readonly Picture[]): Promise<Table['rows']> {
  const client = product.client();
  const asked = pictures.map((picture) => ({ ...picture, n: 0, bytes: 0, times: [0].slice(1) }));
  for (let round = -1; round < ROUNDS; round++) {
    for (const picture of asked) {
      progress(`${picture.name}: ${round < 0 ? 'warming up' : `round ${round + 1} of ${ROUNDS}`}`);
      for (let n = 0; n < (round < 0 ? 20 : PER_ROUND); n++) {
        let text = '';
        const ms = await timed(async () => (text = await get(client, picture.path(picture.n++))));
        if (round >= 0) picture.times.push(ms);
        picture.bytes = text.length;
      }
    }
  }
  await client.close();
  return asked.map(({ name, times, bytes }) => ({
    picture: name,
    bytes,
    p50: rounded(median(times)),
    p95: rounded(quantile(times, 0.95)),
    p99: rounded(quantile(times, 0.99)),
  }));
}

async function load(product: Product, user: BenchUser, today: number): Promise<void> {
  const client = product.client();
  for (let day = 0; day < DAYS; day++) {
    if (day % 50 === 0) progress(`${day} of ${DAYS} days sent`);
    const start = today - (day + 1) * DAY + 9 * 3600;
    const items = Array.from({ length: PER_DAY }, (_, i) => heartbeat(day * PER_DAY + i, start + (i / PER_DAY) * 8 * 3600, 50, false));
    await post(client, user, items);
  }
  await client.close();
}
