import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';

// `npm start` and `npm run cli` as a person meets them: in processes of their own, from their output and exit codes.

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'chronova-starting-'));

interface Run {
  child: ChildProcess;
  exit: Promise<number | null>;
  output: () => string;
  /** Until it has printed that; fails when it ends without. */
  says: (text: string) => Promise<void>;
}

function run(command: string, args: string[], more: Record<string, string> = {}): Run {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    DATABASE_URL: '',
    REDIS_URL: '',
    LOG_LEVEL: 'warn',
    DATA_DIR: path.join(folder, 'data'),
    ...more,
  };
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    exit,
    output: () => output,
    says: async (text) => {
      for (const end = Date.now() + 170_000; !output.includes(text); await sleep(50)) {
        if (child.exitCode !== null || Date.now() > end) throw new Error(`It does not say "${text}":\n${output}`);
      }
    },
  };
}

const start = (env: Record<string, string>): Run => run(process.execPath, ['scripts/start.mjs'], env);
const cli = (...args: string[]): Run => run(process.execPath, ['scripts/cli.ts', ...args]);
const KEY = /waka_[0-9a-f-]{36}/;

describe('starting', () => {
  let taken: net.Server;
  let port: string;

  beforeAll(async () => {
    taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    port = String(typeof address === 'object' ? address?.port : 0);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('on a busy port says so, and the next start still shows the first key', async () => {
    const refused = start({ PORT: port });
    expect(await refused.exit).not.toBe(0);
    expect(refused.output()).toContain(`PORT ${port} is taken by another program. Set PORT to a free one.`);
    expect(refused.output()).not.toMatch(/ at .*\.js:|"level"/);
    await new Promise((resolve) => taken.close(resolve));

    const first = start({ PORT: port, TZ: '' });
    await first.says('Swagger UI is at');
    await first.says('api_key = ');
    // No terminal, so it is not printed.
    expect(first.output()).not.toMatch(KEY);
    const file = path.join(folder, 'data', 'first-key');
    expect(first.output()).toContain(`Your API key is in ${file}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const key = readFileSync(file, 'utf8').trim();
    const { data } = await (await fetch(`http://127.0.0.1:${port}/api/v1/users/current?api_key=${key}`)).json();
    expect(data.username).toBe('owner');

    const set = cli('user:set', 'owner', '--zone', 'Asia/Kathmandu');
    expect([await set.exit, set.output()]).toEqual([0, 'Changed: zone = Asia/Kathmandu\n']);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
  }, 200_000);

  it('a command works while nothing runs, and a start that comes meanwhile waits for it', async () => {
    const made = cli('user:create', 'ada', '--zone', 'Europe/Berlin');
    await sleep(300);
    const later = start({ PORT: port });
    expect(await made.exit).toBe(0);
    expect(made.output()).toMatch(KEY);
    await later.says('Swagger UI is at');
    expect(later.output()).not.toMatch(KEY);
    later.child.kill('SIGTERM');
    expect(await later.exit).toBe(0);
  }, 200_000);

  const noPostgres = (): void => expect(spawnSync('pgrep', ['-f', path.join(folder, 'data', 'postgres-18')]).stdout.toString()).toBe('');

  it('a closed terminal leaves no PostgreSQL behind: neither that of a command that waits at its prompt nor that of a start', async () => {
    const asking = cli('user:set-password', 'owner');
    // It waits for the password, on a database of its own.
    await eventually(async () => spawnSync('pgrep', ['-f', 'main.js user:set-password owner']).status === 0, 60);
    asking.child.kill('SIGHUP');
    expect(await asking.exit).not.toBe(0);
    noPostgres();
    const started = start({ PORT: port });
    await started.says('Swagger UI is at');
    started.child.kill('SIGHUP');
    expect(await started.exit).toBe(0);
    noPostgres();
  }, 200_000);

  it('after everything was killed starts at once, also where nobody has taken note of the end of the last start', async () => {
    // Its parent never asks how it ended, so it stays as a zombie.
    const parent = run('sh', ['-c', `${process.execPath} scripts/start.ts & exec sleep 300`], { PORT: port });
    await parent.says('Swagger UI is at');
    const holder = Number.parseInt(readFileSync(path.join(folder, 'data', 'start.lock'), 'utf8'), 10);
    process.kill(holder, 'SIGKILL');
    const again = start({ PORT: port });
    await again.says('Swagger UI is at');
    expect(readFileSync(`/proc/${holder}/stat`, 'utf8')).toContain(') Z ');
    again.child.kill('SIGTERM');
    expect(await again.exit).toBe(0);
    parent.child.kill('SIGKILL');
    await parent.exit;
  }, 200_000);

  it('a start that is about to end is waited for, one that stays is named', async () => {
    const first = start({ PORT: port });
    await first.says('Swagger UI is at');
    const second = start({ PORT: '0' });
    expect(await second.exit).toBe(1);
    expect(second.output()).toMatch(/^Chronova already runs on DATA_DIR .* \(process \d+\)\. Stop it, or set DATA_DIR and PORT.*\n$/);
    first.child.kill('SIGTERM');
    const third = start({ PORT: port });
    await third.says('Swagger UI is at');
    expect(third.output()).toContain('key:create');
    third.child.kill('SIGTERM');
    expect(await third.exit).toBe(0);
  }, 200_000);

  // A terminal of its own, in which Ctrl-C goes to the whole group of processes, and npm passes on what it hears.
  const inTerminal = spawnSync('script', ['--version']).status === 0 ? it : it.skip;
  inTerminal(
    'one Ctrl-C in a terminal stops everything in order',
    async () => {
      const terminal = run('script', ['-qec', 'npm start', '/dev/null'], { PORT: port });
      await terminal.says('Swagger UI is at');
      terminal.child.stdin?.write('\u0003');
      await terminal.exit;
      expect(spawnSync('pgrep', ['-f', path.join(folder, 'data', 'postgres-18')]).stdout.toString()).toBe('');
      const again = start({ PORT: port });
      await again.says('Swagger UI is at');
      again.child.kill('SIGINT');
      expect(await again.exit).toBe(0);
    },
    200_000,
  );

  it.each([
    ['a variable that is wrong', { PORT: 'many', LOG_LEVEL: 'loud' }, /PORT must be a whole number.*LOG_LEVEL must be one of/],
    ['a zone that is none', { TZ: 'Mars' }, /TZ must be an IANA time zone, such as Europe\/Berlin/],
    [
      'a database that does not answer',
      { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' },
      /DATABASE_URL does not answer.*Start it, or correct/,
    ],
    ['a database address that is none', { DATABASE_URL: 'postgres://a:p#w@127.0.0.1:99999/c' }, /DATABASE_URL must look like/],
    ['an address of another machine', { HOST: '192.0.2.1' }, /HOST 192\.0\.2\.1 is no address of this machine/],
    ['a folder where there can be none', { DATA_DIR: '/proc/chronova' }, /DATA_DIR \/proc\/chronova.*Set DATA_DIR to a folder of yours/],
    ['a folder that is a file', { DATA_DIR: path.join(folder, 'file') }, /DATA_DIR .*file.*Set DATA_DIR to a folder of yours/],
  ])(
    '%s is one clear line',
    async (_, env, message) => {
      writeFileSync(path.join(folder, 'file'), '');
      chmodSync(path.join(folder, 'file'), 0o600);
      const refused = start({ PORT: '0', ...env });
      expect(await refused.exit).not.toBe(0);
      expect(refused.output().trim()).toMatch(message);
      expect(refused.output().trim().split('\n')).toHaveLength(1);
    },
    90_000,
  );
});
