import { randomBytes } from 'node:crypto';
import { migrate } from '@app/database';
import { Client } from 'pg';

export type Connection = InstanceType<typeof Client>;

const TEMPLATE = 'chronova_template';

/** A connection of its own to a database, for what a test does behind the app's back. */
export async function connect(url: string): Promise<Connection> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** An empty database with the present schema. Copied from a template that the first caller migrates. */
export async function createDatabase(): Promise<string> {
  const server = process.env['TEST_POSTGRES_URL'] ?? '';
  const name = `t_${randomBytes(6).toString('hex')}`;
  const client = await connect(server);
  try {
    // One at a time: a template may not be in use while it is copied.
    await client.query('SELECT pg_advisory_lock(7)');
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE]);
    if (!rowCount) {
      await client.query(`CREATE DATABASE ${TEMPLATE}_unfinished`);
      await migrate(urlOf(server, `${TEMPLATE}_unfinished`));
      await client.query(`ALTER DATABASE ${TEMPLATE}_unfinished RENAME TO ${TEMPLATE}`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  return urlOf(server, name);
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}
