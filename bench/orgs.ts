import { setTimeout as sleep } from 'node:timers/promises';
import { addRollUps, ZONE_SQL } from './people.js';
import type { BenchUser, Connection, Product } from './product.js';
import { progress, rounded, type Table } from './report.js';
import { askBeside } from './requests.js';

const PER_DAY = 16;
const TEAMS = 20;
/** Heartbeats of today of who works now, which are not rolled up. */
const TODAY = 60;
const DAY = 86_400;
/** One floor takes seconds. */
const TIMES = { rounds: 5, perRound: 10, floors: 2 };

const QUESTIONS = {
  'stats, 30 days': { path: 'stats/last_30_days', days: 30 },
  'stats, a year': { path: 'stats/last_year', days: 365 },
  'stats of a team, 30 days': { path: 'stats/last_30_days?team=Team%201', days: 30 },
  'days of 30 days': { path: 'summaries?range=last_30_days', days: 30 },
  'calendar of a year': { path: 'activity?range=last_year', days: 365 },
  'members, first page': { path: 'members', days: 1 },
} as const;

/** What a bare client needs for the time of all members by project and language. */
const FLOOR = `
  SELECT a.project, a.language, sum(r.us)
    FROM org_members m
    JOIN daily_rollups r ON r.user_id = m.user_id AND r.day > $1
    JOIN activities a ON a.user_id = r.user_id AND a.id = r.activity_id
   GROUP BY 1, 2`;

/**
 * An organization of 1,000 people in five zones and twenty teams, a year of sixteen activities a day each, a tenth of them at work now: how long one worker takes to
 * compute its sums, and how long reports and the list of members take over HTTP on one connection, beside a floor: one GROUP BY of a bare client over the same days.
 * `memory`: what the api holds, before and after each question was asked.
 */
export async function benchOrgs(product: Product, users = 1_000, kept = 365): Promise<Table[]> {
  const db = await product.connect();
  const owner = await product.newUser('bench-owner');
  progress('making people');
  const orgId = await fill(db, owner, users, kept);
  await db.query('VACUUM (FREEZE, ANALYZE)');
  progress('computing sums');
  const stopWorker = await product.startWorker();
  const seconds = await computed(db, orgId);
  await stopWorker();
  const rows: Table['rows'] = [];
  for (const [question, { path, days }] of Object.entries(QUESTIONS)) {
    if (days > kept) continue;
    progress(question);
    const memory = product.apiMemory();
    const floor = (): Promise<unknown> => db.query({ name: `floor ${days}`, text: FLOOR, values: [today() - days] });
    const beside = await askBeside(product, owner, `organizations/bench/${path}`, floor, TIMES);
    rows.push({ question, ...beside, ratio: rounded(beside.p50 / beside.floor), 'memory, MiB': `${memory} → ${product.apiMemory()}` });
  }
  await db.end();
  return [
    {
      title: `Sums of ${users.toLocaleString('en')} members over ${kept} days, computed by one worker`,
      rows: [{ 'all days, s': rounded(seconds) }],
    },
    { title: `Reports on them: ms over HTTP, medians of ${TIMES.rounds} rounds of ${TIMES.perRound}`, rows },
  ];
}

async function fill(db: InstanceType<typeof Connection>, owner: BenchUser, users: number, days: number): Promise<number> {
  await db.query(
    `INSERT INTO users (public_id, username, display_name, timezone)
     SELECT gen_random_uuid(), 'coder-' || n, 'Coder ' || n, ${ZONE_SQL} FROM generate_series(1, $1::int) n`,
    [users],
  );
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO organizations (public_id, name, slug) VALUES (gen_random_uuid(), 'Bench', 'bench') RETURNING id`,
  );
  const [org = { id: 0 }] = rows;
  await db.query(
    `INSERT INTO org_members (org_id, user_id, role, source)
     SELECT $1, id, CASE WHEN id = $2 THEN 'owner' ELSE 'member' END, 'invite' FROM users WHERE id = $2 OR username LIKE 'coder-%'`,
    [org.id, owner.id],
  );
  await db.query(
    `INSERT INTO org_shares (org_id, user_id, version, level, spans)
     SELECT $1, id, 1, 1 + id % 4, jsonb_build_array(jsonb_build_array(NULL, 1 + id % 4)) FROM users WHERE username LIKE 'coder-%'`,
    [org.id],
  );
  await db.query(
    `INSERT INTO org_teams (org_id, public_id, name) SELECT $1, gen_random_uuid(), 'Team ' || n FROM generate_series(1, ${TEAMS}) n`,
    [org.id],
  );
  await db.query(
    `INSERT INTO org_team_members (org_id, team_id, user_id)
     SELECT $1, (SELECT min(id) FROM org_teams) + u.id % ${TEAMS}, u.id FROM users u WHERE u.username LIKE 'coder-%'`,
    [org.id],
  );
  await db.query(
    'INSERT INTO org_team_spells (org_id, team_id, user_id, from_day) SELECT org_id, team_id, user_id, 0 FROM org_team_members',
  );
  progress('making roll-ups');
  await addRollUps(db, { days, end: today(), perDay: PER_DAY, project: `'project-' || (u.id * 7 + a) % 60` });
  progress('making heartbeats of today');
  await db.query(
    `INSERT INTO heartbeats (user_id, time, id, activity_id, entity_id, user_agent_id, is_write)
     SELECT u.id, ($1::bigint * ${DAY} + n * 60) * 1000000, gen_random_uuid(), 1 + n % ${PER_DAY}, 1, 1, false
       FROM users u, generate_series(1, ${TODAY}) n
      WHERE u.username LIKE 'coder-%' AND u.id % 10 = 0`,
    [today()],
  );
  await db.query(
    `INSERT INTO dirty_days (user_id, day, marked_at, since)
     SELECT id, $1::int, now() + interval '1 hour', now() + interval '1 hour' FROM users WHERE username LIKE 'coder-%' AND id % 10 = 0`,
    [today()],
  );
  return org.id;
}

/** Waits until the sums of all days are computed. How many seconds the job ran. */
async function computed(db: InstanceType<typeof Connection>, orgId: number): Promise<number> {
  for (;;) {
    await sleep(500);
    const { rows } = await db.query<{ seconds: number; is_whole: boolean; from: number | null }>(
      `SELECT s.is_whole, s.computed_from AS from, extract(epoch FROM j.finished_at - j.started_at)::float8 AS seconds
         FROM org_sum_states s
         JOIN jobs j ON j.name = 'compute-org-sums' AND j.state = 'done'
        WHERE s.org_id = $1`,
      [orgId],
    );
    const [state] = rows;
    if (state?.is_whole) return state.seconds;
  }
}

function today(): number {
  return Math.floor(Date.now() / 1000 / DAY);
}
