import { writeFile } from 'node:fs/promises';
import { SweepInstanceStats, SweepLeaders, SweepRollUps } from '@app/analytics';
import { Env, SERVER } from '@app/core';
import { PruneAuditLog, SweepLimitCounters } from '@app/database';
import { SweepCommitTimes, SweepGithub } from '@app/github';
import { SweepGoals, SweepWeeklyReports } from '@app/goals';
import { SweepNames } from '@app/heartbeats';
import { CheckDomains, PruneViews, SendPolicyNotices, SweepInvites, SweepOrganizations, SweepOrgKeys, SweepOrgSums } from '@app/orgs';
import { SweepJobs } from '@app/queue';
import { PrunePluginErrors } from '@app/users';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ICommand } from '@nestjs/cqrs';

/** Everything that repeats: what is dispatched, and the pause after it in ms. What takes long stops when the signal is aborted. */
const SCHEDULES: readonly (readonly [make: (signal: AbortSignal) => ICommand, pauseMs: number])[] = [
  [(signal) => new SweepRollUps(SERVER, signal), 5_000],
  [(signal) => new SweepCommitTimes(SERVER, signal), 5_000],
  [() => new SweepJobs(SERVER), 5_000],
  [() => new SweepNames(SERVER), 10_000],
  [(signal) => new SweepGoals(SERVER, signal), 10_000],
  [() => new SweepGithub(SERVER), 3_000],
  [() => new PruneAuditLog(SERVER), 3_600_000],
  [() => new PrunePluginErrors(SERVER), 3_600_000],
  [() => new PruneViews(SERVER), 3_600_000],
  [() => new SweepLimitCounters(SERVER), 60_000],
  [() => new SweepLeaders(SERVER), 30_000],
  [(signal) => new SweepOrganizations(SERVER, signal), 60_000],
  [(signal) => new SweepOrgKeys(SERVER, signal), 300_000],
  [() => new SweepInstanceStats(SERVER), 60_000],
  [() => new SweepOrgSums(SERVER), 10_000],
  [(signal) => new SweepInvites(SERVER, signal), 30_000],
  [(signal) => new SendPolicyNotices(SERVER, signal), 30_000],
  [(signal) => new CheckDomains(SERVER, signal), 60_000],
  [(signal) => new SweepWeeklyReports(SERVER, signal), 30_000],
];

/** Timers, not queue jobs: what they do must go on when the queue does not. */
@Injectable()
export class Schedules implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(Schedules.name);
  private readonly timers = new Set<NodeJS.Timeout>();
  private running: Promise<unknown>[] = [];
  private readonly stopping = new AbortController();

  constructor(
    private readonly commands: CommandBus,
    private readonly env: Env,
  ) {}

  onApplicationBootstrap(): void {
    for (const [make, pauseMs] of SCHEDULES) this.later(make, pauseMs);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.allSettled(this.running);
  }

  private later(make: (signal: AbortSignal) => ICommand, pauseMs: number): void {
    if (this.stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const command = make(this.stopping.signal);
      const run = this.commands
        .execute(command)
        .then(() => (command instanceof SweepJobs ? this.sayAlive() : undefined))
        .catch((error: unknown) => {
          if (!this.stopping.signal.aborted) this.log.warn(`${command.constructor.name} failed and will be tried again: ${String(error)}`);
        })
        .finally(() => {
          this.running = this.running.filter((r) => r !== run);
          this.later(make, pauseMs);
        });
      this.running.push(run);
    }, pauseMs);
    this.timers.add(timer);
  }

  /** Only after work that asked the database: a worker that cannot reach it is alive and of no use. */
  private async sayAlive(): Promise<void> {
    if (this.env.WORKER_ALIVE_FILE !== undefined) await writeFile(this.env.WORKER_ALIVE_FILE, '');
  }
}
