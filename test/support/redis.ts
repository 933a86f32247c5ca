import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/free-port.ts';

export interface Redis {
  process: ChildProcess;
  /** Resolves when it has ended. */
  exit: Promise<unknown>;
  port: number;
  url: string;
}

/** A real Redis of the test's own on loopback, on `wanted` or else a free port. Throws where the machine has none. */
export async function startRedis(wanted?: number): Promise<Redis> {
  const redis = await startRedisIfInstalled(wanted);
  if (!redis) throw new Error('There is no redis-server on this machine.');
  return redis;
}

/** The same, but undefined where the machine has none. */
export async function startRedisIfInstalled(wanted?: number): Promise<Redis | undefined> {
  const port = wanted ?? (await freePort());
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const started = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
  });
  if (!started) return undefined;
  while (!(await answers(port))) await sleep(20);
  return { process: child, exit, port, url: `redis://127.0.0.1:${port}` };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
