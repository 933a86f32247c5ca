import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/start-app.js';
import { freePort } from '../../scripts/free-port.js';

// The product as `npm start` runs it, in processes of its own, killed in the middle of work. What was acknowledged must be there afterwards.

const ROOT = path.resolve(import.meta.dirname, '../..');
const MIDNIGHT = Date.parse('2026-11-20T00:00:00Z') / 1000;

describe('killing', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chronova-kill-'));
  let port: number;
  let key = '';
  let sent = 0;
  const acknowledged = new Set<string>();
  let running: Running;

  interface Running {
    launcher: ChildProcess;
    exit: Promise<number | null>;
    output: () => string;
  }

  beforeAll(async () => {
    port = await freePort();
    running = await start();
    key = readFileSync(path.join(dataDir, 'first-key'), 'utf8').trim();
  }, 180_000);
  afterAll(async () => {
    running.launcher.kill('SIGTERM');
    expect(await running.exit).toBe(0);
    rmSync(dataDir, { recursive: true, force: true });
  }, 30_000);

  async function start(): Promise<Running> {
    const env = {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: `${port}`,
      LOG_LEVEL: 'warn',
      DATABASE_URL: '',
      REDIS_URL: '',
      NODE_OPTIONS: '',
    };
    const launcher = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs')], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    launcher.stdout.on('data', (chunk) => (output += String(chunk)));
    launcher.stderr.on('data', (chunk) => (output += String(chunk)));
    const exit = new Promise<number | null>((resolve) => launcher.once('exit', resolve));
    for (const end = Date.now() + 170_000; !output.includes('Swagger UI is at'); await sleep(50)) {
      if (launcher.exitCode !== null || Date.now() > end) throw new Error(`It does not start:\n${output}`);
    }
    return { launcher, exit, output: () => output };
  }

  /** Sends heartbeats, half a second apart in their own time, on four connections until told to stop; remembers what was acknowledged. */
  function work(): () => Promise<void> {
    const stop = new AbortController();
    const connections = Array.from({ length: 4 }, async () => {
      while (!stop.signal.aborted) {
        const items = Array.from({ length: 10 }, () => ({ entity: '/p/a.ts', type: 'file', time: MIDNIGHT + sent++ * 0.5 }));
        const answer = await request('POST', 'heartbeats.bulk', items).catch(() => undefined);
        if (answer?.status === 201) for (const [body] of answer.body.responses) acknowledged.add(body.data.id);
        else await sleep(20);
      }
    });
    return async () => {
      stop.abort();
      await Promise.all(connections);
    };
  }

  async function request(method: string, route: string, body?: unknown): Promise<Pick<Answer, 'status' | 'body'>> {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/users/current/${route}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(25_000),
    });
    return { status: response.status, body: await response.json() };
  }

  async function everythingIsThere(): Promise<void> {
    expect(acknowledged.size).toBeGreaterThan(100);
    const { body } = await request('GET', 'heartbeats?date=2026-11-20');
    // The beginning of the day, and the rest page by page, newest first.
    const byId = new Map<string, number>(body.data.map((h: { id: string; time: number }) => [h.id, h.time]));
    for (let page = 1; byId.size < body.total; page++) {
      const { body: part } = await request('GET', `heartbeats?date=2026-11-20&page=${page}&per_page=100`);
      expect(part.data.length).toBeGreaterThan(0);
      for (const { id, time } of part.data) byId.set(id, time);
    }
    const ids = new Set(byId.keys());
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
    // And time is what the definition makes of what is there.
    const times = [...byId.values()].toSorted((a, b) => a - b);
    const worked = times.slice(1).reduce((sum, t, n) => sum + (t - (times[n] ?? t) <= 900 ? t - (times[n] ?? t) : 0), 0);
    const { body: summaries } = await request('GET', 'summaries?start=2026-11-20&end=2026-11-20');
    expect(summaries.cumulative_total.seconds).toBeCloseTo(worked, 3);
  }

  const childrenOf = (pid: number): { pid: number; command: string }[] =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter((p) => p !== '')
      .map((p) => ({ pid: Number(p), command: readFileSync(`/proc/${p}/cmdline`, 'utf8') }));

  const victims: [string, (launcher: number) => number][] = [
    ['the api', (launcher) => childrenOf(launcher).find((c) => c.command.includes('apps/api'))?.pid ?? 0],
    ['the worker', (launcher) => childrenOf(launcher).find((c) => c.command.includes('apps/worker'))?.pid ?? 0],
    ['PostgreSQL', () => Number(readFileSync(path.join(dataDir, 'postgres-18/postmaster.pid'), 'utf8').split('\n', 1)[0])],
    ['the launcher', (launcher) => launcher],
  ];

  // Processes are found through /proc.
  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux.each(victims)(
    '%s loses nothing that was acknowledged',
    async (_, victim) => {
      const stop = work();
      await sleep(700);
      process.kill(victim(running.launcher.pid ?? 0), 'SIGKILL');
      await running.exit;
      running = await start();
      await sleep(300);
      await stop();
      expect(running.output()).not.toContain('waka_');
      await everythingIsThere();
    },
    90_000,
  );

  onLinux(
    'the worker in the middle of a job loses no part of it',
    async () => {
      const days = 3_000;
      const first = Date.parse('2015-01-01T12:00:00Z') / 1000;
      const beats = Array.from({ length: days * 2 }, (_, n) => ({
        entity: '/p/a.ts',
        type: 'file',
        time: first + Math.floor(n / 2) * 86_400 + (n % 2) * 60,
      }));
      for (let n = 0; n < beats.length; n += 1_000) {
        expect((await request('POST', 'heartbeats.bulk', beats.slice(n, n + 1_000)))?.status).toBe(201);
      }
      expect(await cli('rollups:rebuild', '--background')).toContain('is queued');
      expect(await cli('jobs:list')).toMatch(/rebuild-roll-ups {2}running/);
      process.kill(childrenOf(running.launcher.pid ?? 0).find((c) => c.command.includes('apps/worker'))?.pid ?? 0, 'SIGKILL');
      await running.exit;
      running = await start();
      expect(await cli('jobs:list')).toMatch(/rebuild-roll-ups {2}(running|queued)/);
      for (const end = Date.now() + 90_000; !/ {2}done {2}/.test(await cli('jobs:list')); await sleep(1_000)) {
        expect(Date.now()).toBeLessThan(end);
      }
      expect(await cli('jobs:list')).toContain('2 tries');
      const { body } = await request('GET', 'all_time_since_today');
      const all = await request('GET', 'summaries?start=2015-01-01&end=2015-12-31');
      expect(all.body.cumulative_total.seconds).toBe(365 * 60);
      expect(body.data.total_seconds).toBeGreaterThanOrEqual(days * 60);
    },
    180_000,
  );

  /** What a command prints. */
  async function cli(...args: string[]): Promise<string> {
    const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', REDIS_URL: '', NODE_OPTIONS: '' };
    const child = spawn(process.execPath, [path.join(ROOT, 'scripts/cli.ts'), ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return text(child.stdout);
  }

  it('a second start on the same folder is refused with the remedy', async () => {
    await expect(start()).rejects.toThrow(/DATA_DIR.*process \d+/s);
  });
});
