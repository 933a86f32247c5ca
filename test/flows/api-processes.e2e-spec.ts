import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPostgres } from '../../scripts/embedded-postgres.js';
import { freePort } from '../../scripts/free-port.js';
import { connect } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import type { Answer } from '../support/start-app.js';

// `npm start` with two processes of the API behind one port. Processes are found through /proc.

const ROOT = path.resolve(import.meta.dirname, '../..');
const MIDNIGHT = Date.parse('2026-11-20T00:00:00Z') / 1000;
const ME = '/api/v1/users/current';
const LIMIT = 24;

const onLinux = process.platform === 'linux' ? describe : describe.skip;
onLinux('two processes of the API', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chronova-processes-'));
  let port: number;
  let key = '';
  let launcher: ChildProcess;
  let exit: Promise<number | null>;
  let output = '';

  beforeAll(async () => {
    port = await freePort();
    const env = {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: `${port}`,
      API_PROCESSES: '2',
      RATE_LIMIT_PER_HOUR: `${LIMIT}`,
      // Health checks are told of at debug.
      LOG_LEVEL: 'debug',
      DATABASE_URL: '',
      REDIS_URL: '',
      NODE_OPTIONS: '',
    };
    launcher = spawn(process.execPath, ['scripts/start.mjs'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    launcher.stdout?.on('data', (chunk) => (output += String(chunk)));
    launcher.stderr?.on('data', (chunk) => (output += String(chunk)));
    exit = new Promise((resolve) => launcher.once('exit', resolve));
    await eventually(async () => output.includes('api_key = ') && serving().length === 2, 170);
    key = readFileSync(path.join(dataDir, 'first-key'), 'utf8').trim();
  }, 180_000);
  afterAll(async () => {
    if (launcher.exitCode === null) launcher.kill('SIGTERM');
    await exit;
    rmSync(dataDir, { recursive: true, force: true });
  }, 30_000);

  const childrenOf = (pid: number): number[] =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  /** The processes that serve. */
  const serving = (): number[] => {
    const primary = childrenOf(launcher.pid ?? 0).find((pid) => commandOf(pid).includes('apps/api'));
    return primary === undefined ? [] : childrenOf(primary);
  };
  /** The processes that logged a request of this route. */
  const served = (route: string): Set<number> =>
    new Set(
      output
        .split('\n')
        .filter((line) => line.startsWith('{') && line.includes(route))
        .map((line): number => JSON.parse(line).pid),
    );

  /** Over a connection of its own, which goes to one process or the other. */
  function request(method: string, route: string, body?: unknown): Promise<Pick<Answer, 'status' | 'body'>> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const url = `http://127.0.0.1:${port}${route}`;
      const sent = http.request(url, { method, headers, agent: false, timeout: 25_000 }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
        response.once('error', reject);
      });
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  it('both serve, and print the key and the addresses once', async () => {
    // Nobody counts these.
    await eventually(async () => {
      await request('GET', '/health/live');
      return served('/health/live').size === 2;
    }, 30);
    expect([...served('/health/live')].toSorted((a, b) => a - b)).toEqual(serving());
    expect(output.split('Swagger UI is at')).toHaveLength(2);
    expect(output.split('Your API key')).toHaveLength(2);
  });

  it('share one budget', async () => {
    const ask = () => request('GET', `${ME}/all_time_since_today`);
    const answers = await Promise.all(Array.from({ length: LIMIT + 10 }, ask));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(LIMIT);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  it('one that is killed loses nothing that was acknowledged, and another takes its place', async () => {
    const acknowledged = new Set<string>();
    const stop = new AbortController();
    let n = 0;
    const work = Array.from({ length: 4 }, async () => {
      while (!stop.signal.aborted) {
        const items = Array.from({ length: 10 }, () => ({ entity: '/p/a.ts', type: 'file', time: MIDNIGHT + n++ * 0.5 }));
        const answer = await request('POST', `${ME}/heartbeats.bulk`, items).catch(() => undefined);
        if (answer?.status === 201) for (const [body] of answer.body.responses) acknowledged.add(body.data.id);
      }
    });
    const [victim = 0, other = 0] = serving();
    let next = 0;
    try {
      await eventually(async () => acknowledged.size > 200);
      process.kill(victim, 'SIGKILL');
      next = await eventually(async () => serving().find((pid) => pid !== other && pid !== victim));
      await eventually(async () => served('heartbeats.bulk').has(next), 60);
    } finally {
      stop.abort();
      await Promise.all(work);
    }
    expect(serving()).toEqual([other, next]);
    expect(output).toContain(`Process ${victim} of the API ended by SIGKILL; another takes its place.`);
    expect(launcher.exitCode).toBeNull();

    // Straight from the database: the budget for reading is used up.
    const db = await connect((await findPostgres(dataDir))?.url ?? '');
    const { rows } = await db.query('SELECT count(*)::int AS n FROM heartbeats WHERE id = ANY($1)', [[...acknowledged]]);
    await db.end();
    expect(rows).toEqual([{ n: acknowledged.size }]);
  }, 120_000);

  it('stop with the launcher, all of them', async () => {
    const pids = serving();
    launcher.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
  }, 20_000);
});
