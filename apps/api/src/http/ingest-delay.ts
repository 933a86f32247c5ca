import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

const LONGEST_MS = 5_000;
/** Held at once, and what their bodies keep in memory. Who comes beyond that passes at once: a heartbeat is never refused (contract §2.1). */
const MOST_HELD = 200;
const MOST_HELD_BYTES = 64 * 1024 * 1024;
const WARNING_MS = 60_000;

/** How long the `n`th request of the window waits: nothing within the limit, then more with each, 5 s at twice the limit. */
export function delayMs(n: number, limit: number): number {
  return Math.round(Math.min(Math.max((n - limit) / limit, 0), 1) * LONGEST_MS);
}

/** Slows down who sends more heartbeats than any editor does, before a database connection is taken. */
@Injectable()
export class IngestDelay {
  private readonly log = new Logger(IngestDelay.name);
  private readonly warned = new LRUCache<string, true>({ max: 10_000, ttl: WARNING_MS });
  private held = 0;
  private heldBytes = 0;

  /** Resolves when the `n`th request of `who` may go on; `bytes` is what it keeps in memory meanwhile. */
  async hold(who: string, n: number, limit: number, bytes: number): Promise<void> {
    const ms = delayMs(n, limit);
    if (ms === 0) return;
    if (!this.warned.has(who)) {
      this.warned.set(who, true);
      this.log.warn(`${who} sent ${n} requests of heartbeats within the hour, more than ${limit}: its answers come ${ms} ms later.`);
    }
    if (this.held >= MOST_HELD || this.heldBytes + bytes > MOST_HELD_BYTES) return;
    this.held++;
    this.heldBytes += bytes;
    try {
      await sleep(ms);
    } finally {
      this.held--;
      this.heldBytes -= bytes;
    }
  }
}
