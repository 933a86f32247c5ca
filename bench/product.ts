import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client as Connection } from 'pg';
import { Client as HttpClient } from 'undici';
import { type App, ensureBuilt, entryOf } from '../scripts/build.js';
import { startPostgres } from '../scripts/embedded-postgres.js';
import { freePort } from '../scripts/free-port.js';

export interface BenchUser {
  id: number;
  username: string;
  authorization: string;
}

export type { Connection };

/**
 * The built product as `npm start` runs it: the embedded PostgreSQL with its own settings (fsync on) and the api in a process of its own, in
 * a folder made for the run. The worker runs only where a bench starts it, so that a marked day stays marked.
 */
export interface Product {
  databaseUrl: string;
  postgresVersion: string;
  /** A bare connection to the database, as a floor has it. */
  connect(): Promise<InstanceType<typeof Connection>>;
  /** A client with one connection to the api. */
  client(): HttpClient;
  newUser(name: string): Promise<BenchUser>;
  startWorker(): Promise<() => Promise<void>>;
  /** Of api, database and the worker while there is one. */
  processIds(): number[];
  /** Runs a command line; resolves to what it printed. */
  cli(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

export async function startProduct(): Promise<Product> {
  await ensureBuilt();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chronova-bench-'));
  const postgres = await startPostgres({ dataDir });
  const port = await freePort();
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    PORT: `${port}`,
    HOST: '127.0.0.1',
    REDIS_URL: '',
    // A bench is no client: it asks as fast as it can.
    RATE_LIMIT_PER_HOUR: '0',
    INGEST_LIMIT_PER_HOUR: '0',
    LOG_LEVEL: 'warn',
    TZ: 'UTC',
  };
  const start = (app: App): Promise<ChildProcess> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--enable-source-maps', entryOf(app)], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      child.once('message', () => resolve(child));
      child.once('exit', (code) => reject(new Error(`The ${app} ended with ${code}`)));
    });
  const api = await start('api');
  let worker: ChildProcess | undefined;
  const connect = async (): Promise<InstanceType<typeof Connection>> => {
    const connection = new Connection({ connectionString: postgres.url });
    await connection.connect();
    return connection;
  };
  const admin = await connect();
  const { rows } = await admin.query("SELECT current_setting('server_version') AS version");
  const [version = { version: '' }]: { version: string }[] = rows;

  return {
    databaseUrl: postgres.url,
    postgresVersion: version.version,
    connect,
    client: () => new HttpClient(`http://127.0.0.1:${port}`, { pipelining: 1 }),
    newUser: async (name) => {
      const key = randomUUID();
      const made = await admin.query(
        `WITH u AS (INSERT INTO users (public_id, username, display_name, timezone) VALUES (gen_random_uuid(), $1, $1, 'UTC') RETURNING id)
         INSERT INTO api_keys (user_id, public_id, hash, name, prefix) SELECT id, gen_random_uuid(), $2, 'bench', 'bench' FROM u RETURNING user_id AS id`,
        [name, createHash('sha256').update(key).digest()],
      );
      const [user = { id: 0 }]: { id: number }[] = made.rows;
      return { id: user.id, username: name, authorization: `Bearer ${key}` };
    },
    startWorker: async () => {
      worker = await start('worker');
      const started = worker;
      return () => stopped(started);
    },
    processIds: () => [postgres.pid, api.pid, worker?.pid].filter((pid) => pid !== undefined),
    cli: (...args) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [entryOf('cli'), ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
        let output = '';
        child.stdout.on('data', (chunk) => (output += String(chunk)));
        child.once('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${args.join(' ')} ended with ${code}`))));
      }),
    stop: async () => {
      await admin.end();
      await stopped(api);
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
