import { AnalyticsModule } from '@app/analytics';
import { UsersModule } from '@app/users';
import { Module } from '@nestjs/common';
import { GetGoalAnalyticsHandler } from './analytics/get-goal-analytics.query.js';
import { GoalReader } from './evaluation/goal-reader.js';
import { ChangeGoalHandler } from './goals/change-goal.command.js';
import { CreateGoalHandler } from './goals/create-goal.command.js';
import { DeleteGoalHandler } from './goals/delete-goal.command.js';
import { GetGoalHandler } from './goals/get-goal.query.js';
import { ListGoalsHandler } from './goals/list-goals.query.js';
import { GoalNotices } from './noticing/goal-notices.js';
import { StopGoalMailsHandler } from './noticing/stop-goal-mails.command.js';
import { SweepGoalsHandler } from './noticing/sweep-goals.command.js';
import { AddPauseHandler } from './pauses/add-pause.command.js';
import { ChangePauseHandler } from './pauses/change-pause.command.js';
import { DeletePauseHandler } from './pauses/delete-pause.command.js';
import { ListPausesHandler } from './pauses/list-pauses.query.js';
import { GetWeeklyReportHandler } from './reports/get-weekly-report.query.js';
import { SendWeeklyReportHandler } from './reports/send-weekly-report.command.js';
import { SweepWeeklyReportsHandler } from './reports/sweep-weekly-reports.command.js';
import { SuggestGoalsHandler } from './suggestions/suggest-goals.query.js';
import { WeeklyReports } from './reports/weekly-reports.js';

/** Goals, what is told about them, and the weekly report. */
@Module({
  imports: [AnalyticsModule, UsersModule],
  providers: [
    GoalNotices,
    GoalReader,
    AddPauseHandler,
    ChangeGoalHandler,
    ChangePauseHandler,
    CreateGoalHandler,
    DeleteGoalHandler,
    DeletePauseHandler,
    GetGoalHandler,
    GetGoalAnalyticsHandler,
    GetWeeklyReportHandler,
    ListGoalsHandler,
    ListPausesHandler,
    SendWeeklyReportHandler,
    StopGoalMailsHandler,
    SuggestGoalsHandler,
    SweepGoalsHandler,
    SweepWeeklyReportsHandler,
    WeeklyReports,
  ],
})
export class GoalsModule {}
