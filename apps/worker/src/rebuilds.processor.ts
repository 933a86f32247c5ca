import { RebuildRollUps } from '@app/analytics';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('rebuilds', workerOf('rebuilds'))
export class RebuildsProcessor extends JobProcessor<'rebuilds'> {
  readonly handlers: JobHandlers<'rebuilds'> = {
    'rebuild-roll-ups': ({ userId }, context) => this.commands.execute(new RebuildRollUps(userId, context)),
  };

  constructor(private readonly commands: CommandBus) {
    super('rebuilds');
  }
}
