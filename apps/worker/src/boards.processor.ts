import { ComputeInstanceStats, ComputeLeaders } from '@app/analytics';
import { SERVER } from '@app/core';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('boards', workerOf('boards'))
export class BoardsProcessor extends JobProcessor<'boards'> {
  readonly handlers: JobHandlers<'boards'> = {
    'compute-leaders': ({ since }, context) => this.commands.execute(new ComputeLeaders(SERVER, since, context)),
    'compute-instance-stats': ({ range }, context) => this.commands.execute(new ComputeInstanceStats(SERVER, range, context)),
  };

  constructor(private readonly commands: CommandBus) {
    super('boards');
  }
}
