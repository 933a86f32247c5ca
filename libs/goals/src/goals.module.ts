import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { GetWeeklyReportHandler } from './reports/get-weekly-report.query.js';
import { SendWeeklyReportHandler } from './reports/send-weekly-report.command.js';
import { SweepWeeklyReportsHandler } from './reports/sweep-weekly-reports.command.js';
import { WeeklyReports } from './reports/weekly-reports.js';

/** Goals, what is told about them, and the weekly report. */
@Module({
  imports: [AnalyticsModule, UsersModule],
  providers: [GetWeeklyReportHandler, SendWeeklyReportHandler, SweepWeeklyReportsHandler, WeeklyReports],
})
export class GoalsModule {}
