import { AnalyticsModule } from '@app/analytics';
import { HeartbeatsModule } from '@app/heartbeats';
import { Module } from '@nestjs/common';
import { RenamesController } from './renames.controller.js';
import { RulesController } from './rules.controller.js';

/** What decides how a user's time is named, and what of it counts. */
@Module({
  imports: [HeartbeatsModule, AnalyticsModule],
  controllers: [RulesController, RenamesController],
})
export class RulesApiModule {}
