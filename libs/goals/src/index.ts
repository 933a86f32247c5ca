export { GoalsModule } from './goals.module.js';
export { GetWeeklyReport } from './reports/get-weekly-report.query.js';
export { weekProblem } from './reports/iso-weeks.js';
export { reportHtml } from './reports/report-html.js';
export { reportText } from './reports/report-text.js';
export { SendWeeklyReport } from './reports/send-weekly-report.command.js';
export { SweepWeeklyReports } from './reports/sweep-weekly-reports.command.js';
export type { ReportList, WeeklyReport } from './reports/weekly-report.js';
