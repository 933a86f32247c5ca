import { SERVER } from '@app/core';
import { SyncRepositories } from '@app/github';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('github', workerOf('github'))
export class GithubProcessor extends JobProcessor<'github'> {
  readonly handlers: JobHandlers<'github'> = {
    'sync-repositories': ({ userId }, context) => this.commands.execute(new SyncRepositories(SERVER, userId, context)),
  };

  constructor(private readonly commands: CommandBus) {
    super('github');
  }
}
