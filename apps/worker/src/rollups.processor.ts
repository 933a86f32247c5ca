import { RollUpUser } from '@app/analytics';
import { JobProcessor, type Jobs } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';
import type { Job } from 'bullmq';

type RollUp = Job<Jobs['rollups']['roll-up-user'], void, 'roll-up-user'>;

@Processor('rollups', { concurrency: 2 })
export class RollupsProcessor extends JobProcessor<RollUp> {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  protected run({ data }: RollUp): Promise<void> {
    return this.commands.execute(new RollUpUser(data.userId));
  }
}
