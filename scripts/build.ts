// Builds the three apps into dist/ when their sources have changed since. Run by `npm start` and by itself as `npm run build`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { codeOf, messageOf } from './errors.ts';
import { startOf } from './running.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const APPS = ['api', 'worker', 'cli'] as const;
export type App = (typeof APPS)[number];

const STAMP = path.join(ROOT, 'dist/.stamp');
const LOCK = path.join(ROOT, '.build.lock');
const SOURCES = ['apps', 'libs', 'tsconfig.json', 'nest-cli.json', 'package-lock.json'];

/** Where the compiler put an app's first file. */
export function entryOf(app: App): string {
  return path.join(ROOT, `dist/apps/${app}/apps/${app}/src/main.js`);
}

/** Makes dist/ current. Says so, on stderr, only when it has to work. Without the sources or the compiler, dist/ is taken as it is. */
export async function ensureBuilt(): Promise<void> {
  const nest = path.join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
  const canBuild = fs.existsSync(path.join(ROOT, 'apps')) && fs.existsSync(nest);
  if (isCurrent() || (isBuilt() && !canBuild)) return;
  if (!canBuild) throw new Error('Chronova is not built yet, and the compiler is not installed: run "npm ci" once without --omit=dev.');
  const unlock = await lockBuild();
  try {
    if (!isCurrent()) await build(nest);
  } finally {
    unlock();
  }
}

function isBuilt(): boolean {
  return APPS.every((app) => fs.existsSync(entryOf(app)));
}

function isCurrent(): boolean {
  return isBuilt() && fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === fingerprint();
}

/** One build at a time: each begins with emptying its folder. Resolves, once it is our turn, to what lets the next one go on. */
async function lockBuild(): Promise<() => void> {
  for (;;) {
    try {
      fs.writeFileSync(LOCK, `${process.pid}`, { flag: 'wx' });
      return () => fs.rmSync(LOCK, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        throw new Error(`Chronova cannot be built here: ${messageOf(error)}. Run "npm run build" as the owner of ${ROOT}.`, {
          cause: error,
        });
      }
    }
    if (isLeftBehind()) fs.rmSync(LOCK, { force: true });
    await sleep(200);
  }
}

/** Whether the build that holds the lock was killed. Without a number it is just beginning. */
function isLeftBehind(): boolean {
  try {
    const pid = Number(fs.readFileSync(LOCK, 'utf8'));
    return pid > 0 && startOf(pid) === undefined;
  } catch {
    // It is gone already.
    return false;
  }
}

async function build(nest: string): Promise<void> {
  const stamp = fingerprint();
  process.stderr.write('Building Chronova, once: about half a minute…\n');
  const began = Date.now();
  for (const two of [APPS.slice(0, 2), APPS.slice(2)]) await Promise.all(two.map((app) => compile(nest, app)));
  fs.writeFileSync(STAMP, stamp);
  process.stderr.write(`Built in ${Math.round((Date.now() - began) / 1000)} s.\n`);
}

function compile(nest: string, app: App): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [nest, 'build', app], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`Building ${app} failed:\n${output}`))));
  });
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const add = (file: string): void => {
    const stat = fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const name of fs.readdirSync(path.join(ROOT, file)).toSorted()) add(path.join(file, name));
    else if (stat) hash.update(`${file}\0${stat.size}\0${stat.mtimeMs}\0`);
  };
  for (const source of SOURCES) add(source);
  return hash.digest('hex');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureBuilt().catch((error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  });
}
