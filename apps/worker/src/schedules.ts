import { SweepRollUps } from '@app/analytics';
import { SweepJobs } from '@app/queue';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ICommand } from '@nestjs/cqrs';

/** Everything that repeats: what is dispatched, and the pause after it in ms. */
const SCHEDULES: readonly (readonly [make: () => ICommand, pauseMs: number])[] = [
  [() => new SweepRollUps(), 5_000],
  [() => new SweepJobs(), 5_000],
];

/** Timers, not queue jobs: what they do must go on when the queue does not. */
@Injectable()
export class Schedules implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(Schedules.name);
  private readonly timers = new Set<NodeJS.Timeout>();
  private running: Promise<unknown>[] = [];
  private stopped = false;

  constructor(private readonly commands: CommandBus) {}

  onApplicationBootstrap(): void {
    for (const [make, pauseMs] of SCHEDULES) this.later(make, pauseMs);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.allSettled(this.running);
  }

  private later(make: () => ICommand, pauseMs: number): void {
    if (this.stopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const run = this.commands
        .execute(make())
        .catch((error: unknown) => this.log.warn(`${make().constructor.name} failed and will be tried again: ${String(error)}`))
        .finally(() => {
          this.running = this.running.filter((r) => r !== run);
          this.later(make, pauseMs);
        });
      this.running.push(run);
    }, pauseMs);
    this.timers.add(timer);
  }
}
