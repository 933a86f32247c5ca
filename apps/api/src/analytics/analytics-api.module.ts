import { AnalyticsModule } from '@app/analytics';
import { Module } from '@nestjs/common';
import { AnalyticsController } from './analytics.controller.js';
import { FocusController } from './focus.controller.js';

/** How one's own time was spent. */
@Module({
  imports: [AnalyticsModule],
  controllers: [FocusController, AnalyticsController],
})
export class AnalyticsApiModule {}
