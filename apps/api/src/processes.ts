import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { untilStopped } from '@app/core';
import type { Logger } from 'pino';

/** Before another try when a process could not take the place of one that ended. */
const AGAIN_MS = 2_000;

/**
 * Keeps `count` processes of this program that serve on one port, and puts another in the place of one that ends. Resolves when all of them
 * are ready. Whichever is free takes a connection. On SIGTERM, and when the parent process is gone, it stops them all.
 * A process that ends before any is ready has said why: this one then ends with the same exit code.
 */
export async function keepProcesses(count: number, log: Logger): Promise<void> {
  // Each process accepts connections itself. Dealt out by this one, those under way to a process that is killed would hang for ever.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const ready = new Set<Worker>();
  let stopping = false;
  untilStopped(async () => {
    stopping = true;
    await Promise.all(Object.values(cluster.workers ?? {}).map(stopped));
  });

  /** Resolves when the process is ready or has ended. */
  const keepOne = (): Promise<void> =>
    new Promise((resolve) => {
      const worker = cluster.fork();
      worker.on('message', (message) => {
        if (message !== 'ready') return;
        ready.add(worker);
        resolve();
      });
      worker.once('exit', (code, signal) => {
        resolve();
        const wasReady = ready.delete(worker);
        if (stopping) return;
        if (!wasReady && ready.size === 0) process.exit(code || 1);
        log.error(`Process ${worker.process.pid} of the API ended by ${signal ?? `exit code ${code}`}; another takes its place.`);
        void sleep(wasReady ? 0 : AGAIN_MS).then(() => (stopping ? undefined : keepOne()));
      });
    });

  // The first brings the schema up to date and finds out whether the port is free.
  await keepOne();
  await Promise.all(Array.from({ length: count - 1 }, keepOne));
  process.send?.('ready');
}

async function stopped(worker: Worker | undefined): Promise<void> {
  if (!worker || worker.isDead()) return;
  const exit = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  await exit;
}
