import { SERVER } from '@app/core';
import { HandleDelivery, SyncRepositories, SyncRepository } from '@app/github';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('github', workerOf('github'))
export class GithubProcessor extends JobProcessor<'github'> {
  readonly handlers: JobHandlers<'github'> = {
    'sync-repository': ({ userId, repositoryId }, context) =>
      this.commands.execute(new SyncRepository(SERVER, userId, repositoryId, context)),
    'handle-delivery': ({ deliveryId }) => this.commands.execute(new HandleDelivery(SERVER, deliveryId)),
    'sync-repositories': ({ userId }, context) => this.commands.execute(new SyncRepositories(SERVER, userId, context)),
  };

  constructor(private readonly commands: CommandBus) {
    super('github');
  }
}
