import { randomBytes } from 'node:crypto';
import { migrate } from '@app/database';
import { Client } from 'pg';

export type Connection = InstanceType<typeof Client>;

const TEMPLATE = 'chronova_template';
const PARTITIONS = 8;
/** Tables of accounts, jobs and operators: they stay whole where users' data are spread. */
export const ACCOUNT_TABLES = [
  'account_tokens',
  'api_keys',
  'audit_log',
  'forge_states',
  'jobs',
  'leaderboard_invites',
  'leaderboard_members',
  'org_invites',
  'org_members',
  'org_notice_mails',
  'org_shares',
  'org_team_members',
  'org_team_spells',
  'org_transfers',
  'org_views',
  'plugin_errors',
  'sessions',
];

/** A connection of its own to a database, for what a test does behind the app's back. */
export async function connect(url: string): Promise<Connection> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** An empty database with the present schema. Copied from a template that the first caller migrates. */
export function createDatabase(): Promise<string> {
  return onServer(async (client, server) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE]);
    if (!rowCount) {
      await client.query(`CREATE DATABASE ${TEMPLATE}_unfinished`);
      await migrate(urlOf(server, `${TEMPLATE}_unfinished`));
      if (process.env['TEST_PARTITIONED']) await partition(urlOf(server, `${TEMPLATE}_unfinished`));
      await client.query(`ALTER DATABASE ${TEMPLATE}_unfinished RENAME TO ${TEMPLATE}`);
    }
    return newDatabase(client, server, TEMPLATE);
  });
}

/** A database without a schema. */
export function createEmptyDatabase(): Promise<string> {
  return onServer((client, server) => newDatabase(client, server, 'template0'));
}

async function newDatabase(client: Connection, server: string, template: string): Promise<string> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return urlOf(server, name);
}

/** One at a time: a template may not be in use while it is copied. */
async function onServer(work: (client: Connection, server: string) => Promise<string>): Promise<string> {
  const server = process.env['TEST_POSTGRES_URL'] ?? '';
  const client = await connect(server);
  try {
    await client.query('SELECT pg_advisory_lock(7)');
    return await work(client, server);
  } finally {
    await client.end();
  }
}

/** Spreads each user's rows over partitions, as a cluster spreads them over servers: `PARTITIONED` with TEST_PARTITIONED=1. */
async function partition(databaseUrl: string): Promise<void> {
  const client = await connect(databaseUrl);
  try {
    for (const table of await userTables(client)) {
      await client.query(`ALTER TABLE ${table} RENAME TO ${table}_whole`);
      await client.query(`CREATE TABLE ${table} (LIKE ${table}_whole INCLUDING ALL) PARTITION BY HASH (user_id)`);
      for (let n = 0; n < PARTITIONS; n++) {
        await client.query(`CREATE TABLE ${table}_${n} PARTITION OF ${table} FOR VALUES WITH (MODULUS ${PARTITIONS}, REMAINDER ${n})`);
      }
      await client.query(`DROP TABLE ${table}_whole`);
    }
  } finally {
    await client.end();
  }
}

/** Tables with a `user_id` whose rows are the user's data: not those of accounts, which every server of a cluster would have. */
export async function userTables(client: Connection): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'user_id' AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT c.relname = ANY($1) ORDER BY 1`,
    [ACCOUNT_TABLES],
  );
  return rows.map(({ name }) => name);
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}
