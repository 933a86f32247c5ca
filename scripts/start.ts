// `npm start`: the database (unless DATABASE_URL names one), the api and a worker, under this one process, which stops them in order.
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import './dot-env.ts';
import { rememberAddress } from './address.ts';
import type { App } from './build.ts';
import { lockDataDir } from './data-dir-lock.ts';
import type { Postgres } from './embedded-postgres.ts';
import { messageOf } from './errors.ts';

const CHILD_STOP_MS = 5_000;
/** What PostgreSQL allows by itself: enough for one process of the API, a worker and commands. */
const CONNECTIONS = 100;
const CONNECTIONS_OF_AN_API = 36;

const dataDir = path.resolve(process.env.DATA_DIR || '.data');
const children = new Map<App, ChildProcess>();
let postgres: Postgres | undefined;
let starting: Promise<Postgres> | undefined;
let unlock = (): void => {};
let stopping = false;
let askedAt = 0;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!stopping) {
      askedAt = Date.now();
      void shutDown(0);
    } else if (Date.now() - askedAt > 1_000) {
      killAll();
    }
    // Else it is the same Ctrl-C again: the terminal tells everybody, and npm passes on what it hears.
  });
}
// npm may be killed without a word to us.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void shutDown(0);
  }, 500).unref();
}

try {
  const { ensureBuilt } = await import('./build.ts');
  await ensureBuilt();
  if (!process.env.DATABASE_URL) {
    unlock = await lockDataDir(dataDir, 'start');
    rememberAddress(dataDir);
    const { startPostgres } = await import('./embedded-postgres.ts');
    starting = startPostgres({ dataDir, settings: settingsFor(process.env.API_PROCESSES) });
    postgres = await starting;
    void postgres.ended.then(() => {
      if (stopping) return;
      process.stderr.write('The embedded PostgreSQL ended by itself; stopping the rest. The next start recovers it.\n');
      void shutDown(1);
    });
  }
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    DATABASE_URL: process.env.DATABASE_URL || postgres?.url,
    EMBEDDED_DATABASE: postgres ? '1' : '',
    // A person who watches wants to see what is wrong; a line a request is for journals.
    LOG_LEVEL: process.env.LOG_LEVEL || (process.stdout.isTTY ? 'warn' : 'info'),
  };
  if (!stopping) await run('api', env);
  if (!stopping) await run('worker', env);
} catch (error) {
  if (!stopping) process.stderr.write(`${messageOf(error)}\n`);
  await shutDown(1);
}

/** More connections for more processes of the API than one. What is no number is the api's to refuse. */
function settingsFor(apiProcesses = ''): Record<string, string> {
  const more = (apiProcesses === 'auto' ? availableParallelism() : Number(apiProcesses)) - 1;
  return more > 0 ? { max_connections: `${CONNECTIONS + more * CONNECTIONS_OF_AN_API}` } : {};
}

/** Starts an app; resolves when it says that it is ready. Should it end before it is told to, everything stops. */
async function run(app: App, env: NodeJS.ProcessEnv): Promise<void> {
  const { entryOf } = await import('./build.ts');
  const child = spawn(process.execPath, ['--enable-source-maps', entryOf(app)], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.set(app, child);
  await new Promise<void>((resolve) => {
    child.once('message', () => resolve());
    child.once('exit', (code, signal) => {
      children.delete(app);
      resolve();
      if (stopping) return;
      // What stopped it while it was starting, it has said itself.
      if (signal) process.stderr.write(`The ${app} process was killed by ${signal}; stopping the rest.\n`);
      void shutDown(code || 1);
    });
  });
}

/** The apps, then the database. */
async function shutDown(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await Promise.all([...children.values()].map(stopChild));
  // One that is still coming up is waited for: it would stay behind.
  await (postgres ?? (await starting?.catch(() => undefined)))?.stop();
  unlock();
  process.exit(code);
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const timer = setTimeout(() => child.kill('SIGKILL'), CHILD_STOP_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** A second Ctrl-C: no more waiting. The database recovers by itself at the next start. */
function killAll(): void {
  for (const child of children.values()) child.kill('SIGKILL');
  postgres?.kill();
  unlock();
  process.exit(1);
}
