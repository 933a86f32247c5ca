import type { Clock } from '@app/core';
import { PutOff } from '@app/queue';
import { ForgeProblem } from '../forge/forge.js';

/** A limit that GitHub names is not believed for longer. */
const LONGEST_MS = 24 * 3_600_000;

/**
 * Ends a job as GitHub says: where it answers no more for now, the job goes on when it will; where it failed, the job is tried again; where it refuses,
 * the job is over and `keep` keeps why, for the user.
 */
export async function asJob(work: Promise<unknown>, clock: Clock, keep: (problem: string) => Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof ForgeProblem)) throw error;
    if (error.trouble !== 'revoked') await keep(error.message);
    if (error.trouble === 'limited') throw new PutOff(Math.min(LONGEST_MS, Math.max(0, (error.until ?? 0) - clock.now())), error.message);
    if (error.trouble === 'away') throw error;
  }
}
