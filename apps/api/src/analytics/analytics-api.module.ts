import { AnalyticsModule } from '@app/analytics';
import { Module } from '@nestjs/common';
import { AiController } from './ai.controller.js';
import { AnalyticsController } from './analytics.controller.js';
import { FocusController } from './focus.controller.js';
import { TimesheetController } from './timesheet.controller.js';

/** How one's own time was spent. */
@Module({
  imports: [AnalyticsModule],
  controllers: [AiController, FocusController, AnalyticsController, TimesheetController],
})
export class AnalyticsApiModule {}
