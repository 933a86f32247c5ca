import { AnalyticsModule } from '@app/analytics';
import { GithubModule } from '@app/github';
import { Module } from '@nestjs/common';
import { AiController } from './ai.controller.js';
import { AnalyticsController } from './analytics.controller.js';
import { CommitCorrelationController } from './commit-correlation.controller.js';
import { FocusController } from './focus.controller.js';
import { TimesheetController } from './timesheet.controller.js';

/** How one's own time was spent. */
@Module({
  imports: [AnalyticsModule, GithubModule],
  controllers: [AiController, FocusController, AnalyticsController, CommitCorrelationController, TimesheetController],
})
export class AnalyticsApiModule {}
