import { SERVER } from '@app/core';
import { SyncRepository } from '@app/github';
import { CheckDomains, ComputeOrgSums, PruneViews, SweepInvites, SweepOrganizations } from '@app/orgs';
import type { Env } from '@app/core';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { TestClock } from './start-app.js';
import { startWorker } from './start-worker.js';

// A worker in a process of its own that does one thing and ends, so that a test can kill it in the middle.

/** What the test says on the command line, as JSON. */
export interface ProcessOrder {
  databaseUrl: string;
  /** ms since 1970. */
  at: number;
  command: keyof typeof COMMANDS;
  orgId?: number;
  userId?: number;
  repositoryId?: number;
  env?: Partial<Env>;
}

const unwatched = new AbortController().signal;
const COMMANDS = {
  CheckDomains: () => new CheckDomains(SERVER, unwatched),
  ComputeOrgSums: (orgId: number) => new ComputeOrgSums(SERVER, orgId),
  PruneViews: () => new PruneViews(SERVER),
  SweepInvites: () => new SweepInvites(SERVER, unwatched),
  SyncRepository: (_: number, { userId = 0, repositoryId = 0 }: ProcessOrder) => new SyncRepository(SERVER, userId, repositoryId),
  SweepOrganizations: () => new SweepOrganizations(SERVER, unwatched),
} satisfies Record<string, (orgId: number, order: ProcessOrder) => ICommand>;

const order = JSON.parse(process.argv[2] ?? '') as ProcessOrder;
const clock = new TestClock();
clock.at = order.at;
const worker = await startWorker(order.databaseUrl, undefined, order.env, clock);
await worker.get(CommandBus).execute(COMMANDS[order.command](order.orgId ?? 0, order));
await worker.close();
