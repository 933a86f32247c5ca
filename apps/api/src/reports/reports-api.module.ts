import { GoalsModule } from '@app/goals';
import { Module } from '@nestjs/common';
import { WeeklyReportController } from './weekly-report.controller.js';

@Module({ imports: [GoalsModule], controllers: [WeeklyReportController] })
export class ReportsApiModule {}
