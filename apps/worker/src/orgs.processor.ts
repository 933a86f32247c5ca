import { SERVER } from '@app/core';
import { ComputeOrgSums } from '@app/orgs';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('orgs', workerOf('orgs'))
export class OrgsProcessor extends JobProcessor<'orgs'> {
  readonly handlers: JobHandlers<'orgs'> = {
    'compute-org-sums': ({ orgId }, context) => this.commands.execute(new ComputeOrgSums(SERVER, orgId, context)),
  };

  constructor(private readonly commands: CommandBus) {
    super('orgs');
  }
}
