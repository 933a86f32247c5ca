import type { Actor } from '@app/core';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { WeeklyReport } from './weekly-report.js';
import { WeeklyReports } from './weekly-reports.js';

/**
 * A user's week, an ISO week from Monday to Sunday in the user's own zone, whatever day the user's weeks begin on. Without a week it is the last one
 * that is over. Refused: a week that there is not, or that has not begun.
 */
export class GetWeeklyReport extends Query<WeeklyReport> {
  constructor(
    readonly actor: Actor,
    readonly userId: number,
    /** ISO 8601, `2026-W47`. */
    readonly week?: string,
  ) {
    super();
  }
}

@QueryHandler(GetWeeklyReport)
export class GetWeeklyReportHandler implements IQueryHandler<GetWeeklyReport> {
  constructor(private readonly reports: WeeklyReports) {}

  execute({ userId, week }: GetWeeklyReport): Promise<WeeklyReport> {
    return this.reports.read(userId, week);
  }
}
