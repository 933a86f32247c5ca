import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';

/** More at once are not done but logged: a mail server that does not answer must not fill the memory. */
const MOST_PENDING = 500;
const LONGEST_WAIT_AT_END_MS = 3_000;

/** Work that no answer waits for, so that its time tells nobody whether there was any. What fails is logged. */
@Injectable()
export class AfterAnswer implements OnModuleDestroy {
  private readonly log = new Logger(AfterAnswer.name);
  private readonly pending = new Set<Promise<void>>();

  /** Does `work` when the answer has gone. `failed` says of an error what did not happen; nothing else may be logged of it. */
  do(work: () => Promise<unknown>, failed: (error: unknown) => string): void {
    if (this.pending.size >= MOST_PENDING) {
      this.log.error(`${failed(new Error('busy'))} Too much waits already.`);
      return;
    }
    const done: Promise<void> = new Promise<void>((resolve) => setImmediate(resolve))
      .then(work)
      .then(
        () => {},
        (error: unknown) => this.log.error(failed(error)),
      )
      .finally(() => this.pending.delete(done));
    this.pending.add(done);
  }

  onModuleDestroy(): Promise<void> {
    return this.settled();
  }

  /** Gives what is under way a moment. */
  async settled(): Promise<void> {
    await Promise.race([this.untilDone(), sleep(LONGEST_WAIT_AT_END_MS, undefined, { ref: false })]);
  }

  private async untilDone(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }
}
