import { RebuildRollUps } from '@app/analytics';
import { RereadNames } from '@app/heartbeats';
import { SERVER } from '@app/core';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('rebuilds', workerOf('rebuilds'))
export class RebuildsProcessor extends JobProcessor<'rebuilds'> {
  readonly handlers: JobHandlers<'rebuilds'> = {
    'rebuild-roll-ups': ({ userId }, context) => this.commands.execute(new RebuildRollUps(SERVER, userId, context)),
    'reread-names': ({ userId }, context) => this.commands.execute(new RereadNames(SERVER, userId, context)),
  };

  constructor(private readonly commands: CommandBus) {
    super('rebuilds');
  }
}
