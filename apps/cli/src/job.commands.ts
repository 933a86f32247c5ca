import { OPERATOR } from '@app/core';
import { CancelJob, type ListedJob, ListJobs } from '@app/queue';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command, CommandRunner } from 'nest-commander';

@Command({ name: 'jobs:list', description: 'Show what workers do in the background, the newest first: what waits, runs and has ended.' })
export class JobsListCommand extends CommandRunner {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async run(): Promise<void> {
    const jobs = await this.queries.execute(new ListJobs(OPERATOR));
    process.stdout.write(jobs.length === 0 ? 'There are no jobs.\n' : jobs.map(toLine).join(''));
  }
}

@Command({ name: 'jobs:cancel', arguments: '<id>', description: 'Stop a job. What it has done stays done.' })
export class JobsCancelCommand extends CommandRunner {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run([id = '']: string[]): Promise<void> {
    const state = await this.commands.execute(new CancelJob(OPERATOR, id));
    process.stdout.write(state === 'cancelled' ? `The job ${id} is cancelled.\n` : `The job ${id} stops within a few seconds.\n`);
  }
}

function toLine({ id, name, state, cancelling, done, total, attempts, error, createdAt }: ListedJob): string {
  const parts = [
    id,
    new Date(createdAt).toISOString().slice(0, 19).replace('T', ' '),
    name,
    cancelling ? 'is being cancelled' : state,
    ...(total > 0 ? [`${done} of ${total}`] : []),
    ...(attempts > 1 ? [`${attempts} tries`] : []),
    ...(error === null ? [] : [error]),
  ];
  return `${parts.join('  ')}\n`;
}
