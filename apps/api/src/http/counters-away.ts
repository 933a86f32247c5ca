import type { Clock } from '@app/core';
import { Logger } from '@nestjs/common';
import { type Counted, counted, MemoryCounters } from './limit-counters.js';
import { isAlwaysCounted } from './limits.js';

/** So long nobody asks a server that did not answer, so that a frozen one does not slow down every request. */
const PAUSE_MS = 1_000;
const WARNING_MS = 60_000;

/**
 * What happens while the server of the counters is away: requests pass, because limits are worth less than answers; but what guards passwords
 * is counted in the process.
 */
export class CountersAway {
  private readonly log = new Logger(CountersAway.name);
  private awayUntil = 0;
  private nextWarning = 0;

  private readonly local: MemoryCounters;

  /** `name`: of the server, for the log. */
  constructor(
    private readonly name: string,
    clock: Clock,
  ) {
    this.local = new MemoryCounters(clock);
  }

  /** Counts one request more in the server's place, where it must be counted. */
  increment(key: string, windowMs: number, limit: number, bucket: string): Promise<Counted> {
    if (!isAlwaysCounted(bucket)) return Promise.resolve(counted(0, limit, windowMs));
    return this.local.increment(key, windowMs, limit, windowMs, bucket);
  }

  /** Forgets what was counted here. */
  forget(key: string, bucket: string): Promise<void> {
    return this.local.forget(key, bucket);
  }

  /** Takes back one of those counted here. */
  giveBack(key: string, windowMs: number, bucket: string): Promise<void> {
    return this.local.giveBack(key, windowMs, bucket);
  }

  /** What the server answers; `unknown` when it does not, and for a second after that. Never fails. */
  async ask<T>(question: () => Promise<T>, unknown: T): Promise<T> {
    if (performance.now() < this.awayUntil) return unknown;
    try {
      return await question();
    } catch (error) {
      this.awayUntil = performance.now() + PAUSE_MS;
      this.warn(error);
      return unknown;
    }
  }

  /** Logs at most one warning a minute. */
  warn(error: unknown): void {
    if (performance.now() < this.nextWarning) return;
    this.nextWarning = performance.now() + WARNING_MS;
    this.log.warn(`${this.name} is away, so requests pass without being counted: ${String(error)}`);
  }
}
