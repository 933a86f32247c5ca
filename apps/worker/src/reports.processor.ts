import { SERVER } from '@app/core';
import { SendWeeklyReport } from '@app/goals';
import { type JobHandlers, JobProcessor, workerOf } from '@app/queue';
import { Processor } from '@nestjs/bullmq';
import { CommandBus } from '@nestjs/cqrs';

@Processor('reports', workerOf('reports'))
export class ReportsProcessor extends JobProcessor<'reports'> {
  readonly handlers: JobHandlers<'reports'> = {
    'send-weekly-report': ({ userId, week }, context) => this.commands.execute(new SendWeeklyReport(SERVER, userId, week, context)),
  };

  constructor(private readonly commands: CommandBus) {
    super('reports');
  }
}
