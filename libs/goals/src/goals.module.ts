import { AnalyticsModule } from '@app/analytics';
import { Module } from '@nestjs/common';

/** Goals, what is told about them, and the weekly report. */
@Module({ imports: [AnalyticsModule] })
export class GoalsModule {}
