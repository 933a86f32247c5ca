import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
 * The built product as `npm start` runs it: the embedded PostgreSQL with its own settings (fsync on), or a database of its own on a server
 * that is there already, and the api in a process of its own, in a folder made for the run. The worker runs only where a bench starts it, so that a marked day stays marked.
 */
export interface Product {
  databaseUrl: string;
  /** Of the api. */
  url: string;
  postgresVersion: string;
  /** A bare connection to the database, as a floor has it. */
  connect(): Promise<InstanceType<typeof Connection>>;
  /** A client with one connection to the api. */
  client(): HttpClient;
  newUser(name: string): Promise<BenchUser>;
  startWorker(): Promise<() => Promise<void>>;
  /** Processor time that the api has used so far, in µs, in its own code and in the kernel; not a number where the system does not tell. */
  apiCpu(): number;
  /** Memory that the api holds, in MiB; not a number where the system does not tell. */
  apiMemory(): number;
  /** Of api, database and the worker while there is one. */
  processIds(): number[];
  /** Runs a command line; resolves to what it printed. */
  cli(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** `server` is the address of a PostgreSQL whose user may create databases; without it the embedded one is started. */
export async function startProduct(server?: string): Promise<Product> {
  await ensureBuilt();
  const postgres = server === undefined ? await embeddedPostgres() : await databaseOn(server);
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
    STRANGER_LIMIT_PER_MINUTE: '0',
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
    // Where a bench fails, the database is stopped under its connections. What each of them is asked then fails by itself.
    connection.on('error', () => undefined);
    await connection.connect();
    return connection;
  };
  const admin = await connect();
  const { rows } = await admin.query("SELECT current_setting('server_version') AS version");
  const [version = { version: '' }]: { version: string }[] = rows;

  return {
    databaseUrl: postgres.url,
    url: `http://127.0.0.1:${port}`,
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
    apiCpu: () => cpuOf(api),
    apiMemory: () => memoryOf(api),
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
    },
  };
}

interface Database {
  url: string;
  /** Of the server, where it is ours. */
  pid?: number | undefined;
  stop(): Promise<void>;
}

async function embeddedPostgres(): Promise<Database> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chronova-bench-'));
  const postgres = await startPostgres({ dataDir, open: true });
  return {
    url: postgres.url,
    pid: postgres.pid,
    stop: async () => {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A new database, dropped at the end. */
async function databaseOn(server: string): Promise<Database> {
  const name = `chronova_bench_${randomUUID().replaceAll('-', '')}`;
  const run = async (statement: string): Promise<void> => {
    const connection = new Connection({ connectionString: server });
    await connection.connect();
    await connection.query(statement);
    await connection.end();
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** Ticks of /proc, of which every Linux has a hundred a second. */
const TICK_US = 10_000;

function cpuOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  // The name, in brackets, may hold blanks.
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

function memoryOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN;
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
