import { SERVER } from '@app/core';
import { ApplyRules } from '@app/heartbeats';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('rules', workerOf('rules'))
export class RulesProcessor extends JobProcessor<'rules'> {
  readonly handlers: JobHandlers<'rules'> = {
    'apply-rules': ({ userId }, context) => this.commands.execute(new ApplyRules(SERVER, userId, context)),
  };

  constructor(private readonly commands: CommandBus) {
    super('rules');
  }
}
