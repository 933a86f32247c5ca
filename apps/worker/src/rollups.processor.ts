import { RollUpUser } from '@app/analytics';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('rollups', workerOf('rollups'))
export class RollupsProcessor extends JobProcessor<'rollups'> {
  readonly handlers: JobHandlers<'rollups'> = {
    'roll-up-user': ({ userId }) => this.commands.execute(new RollUpUser(userId)),
  };

  constructor(private readonly commands: CommandBus) {
    super('rollups');
  }
}
