import { getQueueToken } from '@nestjs/bullmq';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Queue } from 'bullmq';
import { type JobName, type Jobs, QUEUES, type QueueName } from './jobs.js';

const PAUSE_MS = 1_000;

@Injectable()
export class JobQueue implements OnModuleInit {
  private readonly log = new Logger(JobQueue.name);
  /** What rang within the last second, and whether it was asked to again meanwhile: then it rings once more when the second is over. */
  private readonly rung = new Map<string, { again: boolean }>();
  private lastWarning = 0;

  constructor(private readonly modules: ModuleRef) {}

  /** A queue that loses its connection comes back by itself; without a listener its complaint would end the process. */
  onModuleInit(): void {
    for (const queue of QUEUES) this.queue(queue).on('error', (error) => this.warn(queue, error));
  }

  /**
   * Rings for a job. Call it after the commit: the rows it needs must be there. The same `once` rings at most once a second, and again
   * only after the job has begun. Never waits and never fails: the work is already written down as a mark, and a sweep finds what nobody
   * rang for.
   */
  ring<Q extends QueueName, N extends JobName<Q>>(queue: Q, name: N, payload: Jobs[Q][N], once: string): void {
    const id = `${name}-${once}`;
    const rung = this.rung.get(id);
    if (rung) {
      rung.again = true;
      return;
    }
    const now = { again: false };
    this.rung.set(id, now);
    setTimeout(() => {
      this.rung.delete(id);
      if (now.again) this.ring(queue, name, payload, once);
    }, PAUSE_MS).unref();
    this.queue(queue)
      .add(name, payload, { deduplication: { id, keepLastIfActive: true }, removeOnComplete: true, removeOnFail: 100 })
      .catch((error: unknown) => this.warn(name, error));
  }

  private queue(name: QueueName): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }

  private warn(name: string, error: unknown): void {
    if (Date.now() - this.lastWarning < 10_000) return;
    this.lastWarning = Date.now();
    this.log.warn(`No ring for ${name}; the sweep finds the work: ${String(error)}`);
  }
}
