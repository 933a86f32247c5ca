import { DomainError } from '@app/core';

/** How many of one kind may run at once, how many may wait for that, and how long. */
export interface TurnLimits {
  running: number;
  waiting: number;
  longestMs: number;
}

interface Line {
  running: number;
  waiting: (() => void)[];
}

/** Lets a bounded number run at once for each name, in the order they came. A name that nobody uses takes no memory. */
export class Turns {
  private readonly lines = new Map<string, Line>();

  /**
   * Waits for a turn of `name`. Returns what ends it, to be called once. Refused with `refusal`: too many wait, or the wait was too long.
   * `left` says that nobody waits for the answer any more.
   */
  async take(name: string, limits: TurnLimits, refusal: () => DomainError, left?: AbortSignal): Promise<() => void> {
    const line = this.lines.get(name) ?? { running: 0, waiting: [] };
    this.lines.set(name, line);
    if (line.running >= limits.running) await this.wait(line, limits, refusal, left);
    else line.running++;
    return () => this.end(name, line);
  }

  private wait(line: Line, { waiting, longestMs }: TurnLimits, refusal: () => DomainError, left?: AbortSignal): Promise<void> {
    if (line.waiting.length >= waiting || left?.aborted) return Promise.reject(refusal());
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        left?.removeEventListener('abort', leave);
      };
      // Whoever ends a turn hands it on: `running` stays what it is.
      const begin = (): void => {
        stop();
        resolve();
      };
      const leave = (): void => {
        stop();
        line.waiting.splice(line.waiting.indexOf(begin), 1);
        reject(refusal());
      };
      const timer = setTimeout(leave, longestMs);
      left?.addEventListener('abort', leave);
      line.waiting.push(begin);
    });
  }

  private end(name: string, line: Line): void {
    const next = line.waiting.shift();
    if (next) next();
    else if (--line.running === 0) this.lines.delete(name);
  }
}
