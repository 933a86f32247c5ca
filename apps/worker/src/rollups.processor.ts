import { RollUpUser } from '@app/analytics';
import { SERVER } from '@app/core';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('rollups', workerOf('rollups'))
export class RollupsProcessor extends JobProcessor<'rollups'> {
  readonly handlers: JobHandlers<'rollups'> = {
    'roll-up-user': ({ userId }) => this.commands.execute(new RollUpUser(SERVER, userId)),
  };

  constructor(private readonly commands: CommandBus) {
    super('rollups');
  }
}
