import { spawn } from 'node:child_process';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/free-port.mjs';

/**
 * A real Redis of the test's own on loopback, or undefined where the machine has none.
 * @param {number} [wanted] the port to listen on; left out: a free one
 */
export async function startRedis(wanted) {
  const port = wanted ?? (await freePort());
  const process = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' });
  const exit = new Promise((resolve) => process.once('exit', resolve));
  const started = await new Promise((resolve) => {
    process.once('error', () => resolve(false));
    process.once('spawn', () => resolve(true));
  });
  if (!started) return undefined;
  while (!(await answers(port))) await sleep(20);
  return { process, exit, port, url: `redis://127.0.0.1:${port}` };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
