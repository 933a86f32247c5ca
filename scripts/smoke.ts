// From a clean clone to time worked, as a newcomer does it: clone, `npm ci`, `npm start`, a recorded request of a real client, the status bar,
// Ctrl-C. First with the npm that Node 20 and 22 ship, which links no packaged Node, then with this machine's npm on the same data.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port.ts';

interface Npm {
  command: string;
  args: string[];
}

interface Running {
  child: ChildProcess;
  exit: Promise<number | null>;
  output: () => string;
}

/** A request as a client sent it: what it sent, not what it got. */
interface Recorded {
  headers: [name: string, value: string][];
  body: string;
}

const NPM_10 = 'npm@10.9.9';
const QUICK = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

const root = path.resolve(import.meta.dirname, '..');
const folder = fs.mkdtempSync(path.join(tmpdir(), 'chronova-smoke-'));
const clone = path.join(folder, 'clone');
const env = { ...newcomer(), DATA_DIR: path.join(folder, 'data'), PORT: `${await freePort()}`, DATABASE_URL: '', REDIS_URL: '' };
const api = `http://127.0.0.1:${env.PORT}/api/v1`;
// Both are run by the machine's own Node, however old it is.
const ownNpm: Npm = { command: 'npm', args: [] };
const oldNpm: Npm = { command: 'node', args: [path.join(folder, 'node_modules/npm/bin/npm-cli.js')] };

try {
  execFileSync('git', ['clone', '--quiet', root, clone]);
  execFileSync('npm', ['install', ...QUICK, '--prefix', folder, NPM_10], { env, stdio: 'inherit' });
  say(`cloned; Node here is ${execFileSync('node', ['--version'], { env, encoding: 'utf8' }).trim()}`);
  refusesWithoutPackages();

  install(oldNpm);
  const first = await start(oldNpm);
  check(!/waka_/.test(first.output()), 'the first start prints no API key where there is no terminal');
  const key = fs.readFileSync(path.join(env.DATA_DIR, 'first-key'), 'utf8').trim();
  const [line = ''] = fs.readFileSync(path.join(clone, 'test/contract/recorded/wakatime-cli-1.90.jsonl'), 'utf8').split('\n', 1);
  const recorded: Recorded = JSON.parse(line);
  const [heartbeat]: object[] = JSON.parse(recorded.body);
  const now = Date.now() / 1000;
  await send(recorded, key, [{ ...heartbeat, time: now - 60 }]);
  await send(recorded, key, [{ ...heartbeat, time: now }]);
  await sawAMinute(key, now);
  await stop(first);

  install(ownNpm);
  const second = await start(ownNpm);
  check(!/waka_/.test(second.output()), 'a later start prints no key');
  await sawAMinute(key, now);
  await stop(second);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
process.stdout.write('Smoke run: everything is as it should be.\n');

/** The environment without what npm and the packaged Node added to it for this run. */
function newcomer(): NodeJS.ProcessEnv {
  const packages = path.join(root, 'node_modules');
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((directory) => !directory.startsWith(packages));
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
    PATH: directories.join(path.delimiter),
  };
}

function refusesWithoutPackages(): void {
  const { status, stdout, stderr } = spawnSync('npm', ['start', '--silent'], { cwd: clone, env, encoding: 'utf8' });
  const said = (stdout + stderr).trim();
  check(status === 1 && said.includes('run "npm ci" first') && !said.includes('\n'), `npm start without packages says: ${said}`);
}

function install({ command, args }: Npm): void {
  execFileSync(command, [...args, 'ci', ...QUICK], { cwd: clone, env, stdio: 'inherit' });
  say(`installed with npm ${execFileSync(command, [...args, '--version'], { cwd: clone, env, encoding: 'utf8' }).trim()}`);
}

async function start({ command, args }: Npm): Promise<Running> {
  const began = Date.now();
  const child = spawn(command, [...args, 'start'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  while (!output.includes('Swagger UI is at')) {
    if (child.exitCode !== null || Date.now() - began > 180_000) throw new Error(`npm start does not come up:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  check(
    (await fetch(`http://127.0.0.1:${env.PORT}/health/ready`)).status === 200,
    `npm start is ready after ${((Date.now() - began) / 1000).toFixed(1)} s`,
  );
  return { child, exit, output: () => output };
}

async function stop({ child, exit }: Running): Promise<void> {
  const began = Date.now();
  child.kill('SIGTERM');
  const code = await exit;
  check(code === 0 && Date.now() - began < 10_000, `it stops in ${Date.now() - began} ms with code ${code}`);
}

async function send(recorded: Recorded, key: string, body: object[]): Promise<void> {
  const headers = Object.fromEntries(recorded.headers.filter(([name]) => !/^(authorization|accept-encoding)$/i.test(name)));
  headers['Authorization'] = `Basic ${Buffer.from(key).toString('base64')}`;
  const response = await fetch(`${api}/users/current/heartbeats.bulk`, { method: 'POST', headers, body: JSON.stringify(body) });
  const { responses }: { responses: [item: { data?: { id: string } }, status: number][] } = await response.json();
  const [[item, status] = [{}, 0]] = responses;
  check(response.status === 201 && status === 201 && item.data !== undefined, `a recorded request is stored as ${item.data?.id}`);
}

/** Today's minute, and around midnight yesterday's too. */
async function sawAMinute(key: string, now: number): Promise<void> {
  const headers = { Authorization: `Bearer ${key}` };
  const bar = await (await fetch(`${api}/users/current/statusbar/today`, { headers })).json();
  const summaries = await (
    await fetch(`${api}/users/current/summaries?start=${date(now - 86_400)}&end=${date(now + 86_400)}`, { headers })
  ).json();
  check(
    Math.abs(summaries.cumulative_total.seconds - 60) < 0.001,
    `the minute is there; the status bar says "${bar.data.grand_total.text}"`,
  );
}

function date(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function check(truth: boolean, what: string): void {
  if (!truth) throw new Error(`Not true: ${what}`);
  say(what);
}

function say(what: string): void {
  process.stdout.write(`smoke: ${what}\n`);
}
