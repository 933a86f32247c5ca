import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@app/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { priorityWorkRuns } from './priority-pool.js';

/** How many times as long as a day took background work rests after it, while ingest runs: a fifth of one core is its own then. */
const RESTS = 4;
/** The same of work that somebody waits for: half of one core. */
export const RESTS_OF_AWAITED = 1;
/** ms that one rest takes at most. */
const LONGEST_REST_MS = 2_000;

/**
 * The pace of work on one day after another, such as roll-ups: full speed while ingest is idle, a fifth of it while heartbeats are stored.
 * Whether they are is looked up after each day, so that it rests the more often the more of the time the database stores heartbeats. Nobody
 * waits for it: answers do without. What somebody does wait for rests less (`rests`: how many times as long as it worked).
 */
export class BackgroundPace {
  private began: number;

  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    private readonly signal?: AbortSignal,
    private readonly rests = RESTS,
  ) {
    this.began = clock.now();
  }

  /** To be called after each day. Rests, or returns at once; throws when the signal is aborted. */
  async afterDay(): Promise<void> {
    this.signal?.throwIfAborted();
    const took = this.clock.now() - this.began;
    if (took > 0 && (await priorityWorkRuns(this.em)))
      await sleep(Math.min(took * this.rests, LONGEST_REST_MS), undefined, { signal: this.signal });
    this.began = this.clock.now();
  }
}
